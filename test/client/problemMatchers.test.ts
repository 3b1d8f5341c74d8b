/** The problem matchers of package.json, held against what the command line really writes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { problemLines } from '../../server/src/cli/smoke/problems';
import { failure } from '../../server/src/smoke/session';
import { folderWith, lintJsonOf, stagewright } from '../server/cli/cliProcess';
import { smokeReport } from '../server/smoke/reports';

interface Pattern {
  readonly name: string;
  readonly regexp: string;
  readonly file: number;
  readonly line: number;
  readonly column: number;
  readonly severity: number;
  readonly message: number;
  readonly code: number;
}

interface Manifest {
  readonly contributes: {
    readonly problemPatterns: readonly [Pattern];
    readonly problemMatchers: readonly { readonly name: string; readonly pattern: string }[];
  };
}

const { contributes } = JSON.parse(
  readFileSync(join(__dirname, '../../../package.json'), 'utf8'),
) as Manifest;

/** As VS Code does it: line by line, without colours. */
function problemsIn(output: string): readonly string[] {
  const [pattern] = contributes.problemPatterns;
  return stripVTControlCharacters(output)
    .split(/\r?\n/u)
    .flatMap((line) => {
      const found = new RegExp(pattern.regexp, 'u').exec(line);
      if (found === null) return [];
      const part = (group: number): string => found[group] ?? '';
      return [
        `${part(pattern.file)} ${part(pattern.line)} ${part(pattern.column)} ${part(pattern.severity)} ${part(pattern.code)}: ${part(pattern.message)}`,
      ];
    });
}

/** A finding of every level, a message with brackets, and a path with a space and a colon. */
const FILES = {
  Dockerfile:
    'FROM busybox:1.36\nMAINTAINER me\nCOPY --from=nowhere /a /a\nRUNN ls\nRUN cd /tmp && ls\nCMD ls -l\n',
  'a b:c/Dockerfile': 'from busybox AS One\nRUN echo $UNKNOWN(1)\nFROM one\nCOPY x .\n',
};

test('every finding of lint is read, whatever the terminal', async (t) => {
  const cwd = folderWith(t, FILES);
  const { files } = lintJsonOf(await stagewright(['lint', '--format', 'json', '.'], { cwd }));
  const expected = files.flatMap(({ path, findings }) =>
    findings.map(
      ({ rule, level, message, range: { start } }) =>
        `${path} ${String(start.line + 1)} ${String(start.character + 1)} ${level} ${rule}: ${message.replace(/\s*\n\s*/gu, ' ')}`,
    ),
  );
  const levels = new Set(files.flatMap(({ findings }) => findings.map(({ level }) => level)));
  assert.deepEqual([...levels].toSorted(), ['error', 'hint', 'information', 'warning']);
  for (const env of [{}, { FORCE_COLOR: '1' }, { COLUMNS: '50', FORCE_COLOR: '1' }]) {
    const { stdout } = await stagewright(['lint', '--matchable', '.'], { cwd, env });
    assert.deepEqual(problemsIn(stdout), expected);
  }
});

test('without the option a narrow terminal wraps findings, which no matcher can read', async (t) => {
  const cwd = folderWith(t, FILES);
  const { stdout } = await stagewright(['lint', '.'], { cwd, env: { COLUMNS: '50' } });
  assert.deepEqual(problemsIn(stdout), []);
});

test('the instruction at which a smoke build fails is read, and the warnings of the builder', () => {
  const report = smokeReport({
    verdict: 'failed',
    dockerfile: '/work/shop (old)/Dockerfile',
    warnings: [
      { line: 0, message: 'Stage names\nshould be lower case', url: undefined },
      { line: undefined, message: 'belongs to no line', url: undefined },
    ],
    failure: failure('build', 'the command did not complete successfully: exit code: 7 \u001b[2J', {
      line: 2,
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 9 } },
    }),
  });
  const io = {
    terminal: { isColored: true, columns: 80 },
    files: { absolute: () => '/work' },
  };
  assert.deepEqual(problemsIn(problemLines(report, io)), [
    'shop (old)/Dockerfile 1 1 warning smoke-build: Stage names should be lower case',
    'shop (old)/Dockerfile 3 5 error smoke-build: the command did not complete successfully: exit code: 7 \ufffd[2J',
  ]);
  assert.deepEqual(problemsIn(problemLines({ ...report, verdict: 'error', warnings: [] }, io)), []);
});

test('other lines of a report are no problems', () => {
  for (const line of [
    '    3 | RUN curl http://a:80:1 error x',
    'Image     sha256:0, 11.8 MB, linux/amd64',
    '12:30:01 error in the log',
    'Dockerfile: fixed something',
  ])
    assert.deepEqual(problemsIn(line), [], line);
});

test('every matcher has a pattern that exists', () => {
  const names = contributes.problemPatterns.map(({ name }) => `$${name}`);
  for (const { pattern } of contributes.problemMatchers) assert.ok(names.includes(pattern), pattern);
});
