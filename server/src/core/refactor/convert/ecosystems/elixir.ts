/** Elixir: the release carries Erlang with it, so the running image only needs the libraries that Erlang is linked to. */
import { at } from '../../../lint/rule';
import { contextPathsOf } from '../../../model/artifacts/contextPlaces';
import { valueAfter } from '../../../model/commands/options';
import { toolOf } from '../../../model/commands/tools';
import { describeImage } from '../../../model/images/index';
import { cleaned } from '../../../model/state';
import { lastMaker } from '../bringers';
import {
  refusal,
  type Artifact,
  type BaseCandidate,
  type Ecosystem,
  type LocatedCompile,
  type Plan,
  type Project,
  type Refusal,
} from '../contract';
import { endsWithOwner } from '../owners';
import { resolved, startOf } from '../startedWords';

export const elixir: Ecosystem = {
  id: 'elixir',
  name: 'Elixir',
  plan(project) {
    const built = project.compiles.findLast(
      ({ compile }) => compile.ecosystem === 'elixir' && compile.describes.endsWith('release'),
    );
    if (built === undefined || (project.shipped?.compile.ecosystem ?? 'elixir') !== 'elixir')
      return undefined;
    return planOf(project, built);
  },
};

function planOf(project: Project, built: LocatedCompile): Plan | Refusal {
  const release = project.answers.artifactPath ?? startedRelease(project) ?? releaseOf(project, built);
  if (release === undefined)
    return refusal('unknown-artifact', 'It cannot be told where the release is put.', {
      at: at(built.step.instruction, built.compile.span),
      wayOut: 'Name it with "mix release --path", or with --artifact.',
    });
  const bases = basesOf(project);
  const [base] = bases;
  if (base === undefined)
    return refusal(
      'no-runtime-base',
      'The tag does not tell the release of the system that Erlang is built on, and the running image has to be the same.',
      { at: at(project.stage.from), wayOut: 'Name an image of that release with --runtime-base.' },
    );
  const install = librariesOf(base.reference);
  const maker = lastMaker(project, [release]);
  const artifacts: readonly Artifact[] = [
    { from: release, to: release, kind: 'directory', what: 'the release' },
  ];
  const made = maker === undefined || maker.index < built.step.index ? built.step : maker;
  return {
    kind: 'plan',
    ends: endsWithOwner(project, artifacts, made),
    artifacts,
    bases,
    needs: {
      libc: project.stage.image?.libc === 'musl' ? 'musl' : 'glibc',
      certificates: install === undefined ? 'maybe' : 'no',
    },
    insertions: [
      ...(install === undefined ? [] : [{ place: 'before-artifacts', text: install } as const]),
      ...(setsLanguage(project) ? [] : [{ place: 'after-artifacts', text: 'ENV LANG=C.UTF-8' } as const]),
    ],
    buildVariables: /^(?:MIX_\w+|HEX_\w+|REBAR_\w+|ERL_AFLAGS)$/,
    notes: [
      'The release carries the Erlang runtime with it.',
      'The running image is of the system that Erlang was built on, with the libraries that Erlang links to.',
    ],
  };
}

/** The path in front of `bin/name` of what the container starts, where the stage makes it. */
function startedRelease(project: Project): string | undefined {
  const start = startOf(project);
  for (const { words } of start.commands) {
    const path = resolved(start, words[0], project.stage.end.workdir);
    const folder = path === undefined ? undefined : /^(.+)\/bin\/[^/]+$/.exec(path)?.[1];
    if (
      folder !== undefined &&
      folder !== '/usr' &&
      folder !== '/usr/local' &&
      lastMaker(project, [folder]) !== undefined
    )
      return folder;
  }
  return undefined;
}

/** Source: the documentation of `mix release`: `_build/MIX_ENV/rel/NAME`, or the folder of `--path`. */
function releaseOf(project: Project, { step, command }: LocatedCompile): string | undefined {
  const { workdir, env } = step.state;
  const args = toolOf(command)?.args ?? [];
  const path = valueAfter(args, ['--path']);
  const entered = step.commands.findLast(({ name, span }) => name === 'cd' && span.start < command.span.start)
    ?.args[0];
  const folder =
    entered === undefined ? workdir : entered.value?.startsWith('/') === true ? entered.value : undefined;
  if (path !== undefined) {
    if (path.startsWith('/')) return cleaned(path);
    return folder === undefined ? undefined : cleaned(`${folder}/${path}`);
  }
  const task = args.findIndex(({ value }) => value === 'release');
  const given = args[task + 1]?.value;
  const name =
    given !== undefined && /^\w+$/.test(given)
      ? given
      : folder === undefined
        ? undefined
        : appOf(project, folder);
  const assigned = [...step.commands.flatMap(({ assignments }) => assignments)].findLast(
    (each) => each.name === 'MIX_ENV',
  )?.value?.value;
  const environment = assigned ?? env.get('MIX_ENV');
  if (folder === undefined || name === undefined || environment === undefined) return undefined;
  return cleaned(`${folder}/_build/${environment}/rel/${name}`);
}

/** `app: :clock` of the project's own mix.exs. */
function appOf(project: Project, folder: string): string | undefined {
  for (const path of contextPathsOf(project.stage, `${folder}/mix.exs`)) {
    const name = /^\s*app:\s*:(\w+)/m.exec(project.contextText(path) ?? '')?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The release is linked to the libraries of its build stage, so another release of the system would not do. */
function basesOf({ stage, answers }: Project): readonly BaseCandidate[] {
  const given = answers.runtimeBase;
  if (given !== undefined) return [{ reference: given, why: 'The image that was asked for.' }];
  const { distribution, runtimeSibling } = stage.image ?? {};
  const isKnown =
    (distribution?.id === 'debian' && distribution.codename !== undefined) ||
    ((distribution?.id === 'alpine' || distribution?.id === 'ubuntu') && distribution.version !== undefined);
  if (!isKnown || runtimeSibling === undefined) return [];
  return [{ reference: runtimeSibling.reference, why: runtimeSibling.note }];
}

/** Source: the Dockerfile that `mix phx.gen.release --docker` writes. */
function librariesOf(reference: string): string | undefined {
  const image = describeImage(reference);
  // An image of Erlang has them already.
  if (image?.kind !== 'os') return undefined;
  switch (image.distribution?.id) {
    case 'debian':
    case 'ubuntu':
      return 'RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libncurses6 libstdc++6 openssl && rm -rf /var/lib/apt/lists/*';
    case 'alpine':
      return 'RUN apk add --no-cache ca-certificates libstdc++ ncurses-libs openssl';
    default:
      return undefined;
  }
}

function setsLanguage({ stage, steps }: Project): boolean {
  return (
    steps.some(
      ({ instruction }) => instruction.keyword === 'ENV' && /\b(?:LANG|LC_ALL)\b/.test(instruction.source),
    ) || stage.image === undefined
  );
}
