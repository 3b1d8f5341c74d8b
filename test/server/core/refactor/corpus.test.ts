/** Every refactoring, wherever it is offered in real Dockerfiles: what it promises holds for each result. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  analyze,
  type Analysis,
  applyEdits,
  type Instruction,
  offeredRefactorings,
  refactor,
  REFUSALS,
  type Span,
} from '../../../../server/src/core';
import { corpusFiles } from '../../../harness/corpus';

/** One of so many places of the corpus is tried; a prime, so that every refactoring and every kind of line has its turn. */
const STEP = 29;

/** How many results there are at least of each: a refactoring that refuses everything keeps every promise. */
const EXPECTED: Readonly<Record<string, number>> = {
  'extract-stage': 100,
  'inline-stage': 1,
  'name-stage': 8,
  'merge-runs': 15,
  'split-run': 5,
  'run-to-heredoc': 10,
  'heredoc-to-run': 1,
  'add-user': 20,
};

describe('refactorings of the corpus', () => {
  const files = corpusFiles();
  const skip = files === undefined ? 'the corpus is absent' : false;

  it('keep comments, line ends and what is built, and bring no problem', { skip }, (context) => {
    const done = new Map<string, number>();
    let refused = 0;
    let count = 0;
    for (const { path, text } of files ?? []) {
      const analysis = analyze(text);
      for (const selection of placesOf(analysis)) {
        if (count++ % STEP !== 0) continue;
        for (const { id } of offeredRefactorings(analysis, selection)) {
          const where = `${id} in ${path} at ${String(selection.start)}`;
          const result = refactor(analysis, id, selection);
          assert.ok(result, `${where} failed`);
          if (result.kind === 'refused') {
            refused += 1;
            assert.ok(result.reason in REFUSALS && result.message.length > 10, where);
            continue;
          }
          done.set(id, (done.get(id) ?? 0) + 1);
          const after = analyze(applyEdits(text, result.edits));
          checkResult(analysis, after, where);
        }
      }
    }
    context.diagnostic(`${JSON.stringify(Object.fromEntries(done))}, ${String(refused)} refused`);
    for (const [id, least] of Object.entries(EXPECTED))
      assert.ok((done.get(id) ?? 0) >= least, `${id}: ${String(done.get(id))}`);
  });
});

/** The caret in each instruction, and each selection of two that follow one another. */
function placesOf({ dockerfile }: Analysis): readonly Span[] {
  const spans = dockerfile.instructions.map((instruction) =>
    dockerfile.absolute(instruction, instruction.span),
  );
  return spans.flatMap(({ start }, at) => {
    const next = spans[at + 1];
    return [{ start, end: start }, ...(next === undefined ? [] : [{ start, end: next.end }])];
  });
}

function checkResult(before: Analysis, after: Analysis, where: string): void {
  assert.notEqual(after.text, before.text, where);
  assert.deepEqual(commentsOf(after), commentsOf(before), `${where}: comments`);
  if (before.text.includes('\r\n') && !/(?:^|[^\r])\n/.test(before.text))
    assert.doesNotMatch(after.text, /(?:^|[^\r])\n/, `${where}: line ends`);
  for (const level of ['error', 'warning'] as const) {
    const [old, young] = [before, after].map(
      (each) => each.findings.filter((found) => found.level === level).length,
    );
    assert.ok((young ?? 0) <= (old ?? 0), `${where}: ${level}`);
  }
  assert.deepEqual(settingsOf(after), settingsOf(before), `${where}: what the image says`);
}

/** Sorted, for a stage may be moved; the marks in front of them and their indentation left out. */
function commentsOf({ dockerfile }: Analysis): readonly string[] {
  return dockerfile.nodes
    .flatMap((node): readonly string[] => {
      if (node.kind === 'directive') return [];
      return node.kind === 'comment' ? [node.content] : inside(node);
    })
    .sort();
}

/** Comment lines inside an instruction, and those of a heredoc's script. */
function inside({ text, comments, keyword, heredocs }: Instruction): readonly string[] {
  const own = comments.map(({ start, end }) => text.slice(start, end).replace(/^#\s*/, '').trim());
  const script = keyword === 'RUN' ? heredocs.map(({ body }) => text.slice(body.start, body.end)) : [];
  return [
    ...own,
    ...script.flatMap((body) =>
      [...body.matchAll(/^[ \t]*#(?!!)\s*(.*)$/gm)].map((match) => (match[1] ?? '').trim()),
    ),
  ];
}

/** Everything of the last stage but its steps and its user. */
function settingsOf({ facts }: Analysis): unknown {
  const last = facts.stages.at(-1);
  if (last === undefined) return undefined;
  const { cmd, entrypoint } = last.command;
  const said = (instruction: Instruction | undefined): string | undefined =>
    instruction?.source.slice(instruction.span.start, instruction.span.end);
  return [last.rootReference, last.end.workdir, last.end.shell, said(cmd), said(entrypoint)];
}
