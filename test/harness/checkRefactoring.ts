/** Refactoring tests as examples: «…» marks the selection, or « alone the caret. */
import assert from 'node:assert/strict';
import {
  analyze,
  applyEdits,
  NO_SURROUNDINGS,
  offeredRefactorings,
  refactor,
  type RefactorResult,
  type Refusal,
  type Surroundings,
} from '../../server/src/core';

/** Works the refactoring out at the mark; fails when it is not offered there. */
export function workedOut(
  id: string,
  marked: string,
  surroundings: Partial<Surroundings> = {},
): { readonly text: string; readonly title: string; readonly result: RefactorResult } {
  const start = marked.indexOf('«');
  assert.notEqual(start, -1, 'no mark');
  const end = marked.includes('»') ? marked.indexOf('»') - 1 : start;
  const text = marked.replaceAll(/[«»]/g, '');
  const analysis = analyze(text, { surroundings: { ...NO_SURROUNDINGS, ...surroundings } });
  const offered = offeredRefactorings(analysis, { start, end });
  const offer = offered.find((each) => each.id === id);
  assert.ok(offer, `${id} is not among ${offered.map((each) => each.id).join(', ')}`);
  const result = refactor(analysis, id, { start, end });
  assert.ok(result, `${id} failed`);
  return { text, title: offer.title, result };
}

export function checkRefactoring(
  id: string,
  marked: string,
  after: string,
  surroundings: Partial<Surroundings> = {},
): void {
  const { text, result } = workedOut(id, marked, surroundings);
  assert.equal(
    result.kind,
    'refactored',
    result.kind === 'refused' ? `${result.reason}: ${result.message}` : '',
  );
  if (result.kind === 'refactored') assert.equal(applyEdits(text, result.edits), after);
}

export function checkRefusal(
  id: string,
  marked: string,
  reason: Refusal,
  surroundings: Partial<Surroundings> = {},
): void {
  const { text, result } = workedOut(id, marked, surroundings);
  assert.equal(result.kind, 'refused', result.kind === 'refactored' ? applyEdits(text, result.edits) : '');
  if (result.kind === 'refused') assert.equal(result.reason, reason);
}

/** Ids of what is offered at the mark. */
export function offeredAt(marked: string): readonly string[] {
  const start = marked.indexOf('«');
  const end = marked.includes('»') ? marked.indexOf('»') - 1 : start;
  const text = marked.replaceAll(/[«»]/g, '');
  return offeredRefactorings(analyze(text), { start, end }).map(({ id }) => id);
}
