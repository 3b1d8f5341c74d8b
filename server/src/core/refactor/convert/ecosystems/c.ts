/** C and C++: the program, or the folder that it is installed into, is copied onto the system that it was linked on. */
import { at } from '../../../lint/rule';
import { isWithin } from '../../../model/artifacts/effects';
import { effectsAt } from '../../../model/artifacts/stageFiles';
import { pairsOf } from '../../../syntax/views';
import { bringerOf, lastMaker } from '../bringers';
import { calledPrograms, FOR_CALLERS, startsNothing } from '../calledPrograms';
import {
  edited,
  LEFT_OUT,
  refusal,
  type Artifact,
  type Ecosystem,
  type LocatedCompile,
  type Placement,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from '../contract';
import { libcOf, nativeBases, type LinkedTo } from '../native/bases';
import { installationsOf, type Installation } from '../native/installed';
import { namedFiles } from '../namedFiles';
import { heldProgram, pathFolders, startedProgramsOf } from '../native/program';

export const c: Ecosystem = {
  id: 'c',
  name: 'C',
  plan(project) {
    if (project.shipped?.compile.ecosystem !== 'c') return undefined;
    const built = project.compiles.findLast(({ compile }) => compile.ecosystem === 'c');
    return built === undefined ? undefined : planOf(project, built);
  },
};

interface Found {
  readonly artifacts: readonly Artifact[];
  readonly placements: ReadonlyMap<Step, Placement>;
  readonly notes: readonly string[];
}

function planOf(project: Project, built: LocatedCompile): Plan | Refusal {
  const found = artifactsOf(project, built);
  if ('reason' in found) return found;
  const lost = lostLibraries(project, found);
  if (lost !== undefined) return lost;
  const linkedTo = linkageOf(project);
  const bases = nativeBases(project, linkedTo);
  if (bases.length === 0 && project.answers.runtimeBase === undefined)
    return /(?:^|\/)gcc(?:[:@]|$)/.test(project.stage.rootReference ?? '')
      ? refusal(
          'no-runtime-base',
          'This image brings libraries of its own compiler, newer than those of the Debian it stands on.',
          {
            at: at(project.stage.from),
            wayOut:
              'Link with -static-libgcc -static-libstdc++, or compile C alone, and name that Debian with --runtime-base, such as debian:bookworm-slim.',
          },
        )
      : refusal('no-runtime-base', 'Nothing is known of the system that the program is linked on.', {
          at: at(project.stage.from),
          wayOut: 'Name an image with --runtime-base.',
        });
  const maker = lastMaker(
    project,
    found.artifacts.map(({ from }) => from),
  );
  const installed = [...found.placements.keys()];
  const ends = [maker, built.step, ...installed].reduce<Step>(
    (last, step) => (step !== undefined && step.index > last.index ? step : last),
    built.step,
  );
  return {
    kind: 'plan',
    ends,
    artifacts: found.artifacts,
    bases,
    needs: { libc: linkedTo, certificates: 'no', timeZones: 'no' },
    placements: found.placements,
    isForCallers: startsNothing(project),
    ...library(project, found.artifacts),
    buildVariables:
      /^(?:CC|CXX|CPP|LD|AR|CFLAGS|CXXFLAGS|CPPFLAGS|LDFLAGS|MAKEFLAGS|CMAKE_\w+|PKG_CONFIG\w*|VCPKG_\w+|CONAN_\w+|GCC_\w+)$/,
    notes: [
      linkedTo === 'none'
        ? 'The program is linked statically, so it needs nothing of the running image.'
        : 'The program is linked to libraries of the build stage, so the running image is of the same system.',
      ...found.notes,
    ],
  };
}

/** Where the loader is told to look; a folder of the build that is not copied would be looked for in vain. */
function lostLibraries({ stage }: Project, { artifacts }: Found): Refusal | undefined {
  for (const name of ['LD_LIBRARY_PATH', 'LD_PRELOAD']) {
    const setting = stage.instructions.findLast(
      (instruction) =>
        instruction.keyword === 'ENV' && pairsOf(instruction).some((pair) => pair.name === name),
    );
    if (setting === undefined) continue;
    const value = stage.end.env.get(name) ?? '';
    const places = value
      .split(/[: ]/)
      .filter((place) => place !== '' && !/^\/(?:usr\/)?lib(?:64)?(?:\/|$)/.test(place));
    const isCopied = (place: string): boolean =>
      artifacts.some(({ to, kind }) => (kind === 'directory' ? isWithin(place, to) : place === to));
    if (value !== '' && places.every(isCopied)) continue;
    return refusal(
      'unknown-artifact',
      `${name} names libraries of the build, and which these are cannot be told.`,
      {
        at: at(setting),
        wayOut: 'Install the program and its libraries into one folder of their own, with a prefix.',
      },
    );
  }
  return undefined;
}

function artifactsOf(project: Project, built: LocatedCompile): Found | Refusal {
  const named = project.answers.artifactPath;
  if (named !== undefined)
    return only({
      from: named,
      to: named,
      kind: /\/[^/.]+\/$/.test(named) ? 'directory' : 'file',
      what: 'the program',
    });
  if (startsNothing(project)) {
    const artifacts = calledPrograms(project, []);
    return 'reason' in artifacts ? artifacts : { artifacts, placements: new Map(), notes: [FOR_CALLERS] };
  }
  const started = startedProgramsOf(project);
  if (started.kind === 'refused') return started;
  const installations = installationsOf(project);
  const installation = installations.at(-1);
  const others = installations.filter(
    ({ prefix, root }) => prefix !== installation?.prefix || root !== installation?.root,
  );
  const isInOnePlace =
    others.length === 0 &&
    (installations.length < 2 ||
      (project.stage.image?.kind === 'os' && installation?.prefix === '/usr/local'));
  if (!isInOnePlace)
    return refusal(
      'unknown-artifact',
      'Several things are installed, and which of them the program needs cannot be told.',
      {
        at: at(built.step.instruction, built.compile.span),
        wayOut: 'Build what is fetched in a stage of its own first, or name the program with --artifact.',
      },
    );
  const script: readonly Artifact[] =
    started.script !== undefined && bringerOf(project, started.script).kind !== 'copied'
      ? [{ from: started.script, to: started.script, kind: 'file', what: 'the start script' }]
      : [];
  const folders = pathFolders(project.stage.end.env.get('PATH'));
  const candidates = [
    ...started.paths.map((path) => ({ path, name: undefined })),
    ...started.names.map((name) => ({ path: heldProgram(project, name), name })),
  ];
  const prefix = installation?.prefix;
  const isInstalledAt = (folder: string, path: string | undefined, name: string | undefined): boolean =>
    path === undefined
      ? name !== undefined && folders.includes(`${folder}/bin`)
      : isWithin(path, folder) && bringerOf(project, path).kind !== 'absent';
  for (const { path, name } of candidates) {
    if (installation !== undefined && prefix !== undefined && isInstalledAt(prefix, path, name))
      return withMore(project, script, installedIn(project, built, installation, prefix));
    if (path === undefined) continue;
    const bringer = bringerOf(project, path);
    if (bringer.kind !== 'made' && bringer.kind !== 'among') continue;
    // A program that lies where nothing is known to build it may be a part of something larger.
    const isBuiltInPlace = buildFolders(project).some((folder) => isWithin(path, folder));
    const isCertain = bringer.kind === 'made' && bringer.isCertain;
    if (!isBuiltInPlace && !isCertain) continue;
    if (installation === undefined)
      return withMore(project, script, only({ from: path, to: path, kind: 'file', what: 'the program' }));
    // What is installed may be more than the program, wherever the project puts it.
    if (prefix === undefined) continue;
    const installed = installedIn(project, built, installation, prefix);
    const program: Artifact = { from: path, to: path, kind: 'file', what: 'the program' };
    return withMore(project, [...script, program], installed);
  }
  return refusal('unknown-artifact', 'What the container starts is not known to come from the build.', {
    at: at(built.step.instruction, built.compile.span),
    wayOut: 'Name what the build leaves with --artifact.',
  });
}

/** Where the commands that compile C work. */
function buildFolders({ stage, compiles }: Project): readonly string[] {
  return compiles
    .filter(({ compile }) => compile.ecosystem === 'c')
    .flatMap(({ step, command }) =>
      effectsAt(stage, step.instruction).flatMap((effect) =>
        effect.kind === 'ran' &&
        effect.command === command &&
        effect.folder !== undefined &&
        effect.folder !== '/'
          ? [effect.folder]
          : [],
      ),
    );
}

function only(artifact: Artifact): Found {
  return { artifacts: [artifact], placements: new Map(), notes: [] };
}

function withMore(project: Project, more: readonly Artifact[], found: Found | Refusal): Found | Refusal {
  if ('reason' in found) return found;
  const artifacts = [...more, ...found.artifacts];
  return { ...found, artifacts: [...artifacts, ...namedFiles(project, artifacts)] };
}

/** Folders that hold more than what was installed into them, where one that is the program's own is asked for instead. */
const SHARED = /^\/(?:usr(?:\/local)?|)$/;

function installedIn(
  project: Project,
  built: LocatedCompile,
  installation: Installation,
  prefix: string,
): Found | Refusal {
  const { step, command, root, redirect } = installation;
  if (root !== undefined)
    return only({ from: `${root}${prefix}`, to: prefix, kind: 'directory', what: 'what was installed' });
  if (!SHARED.test(prefix))
    return only({ from: prefix, to: prefix, kind: 'directory', what: 'what was installed' });
  // Debian and Alpine leave this folder empty, so that what lies there has been installed.
  if (prefix === '/usr/local' && project.stage.image?.kind === 'os')
    return only({ from: prefix, to: prefix, kind: 'directory', what: 'what was installed' });
  if (redirect === undefined)
    return refusal(
      'unknown-artifact',
      `What is installed lies in ${prefix} among the tools of the image, and which files that are cannot be told.`,
      {
        at: at(built.step.instruction, command.span),
        wayOut:
          'Install it below a folder of its own, with DESTDIR or a prefix, or name the program with --artifact.',
      },
    );
  const end = command.words.at(-1)?.span.end ?? command.span.end;
  const text = edited(step.instruction, [{ span: { start: end, end }, newText: redirect(OWN_ROOT) }]);
  return {
    artifacts: [{ from: `${OWN_ROOT}${prefix}`, to: prefix, kind: 'directory', what: 'what was installed' }],
    placements: new Map([[step, { build: text, run: LEFT_OUT }]]),
    notes: [`It is installed below ${OWN_ROOT}, apart from the tools of the image, and copied from there.`],
  };
}

const OWN_ROOT = '/install';

/** Shared libraries of the project are found once the loader's cache knows their folder. */
function library({ stage, steps }: Project, artifacts: readonly Artifact[]): Partial<Plan> {
  const isShared = steps.some(({ commands }) => commands.some(({ name }) => name === 'ldconfig'));
  const isFolder = artifacts.some(({ to, kind }) => kind === 'directory' && to === '/usr/local');
  return isShared && isFolder && stage.image?.libc === 'glibc'
    ? { insertions: [{ place: 'after-artifacts', text: 'RUN ldconfig' }] }
    : {};
}

function linkageOf(project: Project): LinkedTo {
  const words = project.compiles.flatMap(({ command }) => [
    ...command.words.map(({ text }) => text),
    ...command.assignments.map(({ value }) => value?.text ?? ''),
  ]);
  const isStatic = words.some((text) =>
    /^-static$|(?:LDFLAGS|CFLAGS)=.*(?:^|[\s"'=])-static(?:$|[\s"'])/.test(text),
  );
  return isStatic ? 'none' : libcOf(project);
}
