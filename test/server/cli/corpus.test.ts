/** The whole corpus through the command line: it never stops at a bad file, and every place lies inside its text. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { type JsonRange, lintJsonOf, stagewright } from './cliProcess';

const SHARED = process.env['STAGEWRIGHT_SHARED'] ?? resolve(__dirname, '../../../../../shared');
const FILES = join(SHARED, 'corpus', 'dev', 'files');
const isAbsent = !existsSync(FILES) && process.env['STAGEWRIGHT_REQUIRE_ALL'] !== '1';

void test('lint over the corpus', { skip: isAbsent ? `no corpus at ${FILES}` : false }, async () => {
  const run = await stagewright(['lint', '.', '--format', 'json'], { cwd: FILES });
  assert.ok(run.code === 0 || run.code === 1, run.stderr);
  assert.equal(run.stderr, '');
  const { files, summary } = lintJsonOf(run);
  const index = JSON.parse(readFileSync(join(FILES, '..', 'index.json'), 'utf8')) as {
    readonly files: readonly unknown[];
  };
  assert.equal(summary.files, index.files.length);
  assert.deepEqual(
    files.map(({ path }) => path),
    files.map(({ path }) => path).toSorted(),
  );

  for (const { path, findings } of files) {
    const lines = readFileSync(join(FILES, path), 'utf8')
      .replace(/^\ufeff/, '')
      .split('\n');
    const isInside = ({ start, end }: JsonRange): boolean =>
      [start, end].every(
        ({ line, character }) => character >= 0 && character <= (lines[line]?.length ?? -1),
      ) &&
      (start.line < end.line || (start.line === end.line && start.character <= end.character));
    for (const finding of findings) {
      assert.ok(isInside(finding.range), `${path} ${finding.rule} ${JSON.stringify(finding.range)}`);
      assert.doesNotMatch(finding.message, /\{[a-zA-Z]+\}|undefined/, `${path} ${finding.rule}`);
      for (const edit of finding.fixes.flatMap((fix) => fix.edits)) {
        assert.ok(isInside(edit.range), `${path} ${finding.rule} ${JSON.stringify(edit)}`);
      }
    }
  }
});
