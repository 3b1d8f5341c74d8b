/** Forty conversions of real files, drawn and each read as a reviewer reads them; most are of public files that lie elsewhere. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze, convertToMultiStage } from '../../server/src/core';
import { corpusFiles } from '../harness/corpus';
import { repositoryRoot } from '../harness/repository';

const DRAWN = 40;
const LEAST_ACCEPTED = 36;

interface Verdict {
  readonly repository: string;
  readonly path: string;
  /** Of a file that is not in the corpus. */
  readonly commit?: string;
  readonly ecosystem: string;
  /** What the reader judged above all: what the final stage starts from, and what it takes from the build. */
  readonly finalStage: readonly string[];
  readonly verdict: 'accepted' | 'rejected';
  readonly reason: string;
}

test('a reviewer would accept at least thirty-six of forty conversions', (context) => {
  const verdicts = readVerdicts();
  assert.equal(verdicts.length, DRAWN);
  assert.equal(new Set(verdicts.map(nameOf)).size, DRAWN);
  for (const verdict of verdicts) assert.ok(verdict.reason.length > 10, `${nameOf(verdict)} has no reason`);
  const rejected = verdicts.filter(({ verdict }) => verdict === 'rejected');
  context.diagnostic(`${String(DRAWN - rejected.length)} of ${String(DRAWN)} are accepted`);
  for (const verdict of rejected) context.diagnostic(`rejected: ${nameOf(verdict)}: ${verdict.reason}`);
  assert.ok(DRAWN - rejected.length >= LEAST_ACCEPTED);
});

test('what was read of the corpus is what comes out today', (context) => {
  const files = corpusFiles();
  if (files === undefined) {
    context.skip('the corpus is not on this machine');
    return;
  }
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const verdicts = readVerdicts().filter(({ commit }) => commit === undefined);
  assert.ok(verdicts.length > 0);
  for (const verdict of verdicts) {
    const text = texts.get(`${verdict.repository.replace('/', '+')}/${verdict.path}`);
    assert.ok(text !== undefined, nameOf(verdict));
    const result = convertToMultiStage(analyze(text));
    if (result.kind === 'refused') assert.fail(`${nameOf(verdict)} is refused as ${result.reason}`);
    assert.equal(result.ecosystem, verdict.ecosystem);
    assert.deepEqual(
      finalStageOf(result.text),
      verdict.finalStage,
      `${nameOf(verdict)} has to be read again`,
    );
  }
});

function finalStageOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  const start = lines.findLastIndex((line) => /^FROM\s/i.test(line));
  return lines.slice(start).filter((line) => /^(?:FROM|COPY --from)/i.test(line));
}

function nameOf({ repository, path }: Verdict): string {
  return `${repository}/${path}`;
}

function readVerdicts(): readonly Verdict[] {
  return JSON.parse(
    readFileSync(join(repositoryRoot(), 'test/long/conversionVerdicts.json'), 'utf8'),
  ) as readonly Verdict[];
}
