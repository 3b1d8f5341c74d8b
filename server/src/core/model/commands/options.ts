/** Tells a command's options from its operands, for the recognisers that give a command its meaning. */
import type { ShellWord } from '../../shell/nodes';
import type { Span } from '../../text/span';

export interface CommandOption {
  /** With its dashes and without a value: `-y`, `--no-cache`. A cluster `-yq` gives two options with the same span. */
  readonly name: string;
  /** Literal value, attached or in the next word; undefined when there is none or it has an expansion. */
  readonly value: string | undefined;
  /** The option's word, and the word of its value when that is another one. */
  readonly span: Span;
}

export interface CommandArguments {
  readonly options: readonly CommandOption[];
  readonly operands: readonly ShellWord[];
}

/**
 * Reads arguments as getopt does: `-yq`, `-t value`, `-tvalue`, `--name=value`, `--name value`, `--`.
 * Options in `valueOptions` take the next word when no value is attached.
 */
export function readArguments(
  args: readonly ShellWord[],
  valueOptions: ReadonlySet<string>,
): CommandArguments {
  const options: CommandOption[] = [];
  const operands: ShellWord[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    if (word === undefined) break;
    const text = word.value ?? word.text;
    if (text === '--') {
      for (const operand of args.slice(index + 1)) operands.push(operand);
      break;
    }
    if (!text.startsWith('-') || text === '-') {
      operands.push(word);
      continue;
    }
    const next = args[index + 1];
    const found = text.startsWith('--') ? [longOption(word, text)] : shortOptions(word, text, valueOptions);
    const last = found.at(-1);
    const takesNext =
      last !== undefined && last.value === undefined && !text.includes('=') && valueOptions.has(last.name);
    for (const option of takesNext && next !== undefined ? found.slice(0, -1) : found) options.push(option);
    if (!takesNext || next === undefined) continue;
    options.push({
      name: last.name,
      value: next.value,
      span: { start: last.span.start, end: next.span.end },
    });
    index += 1;
  }
  return { options, operands };
}

function longOption(word: ShellWord, text: string): CommandOption {
  const equals = text.indexOf('=');
  if (equals === -1) return { name: text, value: undefined, span: word.span };
  return { name: text.slice(0, equals), value: word.value?.slice(equals + 1), span: word.span };
}

function shortOptions(word: ShellWord, text: string, valueOptions: ReadonlySet<string>): CommandOption[] {
  const options: CommandOption[] = [];
  for (let index = 1; index < text.length; index += 1) {
    const name = `-${text.charAt(index)}`;
    const rest = text.slice(index + 1);
    // No option is called by a digit or a sign: in `-j4`, `-j$(nproc)` and `-q=2` a value begins there.
    if (rest !== '' && (!/^[A-Za-z]/.test(rest) || valueOptions.has(name))) {
      const value = word.value === undefined ? undefined : rest.replace(/^=/, '');
      options.push({ name, value, span: word.span });
      return options;
    }
    options.push({ name, value: undefined, span: word.span });
  }
  return options;
}

export function hasOption(read: CommandArguments, ...names: readonly string[]): boolean {
  return read.options.some((option) => names.includes(option.name) && option.value !== 'false');
}

export function optionValue(read: CommandArguments, ...names: readonly string[]): string | undefined {
  return read.options.find((option) => names.includes(option.name))?.value;
}

/** Value of `-o x`, `-o=x` or `--output x` where options have one dash and long names, as in `go build -o x`. */
export function valueAfter(args: readonly ShellWord[], names: readonly string[]): string | undefined {
  for (const [index, word] of args.entries()) {
    const text = word.value ?? word.text;
    if (names.includes(text)) return args[index + 1]?.value;
    const name = names.find((candidate) => text.startsWith(`${candidate}=`));
    if (name !== undefined) return word.value?.slice(name.length + 1);
  }
  return undefined;
}
