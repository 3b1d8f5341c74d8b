/** BuildKit's own check finds nothing new in Dockerfiles of the corpus after a refactoring. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { analyze, applyEdits, offeredRefactorings, refactor, type Span } from '../../server/src/core';
import { checkWithBuildKit, offlineText, type RealCheck } from './realCheck';
import { readSamples, referencesOf, type Sample } from './samples';
import { provideStandIns, type StandIns } from './standIns';

/** So many results of each refactoring are checked; a check takes a fifth of a second. */
const MOST = 20;

/** One of so many places, so that the results come from all over the corpus. A prime. */
const STEP = 17;

interface Result {
  readonly id: string;
  readonly original: Sample;
  readonly sample: Sample;
}

describe('BuildKit on refactored Dockerfiles', () => {
  const results = resultsOf(readSamples());
  const skip = results.length === 0 ? 'the corpus is absent, so there is nothing to refactor' : false;
  let standIns: StandIns | undefined;

  before(async () => {
    if (results.length === 0) return;
    const texts = results.flatMap(({ original, sample }) => [original, sample]);
    standIns = await provideStandIns(new Set(texts.flatMap(referencesOf)));
  });
  after(() => standIns?.remove());

  it('finds no new error and no new warning', { skip }, async (context) => {
    const olds = await checkWithBuildKit(results.map(({ original }) => original));
    const youngs = await checkWithBuildKit(results.map(({ sample }) => sample));
    const broken = results.flatMap(({ id, original: { path }, sample: { text } }, at) => {
      const complaint = newComplaint(olds[at], youngs[at]);
      return complaint === undefined ? [] : [{ id, path, complaint, text }];
    });
    const ids = new Set(results.map(({ id }) => id));
    context.diagnostic(`${String(results.length)} results of ${[...ids].join(', ')}`);
    assert.deepEqual(broken, []);
    assert.ok(ids.size >= 8, [...ids].join());
  });
});

function newComplaint(old: RealCheck | undefined, young: RealCheck | undefined): string | undefined {
  // Where BuildKit stops at an error it says nothing of what comes behind.
  if (old?.error !== undefined) return undefined;
  if (young?.error !== undefined) return young.error;
  const left = (old?.warnings ?? []).map(({ rule }) => rule);
  for (const { rule } of young?.warnings ?? []) {
    const at = left.indexOf(rule);
    if (at === -1) return rule;
    left.splice(at, 1);
  }
  return undefined;
}

function resultsOf(samples: readonly Sample[]): readonly Result[] {
  const counts = new Map<string, number>();
  const results: Result[] = [];
  let count = 0;
  for (const original of samples) {
    const analysis = analyze(original.text);
    for (const selection of placesIn(original.text)) {
      if (count++ % STEP !== 0) continue;
      for (const { id } of offeredRefactorings(analysis, selection)) {
        const result = refactor(analysis, id, selection);
        if (result?.kind !== 'refactored' || (counts.get(id) ?? 0) >= MOST) continue;
        counts.set(id, (counts.get(id) ?? 0) + 1);
        const text = offlineText(applyEdits(original.text, result.edits));
        results.push({ id, original, sample: { ...original, text } });
      }
    }
  }
  return results;
}

/** The caret in each instruction, and each selection of two that follow one another. */
function placesIn(text: string): readonly Span[] {
  const { dockerfile } = analyze(text);
  const spans = dockerfile.instructions.map((each) => dockerfile.absolute(each, each.span));
  return spans.flatMap(({ start }, at) => [
    { start, end: start },
    { start, end: spans[at + 1]?.end ?? start },
  ]);
}
