/** All safe fixes at once: as far as they go, and not a byte further. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { analyze, fixAll, type TextEdit } from '../../../server/src/core/index';
import { TakenEdits } from '../../../server/src/core/takenEdits';

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

void test('two stages that would get one name are named one after the other', () => {
  const { text, analysis } = fixAll(
    'FROM alpine:3.20\nRUN a\nFROM alpine:3.20\nRUN b\nFROM scratch\nCOPY --from=0 /a /a\nCOPY --from=1 /b /b\n',
  );
  const names = analysis.facts.stages.map(({ name }) => name);
  assert.equal(new Set(names).size, 3, text);
  assert.match(
    text,
    new RegExp(`COPY --from=${String(names[0])} /a /a\nCOPY --from=${String(names[1])} /b /b`),
  );
});

void test('many stages are named in one go, each by its own name', () => {
  const count = 60;
  const numbers = Array.from({ length: count }, (_, at) => String(at));
  const { applied, analysis } = fixAll(
    [
      ...numbers.map(() => 'FROM alpine:3.20\nRUN make\n'),
      'FROM scratch\n',
      ...numbers.map((at) => `COPY --from=${at} /a /a${at}\n`),
    ].join(''),
  );
  assert.equal(applied.length, count);
  const sources = analysis.facts.stages
    .at(-1)
    ?.edges.map(({ to }) => (to.kind === 'stage' ? to.index : to.kind));
  assert.deepEqual(sources?.map(String), numbers);
});

void test('a fix that would bring an error is left out, and the others are made', () => {
  // Taking the number away as a name leaves two stages of one name.
  const text = 'FROM alpine:3.20 AS a\nRUN make\nFROM alpine:3.20 AS a\nCOPY --from=0 /a /a\nCMD run me\n';
  const { analysis } = fixAll(text, { upTo: 'suggestion' });
  const errors = (findings: typeof analysis.findings): number =>
    findings.filter(({ level }) => level === 'error').length;
  assert.ok(errors(analysis.findings) <= errors(analyze(text).findings), analysis.text);
});

void test('suggestions are made when they are asked for, and only for what is wanted', () => {
  const text = 'FROM alpine:latest\nRUN npm install\nCMD run "me"\n';
  const all = fixAll(text, { upTo: 'suggestion' });
  assert.ok(all.applied.length > fixAll(text).applied.length, all.text);
  const one = fixAll(text, { upTo: 'suggestion', isWanted: ({ rule }) => rule === 'prefer-exec-form' });
  assert.match(one.text, /^FROM alpine:latest\nRUN npm install\nCMD \[/);
});

void test('of two fixes at one place the earlier one is made first, and the other one next', () => {
  const taken = new TakenEdits();
  const edit = (start: number, end: number, newText = 'x'): TextEdit => ({ span: { start, end }, newText });
  taken.add(edit(10, 12));
  taken.add(edit(4, 6));
  taken.add(edit(20, 20, 'ARG A\n'));
  assert.deepEqual(
    [edit(0, 3), edit(0, 4), edit(6, 6), edit(7, 9), edit(11, 11), edit(13, 19), edit(20, 20, 'ARG A\n')].map(
      (each) => taken.isInConflict(each),
    ),
    [false, true, true, false, true, false, true],
  );
  assert.equal(taken.isInConflict(edit(20, 20, 'ARG B\n')), false);
  assert.equal(taken.replaces({ start: 4, end: 6 }), true);
  assert.equal(taken.replaces({ start: 4, end: 7 }), false);
  assert.equal(taken.replaces({ start: 20, end: 20 }), false);
});

void test('carriage returns stay, and new lines get theirs', () => {
  const { text } = fixAll('ARG A=1\r\nFROM alpine:3.20\r\nRUN echo $A\r\n');
  assert.equal(text, 'ARG A=1\r\nFROM alpine:3.20\r\nARG A\r\nRUN echo $A\r\n');
});

void test('carriage returns are given to a last line that shows none', () => {
  const { text } = fixAll('FROM alpine:3.20\r\nFROM alpine:3.20\r\nCMD ["a"]', {
    upTo: 'suggestion',
    isWanted: ({ rule }) => rule === 'require-non-root-user',
  });
  assert.match(text, /\r\nUSER /);
  assert.doesNotMatch(text, /(?<!\r)\n/);
});

void test('suggestions wait for the user', () => {
  const text = 'FROM alpine\nCOPY . .\n';
  const result = fixAll(text);
  assert.equal(result.text, text);
  assert.deepEqual(result.applied, []);
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
      const twice = fixAll(once.text);
      assert.equal(twice.text, once.text, path);
      assert.deepEqual(twice.applied, [], path);
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
