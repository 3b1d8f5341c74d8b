/** Signal, read and not counted: a hundred findings drawn from real files, each with the verdict of somebody who read it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze } from '../../server/src/core';
import { corpusFiles, type CorpusFile } from '../harness/corpus';
import { repositoryRoot } from '../harness/repository';

const SEED = 20_261_124;
const DRAWN = 100;
const LEAST_RIGHT = 95;

/** All of a rule on one line, seen by a reader as one. */
interface Place {
  /** Relative to the corpus. */
  readonly file: string;
  /** From one on. */
  readonly line: number;
  readonly rule: string;
}

interface Verdict extends Place {
  /** `right`: an expert who reviews this file would change it. The part that a file plays (a sample, a test) is no excuse by itself. */
  readonly verdict: 'right' | 'noise';
  readonly reason: string;
}

test('of a hundred warnings an expert would change at least ninety-five', (context) => {
  const files = corpusFiles();
  if (files === undefined) {
    context.skip('the corpus is not on this machine');
    return;
  }
  const places = files.flatMap(warningsIn);
  const verdicts = new Map(readVerdicts().map((verdict) => [nameOf(verdict), verdict]));
  const drawn = draw(places);
  assert.equal(drawn.length, DRAWN);
  assert.deepEqual(
    drawn.filter((place) => !verdicts.has(nameOf(place))).map(nameOf),
    [],
    'nobody has read these yet: read them, and say in verdicts.json what an expert would do',
  );
  const noise = drawn.flatMap((place) => {
    const verdict = verdicts.get(nameOf(place));
    return verdict?.verdict === 'noise' ? [`${nameOf(place)}: ${verdict.reason}`] : [];
  });
  const right = DRAWN - noise.length;
  context.diagnostic(
    `${right.toString()} of ${DRAWN.toString()} are right, drawn from ${places.length.toString()}`,
  );
  for (const line of noise) context.diagnostic(`noise: ${line}`);
  const read = places.filter((place) => verdicts.has(nameOf(place)));
  const noisy = read.filter((place) => verdicts.get(nameOf(place))?.verdict === 'noise');
  context.diagnostic(`of all ${read.length.toString()} that were read, ${noisy.length.toString()} are noise`);
  assert.ok(right >= LEAST_RIGHT, noise.join('\n'));
});

test('each verdict has a reason, and each place one verdict', () => {
  const verdicts = readVerdicts();
  for (const verdict of verdicts) assert.ok(verdict.reason.length > 10, `${nameOf(verdict)} has no reason`);
  assert.equal(new Set(verdicts.map(nameOf)).size, verdicts.length);
});

function readVerdicts(): readonly Verdict[] {
  return JSON.parse(
    readFileSync(join(repositoryRoot(), 'test/long/verdicts.json'), 'utf8'),
  ) as readonly Verdict[];
}

function warningsIn({ path, text }: CorpusFile): readonly Place[] {
  const analysis = analyze(text);
  const places = analysis.findings
    .filter(({ level }) => level === 'warning' || level === 'error')
    .map(({ rule, at }) => ({
      file: path,
      line: analysis.lines.rangeOf(analysis.locate(at)).start.line + 1,
      rule,
    }));
  return [...new Map(places.map((place) => [nameOf(place), place])).values()];
}

/** By the digest of each, so that a finding that comes or goes changes the choice by one and not altogether. */
function draw(places: readonly Place[]): readonly Place[] {
  const rank = (place: Place): string =>
    createHash('sha256')
      .update(`${SEED.toString()} ${nameOf(place)}`)
      .digest('hex');
  return places
    .map((place) => ({ place, rank: rank(place) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, DRAWN)
    .map(({ place }) => place);
}

function nameOf({ file, line, rule }: Place): string {
  return `${file}:${line.toString()} ${rule}`;
}
