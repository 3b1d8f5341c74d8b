/** Rust: the programs that Cargo leaves are copied onto the system that they were linked on. */
import { at } from '../../../lint/rule';
import { contextPathsOf } from '../../../model/artifacts/contextPlaces';
import { runtimeLibrariesOf } from '../../../model/runtimeLibraries';
import { toolOf } from '../../../model/commands/tools';
import { bringerOf, lastMaker } from '../bringers';
import { calledPrograms, FOR_CALLERS, pathOfCalled, startsNothing } from '../calledPrograms';
import {
  refusal,
  type Artifact,
  type Ecosystem,
  type LocatedCompile,
  type Plan,
  type Project,
  type Refusal,
} from '../contract';
import { libcOf, nativeBases, type LinkedTo } from '../native/bases';
import { namedFiles } from '../namedFiles';
import { heldProgram, pathFolders, startedProgramsOf } from '../native/program';

export const rust: Ecosystem = {
  id: 'rust',
  name: 'Rust',
  plan(project) {
    if (project.shipped?.compile.ecosystem !== 'rust') return undefined;
    const built = project.compiles.findLast(({ compile }) => compile.ecosystem === 'rust');
    return built === undefined ? undefined : planOf(project, built);
  },
};

function planOf(project: Project, built: LocatedCompile): Plan | Refusal {
  const artifacts = artifactsOf(project, built);
  if ('reason' in artifacts) return artifacts;
  const linkedTo = linkageOf(project);
  const maker = lastMaker(
    project,
    artifacts.map(({ from }) => from),
  );
  const install = linkedTo === 'glibc' ? installOfOpenssl(project, built) : undefined;
  const bases = nativeBases(project, linkedTo);
  const isForCallers = startsNothing(project);
  if (bases.length === 0 && project.answers.runtimeBase === undefined)
    return refusal('no-runtime-base', 'Nothing is known of the system that the program is linked on.', {
      at: at(project.stage.from),
      wayOut: 'Name an image with --runtime-base.',
    });
  return {
    kind: 'plan',
    ends: maker === undefined || maker.index < built.step.index ? built.step : maker,
    artifacts,
    bases,
    needs: {
      libc: linkedTo,
      certificates: isWithoutTls(project, built) ? 'no' : 'maybe',
      timeZones: 'maybe',
    },
    readsProjectFiles: true,
    isForCallers,
    insertions: [
      ...(install === undefined ? [] : [{ place: 'before-artifacts', text: install } as const]),
      ...(isForCallers ? pathOfCalled(project, artifacts) : []),
    ],
    buildVariables:
      /^(?:CARGO\w*|RUSTUP\w*|RUSTFLAGS|RUSTC\w*|RUSTDOCFLAGS|RUST_VERSION|SQLX_OFFLINE|PKG_CONFIG\w*|OPENSSL_\w+)$/,
    notes: [
      linkedTo === 'none'
        ? 'The program is linked statically, so it needs nothing of the running image.'
        : 'The program is linked to the C library of the build stage, so the running image is of the same system.',
      ...(isForCallers ? [FOR_CALLERS] : []),
      ...(linkedTo !== 'none' && lockText(project, built) === undefined
        ? [
            'Cargo.lock is not known here: where the program is linked to more than the C library, such as OpenSSL, the final stage needs the package of it.',
          ]
        : []),
      ...(install !== undefined
        ? ['Cargo.lock names openssl-sys, so the running image has the libraries of OpenSSL.']
        : []),
    ],
  };
}

function artifactsOf(project: Project, built: LocatedCompile): readonly Artifact[] | Refusal {
  const named = project.answers.artifactPath;
  if (named !== undefined) return [{ from: named, to: named, kind: 'file', what: 'the program' }];
  if (startsNothing(project)) return calledPrograms(project, []);
  const started = startedProgramsOf(project);
  if (started.kind === 'refused') return started;
  const artifacts: Artifact[] = [];
  const add = (from: string, to: string, what: string): void => {
    artifacts.push({ from, to, kind: 'file', what });
  };
  if (started.script !== undefined && bringerOf(project, started.script).kind !== 'copied')
    add(started.script, started.script, 'the start script');
  for (const path of started.paths) {
    const bringer = bringerOf(project, path);
    if (bringer.kind === 'made' || bringer.kind === 'among') add(path, path, 'the program');
  }
  for (const name of started.names) {
    const held = heldProgram(project, name);
    const installed = held ?? installedBy(project, name);
    // The folder of Cargo is on the PATH of Rust's image alone.
    if (installed !== undefined)
      add(
        installed,
        pathFolders(undefined).some((folder) => installed === `${folder}/${name}`)
          ? installed
          : `/usr/local/bin/${name}`,
        'the program',
      );
  }
  if (!artifacts.some(({ what }) => what === 'the program'))
    return refusal('unknown-artifact', 'What the container starts is not known to come from the build.', {
      at: at(built.step.instruction, built.compile.span),
      wayOut: 'Name what the build leaves with --artifact.',
    });
  return [...artifacts, ...namedFiles(project, artifacts)];
}

/** `cargo install` puts the project's programs into a folder of its own; a package may hold several. */
function installedBy(project: Project, name: string): string | undefined {
  const install = project.compiles.find(({ command }) => {
    const tool = toolOf(command);
    return tool?.name === 'cargo' && tool.args.some(({ value }) => value === 'install');
  });
  if (install === undefined) return undefined;
  const { env } = install.step.state;
  const root =
    install.compile.output ?? env.get('CARGO_INSTALL_ROOT') ?? env.get('CARGO_HOME') ?? '/usr/local/cargo';
  return root.startsWith('/') ? `${root}/bin/${name}` : undefined;
}

/** Targets of musl are static unless a flag says otherwise, and so are programs built on Alpine with Rust's own image. */
function linkageOf(project: Project): LinkedTo {
  const words = project.compiles.flatMap(({ command }) => command.words.map(({ text }) => text));
  if (words.some((text) => /-linux-musl/.test(text))) return 'none';
  return libcOf(project);
}

/** The text of Cargo.lock, when the build context is known. */
function lockText(project: Project, { step }: LocatedCompile): string | undefined {
  const { workdir } = step.state;
  if (workdir === undefined) return undefined;
  for (const path of contextPathsOf(project.stage, `${workdir}/Cargo.lock`)) {
    const text = project.contextText(path);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Cargo.lock is known, and none of the packages that speak TLS stands in it. */
function isWithoutTls(project: Project, built: LocatedCompile): boolean {
  const text = lockText(project, built);
  return (
    text !== undefined &&
    !/^name = "(?:rustls|native-tls|openssl|openssl-sys|boring|s2n-tls|curl|isahc)"$/m.test(text)
  );
}

/** The instruction that installs the libraries which the crate openssl-sys links to; it may bring them itself. */
function installOfOpenssl(project: Project, built: LocatedCompile): string | undefined {
  const { distribution } = project.stage.image ?? {};
  const text = lockText(project, built) ?? '';
  if (project.answers.runtimeBase !== undefined || distribution?.id !== 'debian') return undefined;
  if (!text.includes('name = "openssl-sys"') || text.includes('name = "openssl-src"')) return undefined;
  const names = runtimeLibrariesOf('libssl-dev', 'debian', distribution);
  return names === undefined
    ? undefined
    : `RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates ${names.join(' ')} && rm -rf /var/lib/apt/lists/*`;
}
