/** Instructions seen by what they mean: the parts of a FROM, a COPY, a mount, a NAME=value list. */
import { memoized } from '../text/memoized';
import type { Span } from '../text/span';
import { exec as execWords } from './execForm';
import { toWord, wordText } from './instruction';
import type { Flag, Instruction, Mount, MountOption, Pair, Variable, Word } from './nodes';
import { endOfWord, startOfWord } from './slices';
import { unquoted, variablesIn, variablesInText } from './words';

export interface FromView {
  readonly image: Word | undefined;
  readonly platform: Flag | undefined;
  /** The word AS as written. */
  readonly as: Word | undefined;
  readonly name: Word | undefined;
}

export const fromView = memoized((instruction: Instruction): FromView => {
  const [image, as, name] = instruction.words;
  const isNamed = as?.text.toLowerCase() === 'as';
  return {
    image,
    platform: flagOf(instruction, 'platform'),
    as: isNamed ? as : undefined,
    name: isNamed ? name : undefined,
  };
});

export interface CopyView {
  readonly from: Flag | undefined;
  /** Heredoc markers left out. */
  readonly sources: readonly Word[];
  /** Undefined while the instruction is incomplete. */
  readonly destination: Word | undefined;
}

/** For COPY and ADD. */
export const copyView = memoized((instruction: Instruction): CopyView => {
  const { heredocs } = instruction;
  const words = instruction.exec ?? instruction.words;
  const sources = words.slice(0, -1);
  return {
    from: flagOf(instruction, 'from'),
    sources: heredocs.length === 0 ? sources : withoutMarkers(sources, heredocs),
    destination: words.length > 1 ? words.at(-1) : undefined,
  };
});

/** By their places, since one line may hold as many markers as words. */
function withoutMarkers(words: readonly Word[], heredocs: Instruction['heredocs']): readonly Word[] {
  const markers = new Set(heredocs.map(({ marker }) => marker.start));
  return words.filter(({ span }) => !markers.has(span.start));
}

export function flagOf(instruction: Instruction, name: string): Flag | undefined {
  for (const flag of instruction.flags) if (flag.name === name) return flag;
  return undefined;
}

/** The mounts of a RUN; options are split at commas as BuildKit's CSV reader does (instructions/commands_runmount.go). */
export function mountsOf(instruction: Instruction): readonly Mount[] {
  return instruction.flags.length === 0 ? NONE : readMounts(instruction);
}

const readMounts = memoized((instruction: Instruction): readonly Mount[] =>
  instruction.flags.filter((flag) => flag.name === 'mount').map(toMount),
);

function toMount(flag: Flag): Mount {
  const options: MountOption[] = [];
  if (flag.value !== undefined && flag.valueSpan !== undefined) {
    let start = flag.valueSpan.start;
    for (const part of flag.value.split(',')) {
      if (part !== '') options.push(toOption(part, start));
      start += part.length + 1;
    }
  }
  return { flag, type: options.find((option) => option.name === 'type')?.value ?? 'bind', options };
}

function toOption(part: string, start: number): MountOption {
  const equals = part.indexOf('=');
  const span = { start, end: start + part.length };
  if (equals === -1)
    return { name: part.toLowerCase(), nameSpan: span, value: undefined, valueSpan: undefined, span };
  return {
    name: part.slice(0, equals).toLowerCase(),
    nameSpan: { start, end: start + equals },
    value: part.slice(equals + 1),
    valueSpan: { start: start + equals + 1, end: span.end },
    span,
  };
}

export function optionOf(mount: Mount, ...names: readonly string[]): MountOption | undefined {
  return mount.options.find((option) => names.includes(option.name));
}

/** The names and values of ARG, ENV and LABEL; `ENV name some words` is one pair (BuildKit: parseNameVal). */
export const pairsOf = memoized((instruction: Instruction): readonly Pair[] => {
  const { words, source, escape } = instruction;
  const [first, second] = words;
  if (first === undefined) return [];
  if (instruction.keyword !== 'ARG' && !first.text.includes('=')) {
    const valueSpan = second && { start: second.span.start, end: instruction.body.end };
    return [
      {
        name: first.value,
        nameSpan: first.span,
        value: valueSpan && wordText(source, valueSpan.start, valueSpan.end),
        valueSpan,
        span: { start: first.span.start, end: instruction.body.end },
      },
    ];
  }
  return words.map((word) => {
    const raw = source.slice(word.span.start, word.span.end);
    const equals = raw.indexOf('=');
    if (equals === -1)
      return {
        name: word.value,
        nameSpan: word.span,
        value: undefined,
        valueSpan: undefined,
        span: word.span,
      };
    const nameEnd = word.span.start + equals;
    const valueSpan = { start: nameEnd + 1, end: word.span.end };
    return {
      name: unquoted(wordText(source, word.span.start, nameEnd), escape),
      nameSpan: { start: word.span.start, end: nameEnd },
      value: unquoted(wordText(source, valueSpan.start, valueSpan.end), escape),
      valueSpan,
      span: word.span,
    };
  });
});

export interface CommandView {
  /** The command as words, in exec form. */
  readonly exec: readonly Word[] | undefined;
  /** Where the command stands; for HEALTHCHECK behind the word CMD. */
  readonly span: Span;
}

/** The command of RUN, CMD, ENTRYPOINT, and of a HEALTHCHECK that has one; undefined for `HEALTHCHECK NONE` and for no command. */
export const commandView = memoized((instruction: Instruction): CommandView | undefined => {
  if (instruction.keyword !== 'HEALTHCHECK') {
    if (instruction.body.start === instruction.body.end) return undefined;
    return { exec: instruction.exec, span: instruction.body };
  }
  const [first, second] = instruction.words;
  if (first?.value.toUpperCase() !== 'CMD' || second === undefined) return undefined;
  const span = { start: second.span.start, end: instruction.body.end };
  return { exec: execWords(instruction.source, span), span };
});

/** Variables that BuildKit itself expands in this instruction; the shell's own in RUN, CMD and ENTRYPOINT are not among them. */
export const variablesOf = memoized((instruction: Instruction): readonly Variable[] => {
  const { source, escape, body } = instruction;
  if (!source.includes('$')) return NONE;
  if (!EXPANDED.has(instruction.keyword))
    return instruction.keyword === 'RUN' ? flagVariables(instruction) : NONE;
  const found: Variable[] = flagVariables(instruction);
  for (let start = startOfWord(source, body.start, body.end); start < body.end;) {
    const end = endOfWord(source, start, body.end, escape);
    for (const variable of variablesIn(source.slice(start, end), start, escape)) found.push(variable);
    start = startOfWord(source, end, body.end);
  }
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD')
    for (const heredoc of instruction.heredocs)
      if (heredoc.isExpanded)
        // Inside COPY and ADD heredocs the escape is always a backslash, and quotes are text.
        for (const variable of variablesInText(
          source.slice(heredoc.body.start, heredoc.body.end),
          heredoc.body.start,
        ))
          found.push(variable);
  return found;
});

const NONE: readonly never[] = [];

/** The same with those in the words of others: `${A:-$B}` has two. BuildKit looks up all of them, whatever the first one is. */
export function allVariables(instruction: Instruction): readonly Variable[] {
  const found = variablesOf(instruction);
  if (!found.some(({ operand }) => operand?.includes('$') === true)) return found;
  return found.flatMap((variable) => withNested(variable, instruction));
}

function withNested(variable: Variable, instruction: Instruction): Variable[] {
  const { operand, span } = variable;
  if (operand?.includes('$') !== true) return [variable];
  const nested = variablesIn(operand, span.end - 1 - operand.length, instruction.escape);
  return [variable, ...nested.flatMap((inner) => withNested(inner, instruction))];
}

/** BuildKit: instructions that support variables (Dockerfile reference, "Environment replacement"). */
const EXPANDED = new Set([
  'FROM',
  'ARG',
  'ENV',
  'LABEL',
  'ADD',
  'COPY',
  'EXPOSE',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);

function flagVariables(instruction: Instruction): Variable[] {
  const found: Variable[] = [];
  const { source, escape } = instruction;
  for (const { valueSpan } of instruction.flags)
    if (valueSpan !== undefined)
      for (const variable of variablesIn(
        source.slice(valueSpan.start, valueSpan.end),
        valueSpan.start,
        escape,
      ))
        found.push(variable);
  return found;
}

/** A word made of any part of an instruction. */
export function wordAt(instruction: Instruction, where: Span): Word {
  return toWord(instruction.source, where.start, where.end, instruction.escape);
}
