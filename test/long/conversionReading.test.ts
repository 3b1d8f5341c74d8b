/** Forty conversions of real files, drawn and each read as a reviewer reads them; most are of public files that lie elsewhere. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze, convertToMultiStage } from '../../server/src/core';
import { corpusFiles } from '../harness/corpus';
import { drawConversions } from './drawConversions';
import { fingerprintOf, PUBLIC_FILES, readVerdicts, type Verdict } from './readConversions';

const DRAWN = 40;
const LEAST_ACCEPTED = 36;

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
    const text = texts.get(`${folderOf(verdict)}/${verdict.path}`);
    assert.ok(text !== undefined, nameOf(verdict));
    compare(text, verdict);
  }
});

const PUBLIC = PUBLIC_FILES;
if (PUBLIC !== undefined) {
  test('what was read of other public files is what comes out today', () => {
    const verdicts = readVerdicts().filter(({ commit }) => commit !== undefined);
    assert.ok(verdicts.length > 0);
    for (const verdict of verdicts)
      compare(readFileSync(join(PUBLIC, folderOf(verdict), verdict.path), 'utf8'), verdict);
  });

  test('the forty are those that the seed draws', () => {
    const names = (drawn: readonly Pick<Verdict, 'repository' | 'path'>[]): readonly string[] =>
      drawn.map((each) => `${folderOf(each)}/${each.path}`).sort();
    assert.deepEqual(names(readVerdicts()), drawConversions(PUBLIC).toSorted());
  });
}

/** The final stage first, for it shows what has changed; the whole text then. */
function compare(text: string, verdict: Verdict): void {
  const result = convertToMultiStage(analyze(text));
  if (result.kind === 'refused') assert.fail(`${nameOf(verdict)} is refused as ${result.reason}`);
  const problem = `${nameOf(verdict)} has to be read again:\n${result.text}`;
  assert.equal(result.ecosystem, verdict.ecosystem);
  assert.deepEqual(finalStageOf(result.text), verdict.finalStage, problem);
  assert.equal(fingerprintOf(result.text), verdict.read, problem);
}

function finalStageOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  const start = lines.findLastIndex((line) => /^FROM\s/i.test(line));
  return lines.slice(start).filter((line) => /^(?:FROM|COPY --from)/i.test(line));
}

function folderOf({ repository }: Pick<Verdict, 'repository'>): string {
  return repository.replace('/', '+');
}

function nameOf({ repository, path }: Verdict): string {
  return `${repository}/${path}`;
}
