/** Works out which package lists and download caches a RUN leaves in its layer. */
import type { ShellCommand, ShellWord } from '../shell/nodes';
import type { Instruction } from '../syntax/nodes';
import { mountsOf, optionOf } from '../syntax/views';
import { memoized } from '../text/memoized';
import { managerCommandOf } from './commands/installs';
import { hasOption, readArguments } from './commands/options';
import { toolOf } from './commands/tools';
import type { StageFacts } from './facts';
import { managerCommandsOf } from './managerCommands';
import { runOf, runScriptOf } from './runs';

export type CacheKind = 'apt-lists' | 'apt-archives' | 'apk' | 'yum' | 'dnf' | 'zypper' | 'pip' | 'yarn';

export interface LeftCache {
  readonly kind: CacheKind;
  /** The RUN, or the ONBUILD that triggers it. */
  readonly instruction: Instruction;
  /** Every command that fills the cache and after which nothing empties it, in the order of the script. */
  readonly fills: readonly Fill[];
  /** A later command of the RUN removes the files. Only `apk` is kept then: a switch would have spared both. */
  readonly isRemoved: boolean;
}

export interface Fill {
  /** As it is called: `apt-get`, `microdnf`, `pip`. */
  readonly program: string;
  /** `install`, `add`, `update` …; the program's own word where it has no verb. */
  readonly verb: ShellWord;
  readonly command: ShellCommand;
}

/** In the order of the stage's instructions. Empty for RUNs that no POSIX-like shell runs. */
export const cachesLeft = memoized((stage: StageFacts): readonly LeftCache[] => {
  let found: LeftCache[] | undefined;
  for (const instruction of stage.instructions) {
    const run = runOf(instruction);
    if (run === undefined || !fillsAny(instruction, run)) continue;
    for (const left of leftBy(stage, instruction, run)) (found ??= []).push(left);
  }
  return found ?? NONE;
});

const NONE: readonly LeftCache[] = [];

/** Spares walking through the commands of a RUN that names none of the managers. */
function fillsAny(instruction: Instruction, { source }: Instruction): boolean {
  return source.includes('pip') || source.includes('yarn') || managerCommandsOf(instruction).length > 0;
}

/** Directories of each cache; a mount over one of them, or its removal, is enough. `~` stands for any home directory. */
const PATHS: Readonly<Record<CacheKind, readonly string[]>> = {
  'apt-lists': ['/var/lib/apt/lists'],
  'apt-archives': ['/var/cache/apt/archives'],
  apk: ['/var/cache/apk', '/etc/apk/cache'],
  yum: ['/var/cache/yum', '/var/cache/dnf'],
  dnf: ['/var/cache/libdnf5', '/var/cache/dnf', '/var/cache/yum', '/var/cache/tdnf'],
  zypper: ['/var/cache/zypp'],
  pip: ['~/.cache/pip'],
  yarn: ['~/.cache/yarn', '~/.yarn', '/usr/local/share/.cache', '/usr/local/yarn-cache'],
};

/** ENV names that move a cache; a mount over the new place is then as good. */
const MOVED_BY: Partial<Record<CacheKind, readonly string[]>> = {
  pip: ['PIP_CACHE_DIR', 'XDG_CACHE_HOME'],
  yarn: ['YARN_CACHE_FOLDER', 'YARN_GLOBAL_FOLDER'],
};

function leftBy(stage: StageFacts, instruction: Instruction, run: Instruction): LeftCache[] {
  const commands = runScriptOf(stage, instruction)?.commands ?? [];
  const open = new Map<CacheKind, Fill[]>();
  const removed = new Map<CacheKind, Fill[]>();
  let keepsArchives: boolean | undefined;
  for (const command of commands) {
    for (const kind of emptiedBy(command, open)) {
      const fills = open.get(kind);
      if (fills !== undefined && kind === 'apk' && command.name !== 'apk')
        removed.set(kind, [...(removed.get(kind) ?? []), ...fills]);
      open.delete(kind);
    }
    if (command.place === 'function') continue;
    const fill = filledBy(command);
    if (fill === undefined) continue;
    for (const kind of fill.kinds) {
      if (kind === 'apt-archives') keepsArchives ??= isDockerCleanGone(stage, instruction);
      if (kind === 'apt-archives' && keepsArchives !== true) continue;
      const fills = open.get(kind);
      if (fills === undefined) open.set(kind, [fill]);
      else fills.push(fill);
    }
  }
  if (open.size === 0 && removed.size === 0) return [];
  const toLeft = (isRemoved: boolean) => {
    return ([kind, fills]: readonly [CacheKind, readonly Fill[]]): LeftCache[] =>
      isElsewhere(kind, stage, instruction, run, commands) ? [] : [{ kind, instruction, fills, isRemoved }];
  };
  return [...[...open].flatMap(toLeft(false)), ...[...removed].flatMap(toLeft(true))];
}

interface FoundFill extends Fill {
  readonly kinds: readonly CacheKind[];
}

function filledBy(command: ShellCommand): FoundFill | undefined {
  const use = managerCommandOf(command);
  if (use === undefined) return filledByLanguage(command);
  const { manager, family, task, verb, flags } = use;
  // Another root has caches of its own, and is rarely what the stage ships.
  if (flags.some(({ name }) => OTHER_ROOT.has(name))) return undefined;
  const kinds = ((): readonly CacheKind[] => {
    switch (family) {
      case 'debian':
        if (task === 'update') return ['apt-lists'];
        return CHANGES.has(task) ? ['apt-archives'] : [];
      case 'alpine':
        if (task !== 'update' && !CHANGES.has(task)) return [];
        return flags.some(({ name }) => name === '--no-cache' || name === '--cache-dir') ? [] : ['apk'];
      case 'redhat':
        return task === 'update' || CHANGES.has(task) ? [manager === 'yum' ? 'yum' : 'dnf'] : [];
      case 'suse':
        return task === 'update' || CHANGES.has(task) ? ['zypper'] : [];
    }
  })();
  return kinds.length === 0 ? undefined : { kinds, program: command.name ?? manager, verb, command };
}

const CHANGES: ReadonlySet<string> = new Set(['install', 'upgrade', 'distribution-upgrade']);
const OTHER_ROOT: ReadonlySet<string> = new Set(['--installroot', '--root', '-R', '-p']);

function filledByLanguage(command: ShellCommand): FoundFill | undefined {
  if (command.name === undefined || !LANGUAGE_PROGRAMS.test(command.name)) return undefined;
  const tool = toolOf(command);
  if (tool?.name === 'pip') {
    const read = readArguments(tool.args, PIP_VALUES);
    const [verb] = read.operands;
    if (verb?.value !== 'install' && verb?.value !== 'wheel') return undefined;
    if (hasOption(read, '--no-cache-dir', '--no-cache', '--cache-dir', '--help', '--dry-run'))
      return undefined;
    return { kinds: ['pip'], program: 'pip', verb, command };
  }
  if (tool?.name !== 'yarn') return undefined;
  const read = readArguments(tool.args, new Set());
  const verb = read.operands[0] ?? command.words[0];
  if (verb === undefined || hasOption(read, '--version', '-v', '--help', '--cache-folder', ...BERRY))
    return undefined;
  const isInstall = read.operands.length === 0 || YARN_VERBS.has(verb.value ?? '');
  return isInstall ? { kinds: ['yarn'], program: 'yarn', verb, command } : undefined;
}

const LANGUAGE_PROGRAMS = /^(?:pip|python|yarn)/;
const YARN_VERBS: ReadonlySet<string> = new Set(['install', 'add', 'global']);
/** Options of yarn 2 and newer, whose cache may be part of the project and needed when it runs. */
const BERRY: readonly string[] = [
  '--immutable',
  '--immutable-cache',
  '--inline-builds',
  '--mode',
  '--check-cache',
];
const PIP_VALUES: ReadonlySet<string> = new Set(
  '-r --requirement -c --constraint -e --editable -t --target -i --index-url --extra-index-url -f --find-links --prefix --root --trusted-host --timeout --retries -w --wheel-dir --proxy'.split(
    ' ',
  ),
);

/** The caches, among those that are filled, of which nothing is left behind this command. */
function emptiedBy(command: ShellCommand, open: ReadonlyMap<CacheKind, unknown>): CacheKind[] {
  if (open.size === 0) return [];
  const { name, args } = command;
  if (name === undefined) return [];
  // A script of the project that is called by what it does.
  if (CLEANER.test(name)) return [...open.keys()];
  const use = managerCommandOf(command);
  if (use?.task === 'clean') return emptiedByManager(use.family, use.verb.value ?? '');
  if (name === 'rm' || name === 'find' || name === 'unlink')
    return [...open.keys()].filter((kind) =>
      PATHS[kind].some((path) => args.some(({ text }) => removes(text, path))),
    );
  const tool = /^(?:pip|python|yarn)/.test(name) ? toolOf(command) : undefined;
  if (tool === undefined || tool.args[0]?.value !== 'cache') return [];
  const isClean = /^(?:clean|purge|remove)$/.test(tool.args[1]?.value ?? '');
  return isClean ? (tool.name === 'pip' ? ['pip'] : ['yarn']) : [];
}

const CLEANER = /(?:^|[-_])(?:clean|cleanup)(?:[-_.]|$)/;

function emptiedByManager(family: string, verb: string): CacheKind[] {
  switch (family) {
    case 'debian':
      return verb === 'distclean' ? ['apt-lists', 'apt-archives'] : ['apt-archives'];
    case 'redhat':
      return ['yum', 'dnf'];
    case 'suse':
      return ['zypper'];
    default:
      return [];
  }
}

/** `rm -rf /var/lib/apt/lists/*` and `/var/lib/{apt,dpkg}` remove `/var/lib/apt/lists`; so does a word for one file in it. */
function removes(text: string, path: string): boolean {
  return alternatives(text.replaceAll(/["']/g, '')).some((word) => {
    const target = trimmedPath(word);
    if (path.startsWith('~/')) {
      const inHome = /^(?:~|\$HOME|\$\{HOME\}|\/root|\/home\/[^/]+)\/(.*)$/.exec(target)?.[1];
      return inHome !== undefined && inHome !== '' && overlaps(inHome, path.slice(2));
    }
    return target.startsWith('/') && target !== '' && overlaps(target, path);
  });
}

function overlaps(target: string, path: string): boolean {
  return target === path || path.startsWith(`${target}/`) || target.startsWith(`${path}/`);
}

function trimmedPath(word: string): string {
  let end = word.length;
  // By hand, since the pattern for it is quadratic in a word that is all slashes.
  while (word[end - 1] === '/' || (word[end - 1] === '*' && word[end - 2] === '/'))
    end -= word[end - 1] === '/' ? 1 : 2;
  return word.slice(0, end);
}

/** The words that one pair of braces stands for. */
function alternatives(text: string): readonly string[] {
  const match = /^([^{]*)\{([^{}]*)\}(.*)$/.exec(text);
  if (match === null || match[1]?.endsWith('$') === true) return [text];
  const [, head = '', list = '', tail = ''] = match;
  return list.split(',').map((item) => head + item + tail);
}

/** A mount keeps the files out of the layer, and a setting may keep them from being written. */
function isElsewhere(
  kind: CacheKind,
  stage: StageFacts,
  instruction: Instruction,
  run: Instruction,
  commands: readonly ShellCommand[],
): boolean {
  if (isMounted(kind, stage, instruction, run)) return true;
  const { env } = stage.stateBefore(instruction);
  if (kind === 'yarn') return isBerry(stage);
  if (kind !== 'pip') return false;
  const own = [...commands].flatMap(({ name, args, assignments }) => [
    ...assignments
      .filter((assignment) => assignment.name === 'PIP_NO_CACHE_DIR')
      .map(({ value }) => value?.value),
    ...(name === 'export' ? args : []).flatMap(({ value }) =>
      value?.startsWith('PIP_NO_CACHE_DIR=') === true ? [value.slice('PIP_NO_CACHE_DIR='.length)] : [],
    ),
  ]);
  if (own.length > 0) return own.every(isTrue);
  if (commands.some(({ args }) => args.some(({ value }) => value === 'global.no-cache-dir'))) return true;
  const { args } = stage.stateBefore(instruction);
  if (env.has('PIP_NO_CACHE_DIR')) return isTrue(env.get('PIP_NO_CACHE_DIR'));
  return args.has('PIP_NO_CACHE_DIR') && isTrue(args.get('PIP_NO_CACHE_DIR'));
}

/** As pip reads a switch of its environment; a value that is not known counts as meant. */
function isTrue(value: string | undefined): boolean {
  return value === undefined || !/^(?:|0|no|n|f|false|off)$/i.test(value);
}

function isMounted(kind: CacheKind, stage: StageFacts, instruction: Instruction, run: Instruction): boolean {
  const mounts = mountsOf(run);
  if (mounts.length === 0) return false;
  const { env } = stage.stateBefore(instruction);
  const moved = (MOVED_BY[kind] ?? []).flatMap((name) => env.get(name) ?? []);
  return mounts.some((mount) => {
    if (mount.type !== 'cache' && mount.type !== 'tmpfs') return false;
    const target = optionOf(mount, 'target', 'dst', 'destination')?.value;
    if (target === undefined) return false;
    if (target.includes('$')) return true;
    const place = trimmedPath(target);
    if (moved.some((path) => overlaps(place, trimmedPath(path)))) return true;
    return PATHS[kind].some((path) =>
      path.startsWith('~/')
        ? endsWithPath(place, path.slice(2))
        : place === path || path.startsWith(`${place}/`) || place.startsWith(`${path}/`),
    );
  });
}

/** `/root/.cache/pip`, and `/root/.cache` above it. */
function endsWithPath(place: string, inHome: string): boolean {
  for (let path = inHome; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/'))))
    if (place.endsWith(`/${path}`)) return true;
  return false;
}

/** Images of Debian and Ubuntu throw downloaded archives away by /etc/apt/apt.conf.d/docker-clean. */
function isDockerCleanGone(stage: StageFacts, until: Instruction): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const instruction of at.instructions) {
      if (runOf(instruction)?.source.includes('docker-clean') === true) return true;
      if (instruction === until) break;
    }
  return false;
}

/** Yarn 2 and newer, whose cache may be part of the project: its folder is copied, or corepack brings it. */
function isBerry(stage: StageFacts): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    if (at.instructions.some(({ source }) => /\.yarn(?:rc\.yml|\b)|corepack|yarn set version/.test(source)))
      return true;
  return false;
}
