/** Flags of instructions and options of mounts, with the values that they take. */
import type { Completion, CompletionPlace, Completions } from './completion';
import { stagesAbove, usersOf } from './names';
import { contextPathsFor, foldersOf, stagePaths } from './paths';

interface FlagWord {
  readonly detail: string;
  /** What stands behind the name, with tab stops; empty for a flag without a value. */
  readonly rest: string;
}

export function flagNames({ instruction }: CompletionPlace): readonly Completion[] {
  return Object.entries(FLAGS[instruction.keyword] ?? {}).flatMap(([name, { detail, rest }], at) => {
    if (!REPEATED.has(name) && instruction.flags.some((flag) => flag.name === name)) return [];
    const label = `--${name}`;
    const plain = rest === '' ? '' : '=';
    return [
      {
        label,
        kind: 'flag',
        detail,
        insert: label + plain,
        snippet: label + (rest === '' ? ' ' : `=${rest} `),
        // Behind the paths that can stand in the same place, but for the flag that decides which these are.
        rank: name === 'from' || name === 'mount' ? -10 : 50 + at,
      },
    ];
  });
}

const REPEATED: ReadonlySet<string> = new Set(['mount', 'exclude']);

/** By keyword, in the order of use (Dockerfile reference). */
const FLAGS: Readonly<Record<string, Readonly<Record<string, FlagWord>>>> = {
  FROM: {
    platform: {
      detail: 'The platform of the base image; $BUILDPLATFORM keeps a builder native.',
      rest: '${1:\\$BUILDPLATFORM}',
    },
  },
  COPY: {
    from: { detail: 'Takes the files out of a stage, an image or a named context.', rest: '${1:build}' },
    chown: { detail: 'Whose the files are, in the same layer.', rest: '${1:user}:${2:group}' },
    chmod: { detail: 'The mode of the files, in the same layer.', rest: '${1:755}' },
    link: { detail: 'A layer that does not depend on the lines above.', rest: '' },
    parents: { detail: 'Keeps the folders of the sources.', rest: '' },
    exclude: { detail: 'Leaves out what fits the pattern.', rest: '${1:pattern}' },
  },
  ADD: {
    chown: { detail: 'Whose the files are, in the same layer.', rest: '${1:user}:${2:group}' },
    chmod: { detail: 'The mode of the files, in the same layer.', rest: '${1:755}' },
    checksum: { detail: 'Refuses a download with another content.', rest: 'sha256:${1:digest}' },
    link: { detail: 'A layer that does not depend on the lines above.', rest: '' },
    'keep-git-dir': { detail: 'Keeps the .git folder of a repository.', rest: '${1:true}' },
    unpack: { detail: 'Whether an archive is unpacked.', rest: '${1|true,false|}' },
    exclude: { detail: 'Leaves out what fits the pattern.', rest: '${1:pattern}' },
  },
  RUN: {
    mount: {
      detail: 'A cache, a secret, an SSH agent or files, for this line only.',
      rest: 'type=${1|cache,bind,secret,ssh,tmpfs|},',
    },
    network: { detail: 'The network of this line.', rest: '${1|none,default,host|}' },
    security: { detail: 'insecure has all privileges and must be allowed.', rest: '${1|sandbox,insecure|}' },
    device: { detail: 'A device for this line.', rest: '${1:device}' },
  },
  HEALTHCHECK: {
    interval: { detail: 'How often it asks; 30s when left out.', rest: '${1:30s}' },
    timeout: { detail: 'The longest that an answer may take; 30s when left out.', rest: '${1:5s}' },
    'start-period': { detail: 'For so long failures do not count.', rest: '${1:10s}' },
    'start-interval': { detail: 'How often it asks in the start period.', rest: '${1:1s}' },
    retries: {
      detail: 'After so many failures the container is unhealthy; 3 when left out.',
      rest: '${1:3}',
    },
  },
};

/** Behind the `=` of a flag. */
export function flagValues(place: CompletionPlace): Completions | undefined {
  const { instruction, typed, start, offset } = place;
  const equals = typed.indexOf('=');
  const name = typed.slice(2, equals).toLowerCase();
  const replaces = { start: start + equals + 1, end: offset };
  switch (`${instruction.keyword} ${name}`) {
    case 'COPY from':
      return { replaces, items: stagesAbove(place, 'copy') };
    case 'COPY chown':
    case 'ADD chown':
      return { replaces, items: usersOf(place) };
    case 'FROM platform':
      return { replaces, items: words(PLATFORMS) };
    case 'RUN network':
      return { replaces, items: words(NETWORKS) };
    case 'RUN security':
      return { replaces, items: words(SECURITIES) };
    default:
      return undefined;
  }
}

type Words = readonly (readonly [string, string])[];

function words(list: Words): readonly Completion[] {
  return list.map(([label, detail], rank) => ({ label, kind: 'value', detail, insert: label, rank }));
}

const PLATFORMS: Words = [
  ['$BUILDPLATFORM', 'The machine that builds: for a builder that compiles for others.'],
  ['linux/amd64', 'Always this one, whatever is built for.'],
  ['linux/arm64', 'Always this one, whatever is built for.'],
];

const NETWORKS: Words = [
  ['none', 'No network: proves that a step needs nothing from outside.'],
  ['default', 'The network of the builder.'],
  ['host', 'The network of the machine; must be allowed.'],
];

const SECURITIES: Words = [
  ['sandbox', 'The default.'],
  ['insecure', 'All privileges; must be allowed.'],
];

/** `--mount=type=cache,target=…`: option names, and the values of the option under the pointer. */
export function mountCompletions(place: CompletionPlace): Completions | undefined {
  const { typed, start, offset, stage, context } = place;
  const list = typed.slice('--mount='.length);
  const option = list.slice(list.lastIndexOf(',') + 1);
  const type = /(?:^|,)type=(\w*)(?:,|$)/.exec(list)?.[1] ?? 'bind';
  const equals = option.indexOf('=');
  if (equals === -1)
    return { replaces: { start: offset - option.length, end: offset }, items: optionNames(list, type) };
  const value = option.slice(equals + 1);
  const replaces = { start: offset - value.length, end: offset };
  switch (option.slice(0, equals)) {
    case 'type':
      return { replaces, items: words(TYPES) };
    case 'from':
      return { replaces, items: stagesAbove(place, 'copy').filter(({ label }) => !/^\d+$/.test(label)) };
    case 'sharing':
      return { replaces, items: words(SHARING) };
    case 'target':
    case 'dst':
    case 'destination':
      return { replaces, items: type === 'cache' ? words(CACHES) : foldersOf(place) };
    case 'source':
    case 'src': {
      const named = /(?:^|,)from=([^,]+)/.exec(list)?.[1]?.toLowerCase();
      if (named === undefined) return { replaces, items: contextPathsFor(value, context.surroundings) };
      const producer = context.facts.stages.findLast(
        (each) => each.index < (stage?.index ?? 0) && each.name?.toLowerCase() === named,
      );
      return producer === undefined ? undefined : { replaces, items: stagePaths(producer, value, context) };
    }
    default:
      return start < 0 ? undefined : { replaces, items: [] };
  }
}

function optionNames(list: string, type: string): readonly Completion[] {
  const given = new Set(list.split(',').map((option) => option.split('=', 1)[0]));
  return (OPTIONS[given.has('type') ? type : 'none'] ?? []).flatMap(([name, detail, isSwitch], rank) =>
    given.has(name)
      ? []
      : [{ label: name, kind: 'flag', detail, insert: isSwitch === 'switch' ? name : `${name}=`, rank }],
  );
}

const TYPES: Words = [
  ['cache', 'A folder that survives from build to build, and is in no layer.'],
  ['bind', 'Files of the context or a stage, without copying them.'],
  ['secret', 'A secret for this line only.'],
  ['ssh', 'The keys of your SSH agent for this line only.'],
  ['tmpfs', 'A folder in memory.'],
];

const SHARING: Words = [
  ['shared', 'Builds at once use the cache together: the default.'],
  ['locked', 'Builds at once wait for one another: right for apt.'],
  ['private', 'Builds at once get one each.'],
];

/** Where package managers and compilers keep what can be fetched again. */
const CACHES: Words = [
  ['/root/.npm', 'Downloads of npm.'],
  ['/root/.cache/pip', 'Downloads of pip.'],
  ['/root/.cache/uv', 'Downloads of uv.'],
  ['/go/pkg/mod', 'Modules of Go.'],
  ['/root/.cache/go-build', 'What Go has compiled.'],
  ['/usr/local/cargo/registry', 'Crates of Cargo.'],
  ['/root/.m2', 'Artifacts of Maven.'],
  ['/root/.gradle', 'Artifacts of Gradle.'],
  ['/root/.nuget/packages', 'Packages of NuGet.'],
  ['/root/.composer/cache', 'Downloads of Composer.'],
  ['/var/cache/apt', 'Packages of apt; with sharing=locked.'],
  ['/var/lib/apt', 'Lists of apt; with sharing=locked.'],
  ['/var/cache/apk', 'Packages of apk.'],
];

type OptionWords = readonly (readonly [string, string, 'switch'?])[];

const TARGET: OptionWords[number] = ['target', 'Where it appears in this line.'];
const OPTIONS: Readonly<Record<string, OptionWords>> = {
  none: [['type', 'cache, bind, secret, ssh or tmpfs.']],
  cache: [
    TARGET,
    ['id', 'The name of the cache; the target when left out.'],
    ['sharing', 'What builds at once do with it.'],
    ['from', 'A stage whose files it begins with.'],
    ['source', 'A path in that stage.'],
    ['uid', 'Whose it is, as a number.'],
    ['gid', 'The group, as a number.'],
    ['mode', 'The mode of the folder.'],
    ['ro', 'Forbids writing.', 'switch'],
  ],
  bind: [
    TARGET,
    ['from', 'A stage or image instead of the build context.'],
    ['source', 'The path that is mounted; all when left out.'],
    ['rw', 'Allows writing, which is thrown away after the line.', 'switch'],
  ],
  secret: [
    ['id', 'The name by which it is given to the build.'],
    TARGET,
    ['env', 'The variable that holds it.'],
    ['required', 'The build fails without it.', 'switch'],
    ['uid', 'Whose the file is, as a number.'],
    ['mode', 'The mode of the file.'],
  ],
  ssh: [
    ['id', 'The name by which the agent is given.'],
    TARGET,
    ['required', 'The build fails without it.', 'switch'],
  ],
  tmpfs: [TARGET, ['size', 'The most that it may hold.']],
};
