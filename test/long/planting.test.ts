/** Silence is not proof: a mistake is planted into each of a hundred clean real files, and its rule has to find it there. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import fc from 'fast-check';
import { analyze, rules, type Analysis } from '../../server/src/core';
import { corpusFiles, type CorpusFile } from '../harness/corpus';
import { plantings, type Planting } from './plantings';

/** The same choice in every run; another number tries another. */
const SEED = Number(process.env['STAGEWRIGHT_SEED'] ?? 20_261_123);
const FILES = 100;
const LEAST_FOUND = 90;
const LEAST_RULES = 30;

test('mistakes of the catalogue are found where they are planted', (context) => {
  const files = corpusFiles();
  if (files === undefined) {
    context.skip('the corpus is not on this machine');
    return;
  }
  const outcomes = outcomesOf(shuffled(files));
  const missed = outcomes.filter(({ isFound }) => !isFound);
  const planted = new Set(outcomes.map(({ rule }) => rule));
  const found = outcomes.length - missed.length;
  context.diagnostic(
    `${found.toString()} of ${outcomes.length.toString()} mistakes found, of ${planted.size.toString()} rules`,
  );
  for (const { rule, path } of missed) context.diagnostic(`missed: ${rule} in ${path}`);
  assert.equal(outcomes.length, FILES);
  assert.ok(planted.size >= LEAST_RULES, `only ${planted.size.toString()} rules were planted`);
  assert.ok(found >= LEAST_FOUND, missed.map(({ rule, path }) => `${rule} in ${path}`).join('\n'));
});

test('every planting is for a rule that exists', () => {
  const ids = new Set(rules.map(({ id }) => id));
  assert.deepEqual(
    plantings.filter(({ rule }) => !ids.has(rule)).map(({ rule }) => rule),
    [],
  );
});

interface Outcome {
  readonly rule: string;
  readonly path: string;
  readonly isFound: boolean;
}

/** Each file gets the mistake that was planted least so far, of those that it does not hold and that make sense in it. */
function outcomesOf(files: readonly CorpusFile[]): readonly Outcome[] {
  const uses = new Map<Planting, number>(shuffled(plantings).map((planting) => [planting, 0]));
  const outcomes: Outcome[] = [];
  for (const { path, text } of files) {
    if (outcomes.length === FILES) break;
    const clean = analyze(text);
    // A template is not read as a Dockerfile at all.
    if (clean.facts.templateMark !== undefined || clean.facts.stages.length === 0) continue;
    const found = new Set(clean.findings.map(({ rule }) => rule));
    const byUse = [...uses].sort(([, a], [, b]) => a - b);
    for (const [planting, count] of byUse) {
      const planted = found.has(planting.rule) ? undefined : planting.plant(clean);
      if (planted === undefined) continue;
      uses.set(planting, count + 1);
      outcomes.push({
        rule: planting.rule,
        path,
        isFound: isFoundAt(planted.line, planting.rule, planted.text),
      });
      break;
    }
  }
  return outcomes;
}

function isFoundAt(line: number, rule: string, text: string): boolean {
  const analysis = analyze(text);
  return analysis.findings.some((finding) => finding.rule === rule && lineOf(finding.at, analysis) === line);
}

function lineOf(at: Parameters<Analysis['locate']>[0], analysis: Analysis): number {
  return analysis.text.slice(0, analysis.locate(at).start).split('\n').length;
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  const [order] = fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), {
    seed: SEED,
    numRuns: 1,
  });
  return order ?? [];
}
