/** What holds at each instruction of a stage: user, directory, shell, environment, arguments. */
import type { Instruction } from '../syntax/nodes';
import { pairsOf } from '../syntax/views';
import { expand } from '../syntax/words';
import type { StageState } from './facts';
import type { BaseImage } from './images/baseImage';
import { LayeredMap } from './layeredMap';
import { lookupIn, PLATFORM_ARGUMENTS, type Scope } from './scope';

const DEFAULT_SHELL = ['/bin/sh', '-c'];

/** The state directly behind `FROM image`. */
export function stateOfImage(image: BaseImage | undefined): StageState {
  const isWindows = image?.os === 'windows';
  return {
    user: image?.user,
    userSetBy: undefined,
    workdir: image === undefined || isWindows ? undefined : (image.workdir ?? undefined),
    shell: shellOfImage(image),
    isShellSet: false,
    env: image === undefined ? LayeredMap.of() : LayeredMap.over(image.env),
    args: LayeredMap.of(),
  };
}

/** The shell of that state. */
export function shellOfImage(image: BaseImage | undefined): StageState['shell'] {
  if (image?.shell === null) return null;
  return image?.shell === undefined || image.os === 'windows' ? undefined : DEFAULT_SHELL;
}

export const STATE_OF_SCRATCH: StageState = {
  user: 'root',
  userSetBy: undefined,
  workdir: '/',
  shell: null,
  isShellSet: false,
  env: LayeredMap.of(),
  args: LayeredMap.of(),
};

/** The state that the next instruction runs in. Instructions that change nothing give the same object. */
export function stateAfter(
  state: StageState,
  instruction: Instruction,
  globals: Scope,
  given: Scope,
): StageState {
  switch (instruction.keyword) {
    case 'USER': {
      const user = valueOf(instruction, state);
      return { ...state, user: user?.split(':')[0], userSetBy: instruction };
    }
    case 'WORKDIR':
      return { ...state, workdir: joined(state.workdir, valueOf(instruction, state)) };
    case 'SHELL':
      if (instruction.exec === undefined) return state;
      return { ...state, shell: instruction.exec.map((word) => word.value), isShellSet: true };
    case 'ENV': {
      let { env } = state;
      const lookup = lookupIn(state.env, state.args);
      for (const pair of pairsOf(instruction)) {
        const raw =
          pair.valueSpan &&
          instruction.source.slice(pair.valueSpan.start, pair.valueSpan.end).replaceAll('\\\n', '');
        env = env.with(pair.name, raw === undefined ? undefined : expandWhereKnown(raw, instruction, lookup));
      }
      return { ...state, env };
    }
    case 'ARG': {
      let { args } = state;
      for (const pair of pairsOf(instruction)) {
        const lookup = lookupIn(state.env, args);
        args = args.with(
          pair.name,
          argumentValue(pair.name, pair.value, instruction, lookup, globals, given),
        );
      }
      return { ...state, args };
    }
    default:
      return state;
  }
}

type Lookup = (name: string) => string | null | undefined;

function argumentValue(
  name: string,
  value: string | undefined,
  instruction: Instruction,
  lookup: Lookup,
  globals: Scope,
  given: Scope,
): string | undefined {
  if (given.has(name)) return given.get(name);
  if (value !== undefined) return expandWhereKnown(value, instruction, lookup);
  return globals.has(name) || PLATFORM_ARGUMENTS.has(name) ? globals.get(name) : undefined;
}

/** A name that this file does not set may come from an image that is not known, so its value is unknown rather than empty. */
function expandWhereKnown(text: string, instruction: Instruction, lookup: Lookup): string | undefined {
  return expand(text, instruction.escape, (name) => lookup(name) ?? undefined);
}

function valueOf(instruction: Instruction, state: StageState): string | undefined {
  const [word] = instruction.words;
  if (word === undefined) return undefined;
  return expandWhereKnown(word.text, instruction, lookupIn(state.env, state.args));
}

/** BuildKit: dispatchWorkdir joins a relative path to the directory so far. */
function joined(before: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (/^[A-Za-z]:[\\/]/.test(path)) return path;
  if (path.startsWith('/')) return cleaned(path);
  return before === undefined ? undefined : cleaned(`${before}/${path}`);
}

/** Resolves `.` and `..` and doubled slashes, as Go's path.Clean does for absolute paths. */
export function cleaned(path: string): string {
  let end = path.length;
  // A slash or `/.` at the end is the most that most paths have.
  while (end > 1 && path[end - 1] === '/') end--;
  if (end > 2 && path[end - 1] === '.' && path[end - 2] === '/') end -= 2;
  const bare = end === path.length ? path : path.slice(0, end);
  if (isClean(bare)) return bare;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** False for some that are clean, as those with a hidden file. */
function isClean(path: string): boolean {
  const last = path.length - 1;
  if (last < 1 || path.charCodeAt(0) !== SLASH || path.charCodeAt(last) === SLASH) return false;
  for (let at = path.indexOf('/', 1), before = 0; at !== -1; before = at, at = path.indexOf('/', at + 1))
    if (at === before + 1 || path.charCodeAt(before + 1) === DOT) return false;
  return path.charCodeAt(path.lastIndexOf('/') + 1) !== DOT;
}

const SLASH = 47;
const DOT = 46;
