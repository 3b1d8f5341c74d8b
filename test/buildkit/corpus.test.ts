/** Holds our rules under BuildKit's names against BuildKit's own linter, on every Dockerfile of the corpus. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { analyze, type Analysis } from '../../server/src/core';
import { readDisagreements } from '../harness/disagreements';
import { repositoryRoot } from '../harness/repository';
import { checkWithBuildKit, type RealCheck } from './realCheck';
import { readSamples, referencesOf, type Sample } from './samples';
import { provideStandIns, type StandIns } from './standIns';

const LISTED = 'test/buildkit/disagreements.json';
const AGREEMENT_WANTED = 0.98;

describe('BuildKit on the corpus', () => {
  const samples = readSamples();
  let standIns: StandIns | undefined;

  before(async () => {
    if (samples.length === 0) return;
    standIns = await provideStandIns(new Set(samples.flatMap(referencesOf)));
  });
  after(() => standIns?.remove());

  const skip = samples.length === 0 ? 'the corpus is absent, so there is nothing to compare' : false;
  it('warns of the same on the same lines', { skip }, async (context) => {
    const checks = await checkWithBuildKit(samples);
    const verdicts = samples.map((sample, at) => compare(sample, checks[at] ?? NOTHING_SAID));
    const agreed = sum(verdicts.map((verdict) => verdict.agreed));
    const differing = verdicts.flatMap((verdict) => verdict.differing);
    const share = agreed / (agreed + differing.length);
    context.diagnostic(
      `${String(agreed)} of ${String(agreed + differing.length)} warnings agree (${(share * 100).toFixed(1)} %) ` +
        `in ${String(samples.length)} Dockerfiles, with ${String(standIns?.count)} stand-ins; ` +
        `${String(checks.filter(({ error }) => error !== undefined).length)} stop with an error, behind which nothing is compared`,
    );

    const listed = readDisagreements(join(repositoryRoot(), LISTED));
    const key = (entry: { readonly file: string; readonly case: string }): string =>
      `${entry.file} ${entry.case}`;
    const known = new Set(listed.map(key));
    const found = new Set(differing.map(key));
    assert.deepEqual(
      differing.filter((entry) => !known.has(key(entry))),
      [],
      `these differ, and ${LISTED} gives no reason`,
    );
    assert.deepEqual(
      listed.filter((entry) => !found.has(key(entry))),
      [],
      `${LISTED} lists these, and they agree`,
    );
    assert.ok(share >= AGREEMENT_WANTED, `only ${(share * 100).toFixed(1)} % agree`);
  });
});

const NOTHING_SAID: RealCheck = { warnings: [], error: undefined };

interface Verdict {
  readonly agreed: number;
  readonly differing: readonly { readonly file: string; readonly case: string; readonly saidBy: string }[];
}

/** By rule and by the instruction that the line belongs to: BuildKit names its first line or its last, we the word. */
function compare({ path, text, surroundings }: Sample, check: RealCheck): Verdict {
  const analysis = analyze(text, { surroundings });
  assert.deepEqual(analysis.failures, [], path);
  const theirs = new Set(
    check.warnings.map(({ rule, line }) => `${rule}:${String(firstLineAround(line, analysis))}`),
  );
  const ours = new Set(
    analysis.findings.map(({ rule, at }) => {
      const span = at.node === null ? at.span : at.node.span;
      const { start } = analysis.locate({ node: at.node, span });
      return `${rule}:${String(analysis.lines.positionAt(start).line + 1)}`;
    }),
  );
  // Where BuildKit stops, its silence about the rest says nothing.
  const onlyOurs = check.error === undefined ? [...ours].filter((place) => !theirs.has(place)) : [];
  const onlyTheirs = [...theirs].filter((place) => !ours.has(place));
  return {
    agreed: [...theirs].filter((place) => ours.has(place)).length,
    differing: [
      ...onlyTheirs.map((place) => ({ file: path, case: place, saidBy: 'BuildKit' })),
      ...onlyOurs.map((place) => ({ file: path, case: place, saidBy: 'us' })),
    ],
  };
}

function firstLineAround(line: number, { dockerfile, lines }: Analysis): number {
  const offset = lines.offsetAt({ line: line - 1, character: 0 });
  for (const node of dockerfile.nodes) {
    const start = dockerfile.startOf(node);
    const first = lines.positionAt(start + node.span.start).line;
    if (first <= line - 1 && offset < start + node.text.length) return first + 1;
  }
  return line;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
