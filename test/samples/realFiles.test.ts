/** Ten of the conversions that were read, built on stand-ins: the very text that was read behaves as the original does. */
import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { analyze, convertToMultiStage } from '../../server/src/core';
import { prove, withContext } from './proof';
import { realFiles, type RealFile } from './realFile';
import { sizeTable, type Row } from './sizeTable';

const BUILT = 10;

const files = realFiles();

describe('real files, built before and after the conversion', { concurrency: 2 }, () => {
  if (files === undefined) test('the corpus', (t) => t.skip('the corpus is not on this machine'));
  for (const file of files ?? []) test(`${file.sample.name} behaves alike`, (t) => proveFile(t, file));
});

describe('what was built', () => {
  test('the table holds every file', (t) => {
    rows.sort((one, other) => (one.ecosystem + one.variant < other.ecosystem + other.variant ? -1 : 1));
    for (const line of sizeTable(rows)) t.diagnostic(line);
    assert.equal(rows.length, files?.length ?? 0);
    if (files !== undefined && process.env['STAGEWRIGHT_SAMPLES'] === undefined)
      assert.ok(rows.length >= BUILT);
  });
});

const rows: Row[] = [];

async function proveFile(t: TestContext, { sample, replaced }: RealFile): Promise<void> {
  const [variant] = sample.variants;
  assert.ok(variant !== undefined);
  // Nothing is known of a context, as when it was read.
  const converted = convertToMultiStage(analyze(variant.dockerfile));
  if (converted.kind === 'refused') assert.fail(`refused as ${converted.reason}: ${converted.message}`);
  const rewritten = { text: converted.text, changes: new Set(converted.changes.map(({ field }) => field)) };
  for (const thing of replaced) t.diagnostic(`${sample.name}: ${thing}`);
  await withContext(sample, variant, async (folder) => {
    const { faults, before, after } = await prove(folder, variant, rewritten, (line) => {
      t.diagnostic(line);
    });
    assert.deepEqual(faults, [], `${faults.join('\n')}\n── the converted Dockerfile:\n${converted.text}`);
    rows.push({ ecosystem: sample.ecosystem, variant: variant.name, before, after });
  });
}
