/** All safe fixes at once: as far as they go, and not a byte further. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { analyze, fixAll } from '../../../server/src/core/index';

void test('fixes of one place are all made, each once', () => {
  const { text, applied } = fixAll('ARG A=1\nARG B=2\nFROM alpine:3.20\nRUN echo $A $B && echo $A\n');
  assert.equal(text, 'ARG A=1\nARG B=2\nFROM alpine:3.20\nARG A\nARG B\nRUN echo $A $B && echo $A\n');
  assert.equal(applied.length, 2);
});

void test('a fix that serves several findings is made once', () => {
  const { text, applied } = fixAll(
    'FROM alpine:3.20\nRUN make\nFROM scratch\nCOPY --from=0 /a /a\nCOPY --from=0 /b /b\n',
  );
  assert.match(
    text,
    /^FROM alpine:3\.20 AS (\S+)\nRUN make\nFROM scratch\nCOPY --from=\1 \/a \/a\nCOPY --from=\1 \/b \/b\n$/,
  );
  assert.equal(applied.length, 1);
});

void test('carriage returns stay, and new lines get theirs', () => {
  const { text } = fixAll('ARG A=1\r\nFROM alpine:3.20\r\nRUN echo $A\r\n');
  assert.equal(text, 'ARG A=1\r\nFROM alpine:3.20\r\nARG A\r\nRUN echo $A\r\n');
});

void test('suggestions wait for the user', () => {
  const text = 'FROM alpine\nCOPY . .\n';
  assert.deepEqual(fixAll(text), { text, applied: [] });
});

void test('a fixed text has no safe fix left', () => {
  const { text } = fixAll(
    'ARG A\nFROM alpine:3.20\nRUN echo $A\nFROM scratch\nCOPY --from=0 /a /a\nCMD run me\n',
  );
  const analysis = analyze(text);
  const safe = analysis.findings
    .flatMap((finding) => analysis.fixesOf(finding))
    .filter((fix) => fix.safety === 'safe');
  assert.deepEqual(safe, []);
});

const SHARED = process.env['STAGEWRIGHT_SHARED'] ?? resolve(__dirname, '../../../../../shared');
const FILES = join(SHARED, 'corpus', 'dev', 'files');
const isAbsent = !existsSync(FILES) && process.env['STAGEWRIGHT_REQUIRE_ALL'] !== '1';

void test(
  'over the corpus, fixing twice is fixing once',
  { skip: isAbsent ? `no corpus at ${FILES}` : false },
  () => {
    const paths = readdirSync(FILES, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /dockerfile[^/]*$/i.test(path),
    );
    let fixedFiles = 0;
    for (const path of paths.filter((each) => !each.endsWith('.dockerignore'))) {
      const text = tryRead(join(FILES, path));
      if (text === undefined) continue;
      const once = fixAll(text);
      if (once.applied.length === 0) {
        assert.equal(once.text, text, path);
        continue;
      }
      fixedFiles++;
      assert.deepEqual(fixAll(once.text), { text: once.text, applied: [] }, path);
      assert.equal(analyze(once.text).facts.stages.length, analyze(text).facts.stages.length, path);
    }
    assert.ok(fixedFiles > 0);
  },
);

/** Undefined for the folders among the paths. */
function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
