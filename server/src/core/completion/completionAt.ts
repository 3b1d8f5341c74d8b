/** Tells by the pointer's place what is being written there, and asks those who know what can stand there. */
import type { Instruction, Node } from '../syntax/nodes';
import { commentCompletions } from './comments';
import type { CompletionContext, CompletionPlace, Completions } from './completion';
import { flagNames, flagValues, mountCompletions } from './flags';
import { instructionWords, valuesOf } from './instructions';
import { imagesAndStages, usersOf, variables } from './names';
import { copyDestinations, copySources, foldersOf } from './paths';

/**
 * `offset` is relative to the node's text. Without a node, on a blank line, instructions can begin. Undefined where nothing
 * of ours can stand, as in the words of a script.
 */
export function completionAt(
  context: CompletionContext,
  node: Node | undefined,
  offset: number,
): Completions | undefined {
  if (node === undefined)
    return { replaces: { start: 0, end: 0 }, items: instructionWords(context, undefined) };
  if (node.kind === 'instruction') return inInstruction(context, node, offset);
  return commentCompletions(context, node, offset);
}

function inInstruction(
  context: CompletionContext,
  written: Instruction,
  offset: number,
): Completions | undefined {
  if (written.comments.some(({ start, end }) => offset > start && offset <= end)) return undefined;
  if (offset < written.span.start) return undefined;
  if (offset <= written.keywordSpan.end) return keywordAt(context, written, offset);
  const { trigger } = written;
  if (written.keyword === 'ONBUILD' && (trigger === undefined || offset <= trigger.keywordSpan.end)) {
    const typed = written.source.slice(written.keywordSpan.end, offset).trimStart();
    return {
      replaces: { start: offset - typed.length, end: offset },
      items: instructionWords(context, written),
    };
  }
  const place = placeOf(context, written, trigger ?? written, offset);
  const variable = variables(place);
  if (variable !== undefined) return variable;
  const heredoc = written.heredocs.some(({ body }) => offset >= body.start);
  return heredoc ? undefined : wordsAt(place);
}

function keywordAt(context: CompletionContext, written: Instruction, offset: number): Completions {
  return {
    replaces: { start: written.keywordSpan.start, end: offset },
    items: instructionWords(context, written),
  };
}

function placeOf(
  context: CompletionContext,
  written: Instruction,
  instruction: Instruction,
  offset: number,
): CompletionPlace {
  const stage = context.facts.stageOf(written);
  const typed = /[^\s]*$/.exec(instruction.source.slice(0, offset))?.[0] ?? '';
  return {
    context,
    instruction,
    written,
    stage,
    state: stage === undefined || stage.from === written ? undefined : stage.stateBefore(written),
    offset,
    typed,
    start: offset - typed.length,
  };
}

function wordsAt(place: CompletionPlace): Completions | undefined {
  const { instruction, typed, start, offset } = place;
  const isBeforeWords = instruction.words.every(({ span }) => span.start >= start);
  if (typed.startsWith('--') && isBeforeWords) {
    if (!typed.includes('=')) return { replaces: { start, end: offset }, items: flagNames(place) };
    return typed.startsWith('--mount=') ? mountCompletions(place) : flagValues(place);
  }
  const replaces = { start, end: offset };
  const before = instruction.words.filter(
    ({ span }) => span.end < start || (span.end === start && typed === ''),
  );
  switch (instruction.keyword) {
    case 'FROM':
      return fromWords(place, before.length);
    case 'COPY':
    case 'ADD':
      if (typed.startsWith('"') || typed.startsWith('[') || typed.startsWith('<')) return undefined;
      return {
        replaces,
        items: [
          ...(before.length > 0 ? copyDestinations(place, before) : []),
          ...copySources(place),
          ...(before.length === 0 && typed === '' ? flagNames(place) : []),
        ],
      };
    case 'WORKDIR':
      return { replaces, items: foldersOf(place) };
    case 'USER':
      return { replaces, items: usersOf(place) };
    case 'RUN':
      return before.length === 0 && typed === '' ? { replaces, items: flagNames(place) } : undefined;
    default:
      return {
        replaces,
        items: [
          ...(before.length === 0 && typed === '' ? flagNames(place) : []),
          ...valuesOf(place, before.length),
        ],
      };
  }
}

function fromWords(place: CompletionPlace, before: number): Completions | undefined {
  const { start, offset } = place;
  if (before === 0) return imagesAndStages(place);
  if (before > 1) return undefined;
  const as = {
    label: 'AS',
    kind: 'value',
    detail: 'Names the stage, so that others can take from it.',
    insert: 'AS ',
    snippet: 'AS ${1:build}',
    rank: 0,
  } as const;
  return { replaces: { start, end: offset }, items: [as] };
}
