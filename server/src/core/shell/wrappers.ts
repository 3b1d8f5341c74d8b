/** Sees through programs that only run another program, so that rules meet `npm ci` and not `sudo -E env CI=1 npm ci`. */
import { posixShells } from './language';
import type { ShellAssignment, ShellWord } from './nodes';
import { bodyOfWord, tailOfWord, type WordBody } from './words';

export interface Unwrapped {
  /** The program's word and its arguments. */
  readonly words: readonly ShellWord[];
  readonly wrappers: readonly string[];
  readonly assignments: readonly ShellAssignment[];
}

interface Wrapper {
  /** Options whose value is the next word when it is not attached. */
  readonly valueOptions: readonly string[];
  /** Operands of its own before the program: the user of `gosu`, the duration of `timeout`. */
  readonly operands: number;
  /** True for `env` and `sudo`, which take `A=b` before the program. */
  readonly takesAssignments: boolean;
  /** Says when the words are not a wrapped program after all, as in `command -v npm`. */
  readonly isItself: (args: readonly ShellWord[]) => boolean;
}

const never = (): boolean => false;
const startsWithOption = (args: readonly ShellWord[]): boolean => args[0]?.text.startsWith('-') === true;

function wrapper(
  valueOptions: readonly string[] = [],
  operands = 0,
  isItself: Wrapper['isItself'] = never,
): Wrapper {
  return { valueOptions, operands, takesAssignments: false, isItself };
}

const wrappersByName: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [
    'sudo',
    {
      ...wrapper([
        '-u',
        '-g',
        '-h',
        '-p',
        '-C',
        '-r',
        '-t',
        '-T',
        '-U',
        '-D',
        '-R',
        '--user',
        '--group',
        '--prompt',
        '--chdir',
      ]),
      takesAssignments: true,
    },
  ],
  ['env', { ...wrapper(['-u', '--unset', '-C', '--chdir']), takesAssignments: true }],
  ['exec', wrapper(['-a'])],
  ['command', wrapper([], 0, (args) => /^-[pvV]*[vV]/.test(args[0]?.text ?? ''))],
  ['builtin', wrapper()],
  ['time', wrapper(['-f', '-o', '--format', '--output'])],
  ['nice', wrapper(['-n', '--adjustment'])],
  ['ionice', wrapper(['-c', '-n', '--class', '--classdata'])],
  ['nohup', wrapper()],
  ['eatmydata', wrapper()],
  ['fakeroot', wrapper(['-l', '-s', '-i', '-b', '--lib', '--faked'])],
  ['stdbuf', wrapper(['-i', '-o', '-e'])],
  ['timeout', wrapper(['-k', '-s', '--kill-after', '--signal'], 1)],
  ['linux32', wrapper()],
  ['linux64', wrapper()],
  ['doas', wrapper(['-u', '-C'])],
  ['gosu', wrapper([], 1, startsWithOption)],
  ['su-exec', wrapper([], 1, startsWithOption)],
  ['runuser', wrapper(['-u', '-g', '-G'], 0, (args) => !args.some((arg) => /^(?:-u|--user)/.test(arg.text)))],
  ['tini', wrapper(['-p', '-e'])],
  ['dumb-init', wrapper(['-r', '--rewrite'])],
  [
    'ssh-agent',
    wrapper(['-a', '-E', '-P', '-t'], 0, (args) => args[0] === undefined || /^-[ksc]/.test(args[0].text)),
  ],
  ['xvfb-run', wrapper(['-e', '-f', '-n', '-p', '-s', '-w', '--server-args', '--server-num'])],
  ['busybox', wrapper([], 0, startsWithOption)],
  [
    'xargs',
    wrapper([
      '-n',
      '-P',
      '-I',
      '-L',
      '-d',
      '-a',
      '-s',
      '-E',
      '--max-args',
      '--max-procs',
      '--replace',
      '--delimiter',
      '--arg-file',
    ]),
  ],
  // With a quoted argument `eval` runs a string, which `scriptWordOf` handles.
  ['eval', wrapper([], 0, (args) => args[0]?.isQuoted !== false)],
]);

export function takeOffWrappers(words: readonly ShellWord[]): Unwrapped {
  const name = programName(words[0]);
  if (name === undefined || !wrappersByName.has(name)) return { words, wrappers: [], assignments: [] };

  const wrappers: string[] = [];
  const assignments: ShellAssignment[] = [];
  let rest = words;
  for (;;) {
    const outer = programName(rest[0]);
    const kind = outer === undefined ? undefined : wrappersByName.get(outer);
    if (outer === undefined || kind === undefined) break;
    const found: ShellAssignment[] = [];
    const at = programIndex(rest, kind, found);
    if (at === undefined) break;
    wrappers.push(outer);
    for (const assignment of found) assignments.push(assignment);
    rest = rest.slice(at);
  }
  return { words: rest, wrappers, assignments };
}

/** Base name of a literal program word: `mvnw` of `./mvnw`. */
export function programName(word: ShellWord | undefined): string | undefined {
  const value = word?.value;
  if (value === undefined) return undefined;
  return value.slice(value.lastIndexOf('/') + 1);
}

/** Where in `words` the wrapped program stands; undefined when there is none. Adds the wrapper's own assignments. */
function programIndex(
  words: readonly ShellWord[],
  kind: Wrapper,
  assignments: ShellAssignment[],
): number | undefined {
  if (kind.isItself(words.slice(1))) return undefined;
  let operands = kind.operands;
  let isPastOptions = false;
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) return undefined;
    const text = word.value ?? word.text;
    if (!isPastOptions && text === '--') {
      isPastOptions = true;
      continue;
    }
    if (!isPastOptions && text.length > 1 && text.startsWith('-')) {
      if (takesNextWord(text, kind.valueOptions)) index += 1;
      continue;
    }
    const assigned = kind.takesAssignments ? /^["']?([A-Za-z_]\w*)=/.exec(text) : null;
    if (assigned?.[1] !== undefined) {
      assignments.push({ name: assigned[1], value: tailOfWord(word, `${assigned[1]}=`), span: word.span });
      continue;
    }
    if (operands > 0) {
      operands -= 1;
      continue;
    }
    return index;
  }
  return undefined;
}

/** `-u`, `--user` and the cluster `-Eu` take the next word; `-uroot` and `--user=root` carry their value. */
function takesNextWord(option: string, valueOptions: readonly string[]): boolean {
  if (option.startsWith('--')) return valueOptions.includes(option);
  for (let index = 1; index < option.length; index += 1) {
    if (valueOptions.includes(`-${option.charAt(index)}`)) return index === option.length - 1;
  }
  return false;
}

/** The script that a command gets as a string, where its text stands in the word as it would stand alone. */
export interface StringBody extends WordBody {
  /** True for `sh -c`, which runs it in a process of its own; false for `eval`. */
  readonly isSubshell: boolean;
}

export function stringBodyOf(words: readonly ShellWord[]): StringBody | undefined {
  const name = programName(words[0]);
  if (name === undefined) return undefined;
  const script = scriptWordOf(name, words);
  const body = script === undefined ? undefined : bodyOfWord(script);
  return body === undefined ? undefined : { ...body, isSubshell: name !== 'eval' };
}

function scriptWordOf(name: string, words: readonly ShellWord[]): ShellWord | undefined {
  if (posixShells.has(name)) return shellScriptWord(words);
  if (name === 'eval') return words.length === 2 ? words[1] : undefined;
  if (name !== 'su' && name !== 'runuser') return undefined;
  const option = words.findIndex((word) => /^(?:-[a-z]*c|--command)$/.test(word.text));
  return option === -1 ? undefined : words[option + 1];
}

/** `-c`, alone or in a cluster as `-ec`; `-o` takes a name (`-euo pipefail -c '…'`); the first operand is the script. */
function shellScriptWord(words: readonly ShellWord[]): ShellWord | undefined {
  let hasCommandOption = false;
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) return undefined;
    const option = word.value ?? word.text;
    if (!/^[-+][A-Za-z-]/.test(option)) return hasCommandOption ? word : undefined;
    if (option === '--rcfile' || option === '--init-file') index += 1;
    if (option.startsWith('--')) continue;
    if (option.startsWith('-') && option.includes('c')) hasCommandOption = true;
    if (/[oO]/.test(option)) index += 1;
  }
  return undefined;
}
