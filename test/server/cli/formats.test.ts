/** The pieces of text that reports are made of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeFrame } from '../../../server/src/cli/formats/codeFrame';
import { graphMermaid } from '../../../server/src/cli/formats/graphMermaid';
import { lintText } from '../../../server/src/cli/formats/lintText';
import { markdownText } from '../../../server/src/cli/formats/markdownText';
import { harmless, paintFor, wrap } from '../../../server/src/cli/formats/terminalText';
import { lintReport, type ReportedFinding } from '../../../server/src/cli/lintReport';
import { tidy } from '../../../server/src/cli/paths';
import { isDockerfileName } from '../../../server/src/cli/search';

const plain = paintFor({ isColored: false });
const style = { paint: plain, columns: 40 };

function range(line: number, from: number, toLine: number, to: number): ReportedFinding['range'] {
  return { start: { line, character: from }, end: { line: toLine, character: to } };
}

void test('a code frame marks the exact place', () => {
  assert.deepEqual(codeFrame('FROM alpine', range(0, 5, 0, 11), style), [
    '    1 | FROM alpine',
    '      |      ^^^^^^',
  ]);
  assert.deepEqual(
    codeFrame('RUN\tx', range(9, 4, 9, 4), style),
    ['   10 | RUN    x', '      |        ^'],
    'tabs, empty span',
  );
});

void test('a code frame shows the first of several lines', () => {
  assert.deepEqual(codeFrame('RUN a \\', range(1, 0, 3, 2), style), [
    '    2 | RUN a \\',
    '      | ^^^^^^^ … and 2 more',
  ]);
  assert.deepEqual(codeFrame('RUN a', range(1, 0, 2, 0), style), ['    2 | RUN a', '      | ^^^^^']);
});

void test('a code frame cuts a long line around the place and stays in its columns', () => {
  const line = `RUN ${'x'.repeat(100)}HERE${'y'.repeat(1_000_000)}`;
  const [text = '', marks = ''] = codeFrame(line, range(0, 104, 0, 108), style);
  assert.ok(text.length <= 40 && marks.length <= 40, text);
  assert.equal(text.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1), 'HERE');
  assert.match(text, /… *x+HERE/);

  for (const start of [0, 10, 30, 35, 200]) {
    for (const length of [0, 5, 40, 5000]) {
      for (const each of codeFrame(line, range(0, start, 0, start + length), style)) {
        assert.ok(each.length <= 40, `${String(start)} ${String(length)} ${each}`);
        assert.ok(!each.includes('undefined'));
      }
    }
  }
});

void test('nothing in a file can steer the terminal', () => {
  assert.equal(harmless('a\u001b[31mb\u202ec\r'), 'a\ufffd[31mb\ufffdc\ufffd');
  const [text] = codeFrame('RUN \u001b]0;x\u0007', range(0, 0, 0, 3), style);
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  assert.doesNotMatch(text ?? '', /[\u0000-\u001f]/);
});

const finding: ReportedFinding = {
  rule: 'no-latest-tag',
  level: 'warning',
  message: 'The base image of the final stage is not pinned to any version at all, so it changes',
  range: range(0, 5, 0, 18),
  stage: { index: 0, name: null, role: 'final' },
  source: 'no-latest-tag',
  related: [],
  fixes: [],
};

function reportOf(...findings: readonly ReportedFinding[]): ReturnType<typeof lintReport> {
  const file = {
    path: 'Dockerfile',
    text: 'FROM alpine:latest\n',
    findings,
    known: undefined,
    suppressed: [],
    fixed: undefined,
    error: undefined,
    missingTarget: undefined,
    notes: [],
  };
  return lintReport([file], 1.4);
}

void test('a finding stays on one line for programs and is wrapped for people', () => {
  const piped = lintText(reportOf(finding), () => 'warning', { isColored: false, columns: undefined });
  assert.match(piped, /^Dockerfile:1:6 warning The base image .* changes \(no-latest-tag\)\n/);
  const shown = lintText(reportOf(finding), () => 'warning', { isColored: false, columns: 60 });
  assert.ok(
    shown.split('\n').every((line) => line.length <= 60),
    shown,
  );
  // eslint-disable-next-line no-control-regex -- colour codes are what this is about
  assert.doesNotMatch(shown, /\u001b/);
  const colored = lintText(reportOf(finding), () => 'warning', { isColored: true, columns: 80 });
  assert.ok(colored.includes('\u001b[33mwarning\u001b[39m'));
});

void test('people see the path once above the findings of a file', () => {
  const shown = lintText(
    reportOf(finding, { ...finding, level: 'hint', message: 'Short' }),
    () => 'warning',
    {
      isColored: false,
      columns: 60,
    },
  );
  assert.deepEqual(shown.split('\n').slice(0, 8), [
    'Dockerfile',
    '  1:6 warning The base image of the final stage is not',
    '    pinned to any version at all, so it changes',
    '    (no-latest-tag)',
    '    1 | FROM alpine:latest',
    '      |      ^^^^^^^^^^^^^',
    '',
    '  1:6 hint Short (no-latest-tag)',
  ]);
});

void test('findings below the level take one line', () => {
  const text = lintText(reportOf({ ...finding, level: 'hint' }), () => 'warning', {
    isColored: false,
    columns: undefined,
  });
  assert.doesNotMatch(text, /\|/);
  assert.match(text, /^1 hint in 1 file\.$/m);
});

void test('the summary says what can be fixed', () => {
  const safe = { title: 'Name it', safety: 'safe', edits: [], newFiles: [] } as const;
  const text = lintText(reportOf({ ...finding, fixes: [safe] }, finding), () => 'warning', {
    isColored: false,
    columns: undefined,
  });
  assert.match(text, /^2 warnings in 1 file\.\n1 finding can be fixed .*--fix\.$/m);
  assert.match(
    lintText(reportOf(), () => 'warning', { isColored: false, columns: undefined }),
    /^No findings in 1 file\.\n$/,
  );
});

void test('Markdown becomes text', () => {
  const markdown = [
    '### Head `x`',
    '',
    'Some **bold** and *soft* text with a [link](https://example.org/a) and',
    'a second line, `a_b_c` and snake_case_word.',
    '- one item that is long enough to be wrapped',
    '- two',
    '',
    '```dockerfile',
    'FROM  a',
    '  **b**',
    '```',
    '',
  ].join('\n');
  assert.deepEqual(markdownText(markdown, style), [
    'Head `x`',
    '',
    'Some bold and soft text with a link',
    '(https://example.org/a) and a second',
    'line, `a_b_c` and snake_case_word.',
    '• one item that is long enough to be',
    '  wrapped',
    '• two',
    '',
    '    FROM  a',
    '      **b**',
  ]);
});

void test('wrapping keeps words whole', () => {
  assert.deepEqual(wrap('aa bb cc', 5), ['aa bb', 'cc']);
  assert.deepEqual(wrap('aaaaaaaa b', 5, '  '), ['aaaaaaaa', '  b']);
});

void test('Mermaid labels cannot end themselves', () => {
  const text = graphMermaid({
    stages: [],
    edges: [{ kind: 'from', from: 'a"]; click x "javascript:1"', to: 0, line: 0 }],
  });
  assert.ok(text.includes('(["a#34;]; click x #34;javascript:1#34;"])'), text);
});

void test('names of Dockerfiles', () => {
  const yes = ['Dockerfile', 'dockerfile', 'Dockerfile.dev', 'a.Dockerfile', 'a.dockerfile', 'Containerfile'];
  const no = [
    'Dockerfile.dockerignore',
    'dockerfile.go',
    'DockerfileX',
    'Dockerfile~',
    '.dockerignore',
    'a.Dockerfile.bak',
  ];
  assert.deepEqual([...yes, ...no].filter(isDockerfileName), yes);
});

void test('paths are shown as short as they were typed', () => {
  assert.deepEqual(['.', './', './a//b/', 'a/.', '/', '/a/', '../x', './../x'].map(tidy), [
    '.',
    '.',
    'a/b',
    'a',
    '/',
    '/a',
    '../x',
    '../x',
  ]);
});
