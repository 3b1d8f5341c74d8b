/** Makes one RUN, and so one layer, of several that follow one another. */
import { leavesState, startsService } from '../model/shellState';
import type { StageFacts } from '../model/facts';
import type { Comment, Instruction } from '../syntax/nodes';
import type { TextEdit } from '../text/textEdit';
import { editOf, instructionsAt, lineEndOf, nodesBetween } from './place';
import { refused, type Outcome, type Refactoring, type RefactorPlace, type Refused } from './refactoring';
import { runScript, type RunScript } from './runScripts';

export const mergeRuns: Refactoring = {
  id: 'merge-runs',
  kind: 'rewrite',
  offer(place) {
    const runs = runsAt(place);
    return runs.length < 2 ? undefined : `Merge ${runs.length.toString()} RUN steps into one`;
  },
  work(place): Outcome {
    const runs = runsAt(place);
    const [first] = runs;
    const stage = first === undefined ? undefined : place.file.stageOf(first);
    if (first === undefined || stage === undefined) return refused('incomplete');
    const parts: RunScript[] = [];
    for (const run of runs) {
      const part = runScript(stage, run);
      if ('reason' in part) return { ...part, at: place.file.dockerfile.absolute(run, run.span) };
      if (flagsOf(run) !== flagsOf(first))
        return refused('flags-differ', place.file.dockerfile.absolute(run, run.keywordSpan));
      parts.push(part);
    }
    return joined(place, stage, parts);
  },
};

/** The selected RUNs; for a caret the RUN and the one above it, else the one below. */
function runsAt(place: RefactorPlace): readonly Instruction[] {
  const { file } = place;
  const selected = instructionsAt(place);
  const [first] = selected;
  if (first === undefined || !selected.every(({ keyword }) => keyword === 'RUN')) return [];
  const stage = file.stageOf(first);
  if (stage === undefined) return [];
  if (selected.length > 1) return file.stageOf(selected.at(-1) ?? first) === stage ? selected : [];
  const index = stage.instructions.indexOf(first);
  const above = stage.instructions[index - 1];
  const below = stage.instructions[index + 1];
  if (above?.keyword === 'RUN') return [above, first];
  return below?.keyword === 'RUN' ? [first, below] : [];
}

function flagsOf({ flags, text }: Instruction): string {
  return flags
    .map(({ span }) => text.slice(span.start, span.end))
    .sort()
    .join(' ');
}

function joined(place: RefactorPlace, stage: StageFacts, parts: readonly RunScript[]): Outcome {
  const { file } = place;
  const edits: TextEdit[] = [];
  const style = styleOf(parts, lineEndOf(file));
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (next === undefined) break;
    const later = parts.slice(index + 1).map(({ script }) => script);
    const where = file.dockerfile.absolute(part.run, part.run.span);
    if (leavesState(part.script, part.statements, later, stage.stateBefore(part.run)))
      return refused('shell-state', where);
    if (part.statements.some(startsService)) return refused('background', where);
    const between = commentsBetween(place, part.run, next.run);
    if ('reason' in between) return between;
    const start = file.dockerfile.startOf(part.run) + (part.statements.at(-1)?.span.end ?? part.run.body.end);
    const end = file.dockerfile.startOf(next.run) + next.run.body.start;
    const isGroup = next.statements.some(({ connector }) => connector !== undefined && connector !== '&&');
    edits.push({
      span: { start, end },
      newText:
        (index > 0 && isGrouped(part) ? '; }' : '') + style.between(between.lines) + (isGroup ? '{ ' : ''),
    });
    if (isGroup && index + 1 === parts.length - 1) {
      const last = next.statements.at(-1)?.span.end ?? next.run.body.end;
      edits.push(editOf(file, next.run, { start: last, end: last }, '; }'));
    }
  }
  return { kind: 'refactored', edits };
}

/** `c || d` and `c; d` behind `&&` would run `d` although what was before them failed. */
function isGrouped({ statements }: RunScript): boolean {
  return statements.some(({ connector }) => connector !== undefined && connector !== '&&');
}

/** Comment lines can stand inside a continuation, but a tool reads its comments only in front of an instruction. */
function commentsBetween(
  { file }: RefactorPlace,
  first: Instruction,
  last: Instruction,
): { readonly lines: readonly string[] } | Refused {
  const comments = nodesBetween(file, first, last).filter((node): node is Comment => node.kind === 'comment');
  const pragma = comments.find(({ isPragma }) => isPragma);
  if (pragma !== undefined)
    return refused('comment-for-tools', file.dockerfile.absolute(pragma, pragma.span));
  return { lines: comments.map(({ text, span }) => text.slice(span.start, span.end)) };
}

interface Style {
  between(comments: readonly string[]): string;
}

/** As the scripts themselves join their commands: `&&` in front of a line, or at the end of the one above. */
function styleOf(parts: readonly RunScript[], lineEnd: string): Style {
  const escape = parts[0]?.run.escape ?? '\\';
  for (const { run, statements } of parts)
    for (const [index, statement] of statements.entries()) {
      const before = statements[index - 1];
      if (before === undefined) continue;
      const gap = run.source.slice(before.span.end, statement.span.start);
      const leading = /\n([ \t]*)&&([ \t]*)$/.exec(gap);
      if (leading !== null) return leadingStyle(leading[1] ?? '    ', leading[2] ?? ' ', escape, lineEnd);
      const trailing = /^[ \t]*&&[^]*\n([ \t]+)$/.exec(gap);
      if (trailing !== null) return trailingStyle(trailing[1] ?? '    ', escape, lineEnd);
    }
  return leadingStyle('    ', ' ', escape, lineEnd);
}

function leadingStyle(indent: string, gap: string, escape: string, lineEnd: string): Style {
  return {
    between: (comments) =>
      [
        ` ${escape}`,
        ...comments.map((comment) => indent + comment),
        `${indent}&&${gap === '' ? ' ' : gap}`,
      ].join(lineEnd),
  };
}

function trailingStyle(indent: string, escape: string, lineEnd: string): Style {
  return {
    between: (comments) =>
      [` && ${escape}`, ...comments.map((comment) => indent + comment), indent].join(lineEnd),
  };
}
