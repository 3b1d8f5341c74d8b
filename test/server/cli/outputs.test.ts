/** Every form in which a lint report is written out: what is in it, and that nothing in a file can break it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distinctFingerprints } from '../../../server/src/cli/fingerprint';
import { formatted, type LintFormat } from '../../../server/src/cli/formats/lintFormats';
import type { OutputSetting } from '../../../server/src/cli/formats/outputSetting';
import { element, xmlDocument } from '../../../server/src/cli/formats/xml';
import { type FileReport, lintReport, type ReportedFinding } from '../../../server/src/cli/lintReport';
import { folderWith, stagewright } from './cliProcess';

const SETTING: OutputSetting = {
  thresholdOf: () => 'warning',
  terminal: { isColored: false, columns: undefined },
  version: '1.2.3',
  hostPath: (path) => `sub/${path}`,
};

const LATEST: ReportedFinding = {
  rule: 'no-latest-tag',
  level: 'warning',
  message: 'Name a "version", <not> latest & co: 100 %',
  range: { start: { line: 1, character: 5 }, end: { line: 1, character: 18 } },
  stage: { index: 0, name: null, role: 'final' },
  source: 'no-latest-tag',
  related: [
    { message: 'Here too', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } },
  ],
  fixes: [
    {
      title: 'Name a version',
      safety: 'suggestion',
      edits: [
        {
          range: { start: { line: 1, character: 12 }, end: { line: 1, character: 18 } },
          newText: '3.20',
        },
      ],
      newFiles: [],
    },
  ],
};
const HINT: ReportedFinding = {
  ...LATEST,
  level: 'hint',
  range: { start: { line: 1, character: 0 }, end: { line: 3, character: 0 } },
  fixes: [],
};

function file(findings: readonly ReportedFinding[], change: Partial<FileReport> = {}): FileReport {
  return {
    path: 'a, b%.Dockerfile',
    text: '# x\nFROM alpine:latest\nRUN a\n',
    findings,
    known: undefined,
    suppressed: [],
    fixed: undefined,
    error: undefined,
    missingTarget: undefined,
    notes: [],
    ...change,
  };
}

function output(format: LintFormat, ...files: readonly FileReport[]): string {
  return formatted(lintReport(files, 1500), format, SETTING);
}

void test('github: a command a finding, with everything escaped that could end one', () => {
  const lines = output('github', file([LATEST, HINT]), file([], { error: 'gone\nfor good' })).split('\n');
  assert.deepEqual(lines, [
    '::warning file=sub/a%2C b%25.Dockerfile,line=2,endLine=2,col=6,endColumn=18,title=no-latest-tag::' +
      'Name a "version", <not> latest & co: 100 %25',
    '::notice file=sub/a%2C b%25.Dockerfile,line=2,endLine=3,title=no-latest-tag::' +
      'Name a "version", <not> latest & co: 100 %25',
    '::error file=sub/a%2C b%25.Dockerfile,title=stagewright::a, b%25.Dockerfile: gone%0Afor good',
    '',
  ]);
});

void test('checkstyle: a file with its findings, lines and columns from 1', () => {
  assert.equal(
    output('checkstyle', file([LATEST, HINT])),
    `<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="a, b%.Dockerfile">
    <error line="2" column="6" severity="warning" message="Name a &quot;version&quot;, &lt;not&gt; latest &amp; co: 100 %" source="stagewright.no-latest-tag"/>
    <error line="2" column="1" severity="info" message="Name a &quot;version&quot;, &lt;not&gt; latest &amp; co: 100 %" source="stagewright.no-latest-tag"/>
  </file>
</checkstyle>
`,
  );
});

void test('junit: what counts is a failed test, what does not is told, and a clean file is a passed test', () => {
  const report = output(
    'junit',
    file([LATEST, HINT]),
    file([], { path: 'clean' }),
    file([], { path: 'gone', error: 'no such file' }),
  );
  assert.match(
    report,
    /^<testsuites name="stagewright lint" tests="3" failures="1" errors="1" time="1.500">$/m,
  );
  assert.match(report, /<testsuite name="a, b%.Dockerfile" tests="1" failures="1" errors="0">\n/);
  assert.equal(report.match(/<failure /g)?.length, 1);
  assert.match(report, /<system-out>a, b%\.Dockerfile:2:1 hint .*<\/system-out>/);
  assert.match(report, /<testcase name="no failures" classname="clean" file="clean"\/>/);
  assert.match(report, /<error type="unreadable" message="no such file"\/>/);
});

void test('XML holds whatever text there is', () => {
  assert.equal(
    xmlDocument(
      element('a', { b: 'x\n"\'<\u0000\ud800', c: undefined, d: 0 }, ['1 < 2 & ]]>', '\u001b[31m']),
    ),
    '<?xml version="1.0" encoding="UTF-8"?>\n<a b="x&#10;&quot;\'&lt;\ufffd\ufffd" d="0">1 &lt; 2 &amp; ]]&gt;\ufffd[31m</a>\n',
  );
  assert.match(xmlDocument(element('a', {}, ['\u{1f433}'])), /<a>\u{1f433}<\/a>/u);
});

void test('codeclimate: issues with paths of the repository and fingerprints that differ', () => {
  const issues = JSON.parse(output('codeclimate', file([LATEST, HINT, LATEST]))) as {
    readonly check_name: string;
    readonly severity: string;
    readonly fingerprint: string;
    readonly location: object;
  }[];
  assert.deepEqual(
    issues.map(({ check_name, severity, location }) => [check_name, severity, location]),
    [
      ['no-latest-tag', 'major', { path: 'sub/a, b%.Dockerfile', lines: { begin: 2, end: 2 } }],
      ['no-latest-tag', 'info', { path: 'sub/a, b%.Dockerfile', lines: { begin: 2, end: 3 } }],
      ['no-latest-tag', 'major', { path: 'sub/a, b%.Dockerfile', lines: { begin: 2, end: 2 } }],
    ],
  );
  assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, 3);
});

void test('a fingerprint stays when lines above move and spaces change, and goes with the line', () => {
  const moved = { ...LATEST, range: at(4, 7, 20) };
  const of = (finding: ReportedFinding, text: string): readonly string[] =>
    distinctFingerprints([finding], text.split('\n'));
  const before = of(LATEST, '# x\nFROM alpine:latest\n');
  assert.deepEqual(of(moved, '# x\n\n\n# y\n  FROM alpine:latest\n'), before);
  assert.notDeepEqual(of(LATEST, '# x\nFROM debian:latest\n'), before);
  assert.notDeepEqual(of({ ...LATEST, rule: 'other' }, '# x\nFROM alpine:latest\n'), before);
  assert.match(before[0] ?? '', /^[0-9a-f]{16}$/);
});

function at(line: number, from: number, to: number): ReportedFinding['range'] {
  return { start: { line, character: from }, end: { line, character: to } };
}

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly version: string;
        readonly rules: readonly SarifRule[];
      };
    };
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
    }[];
    readonly columnKind: string;
    readonly results: readonly SarifResult[];
  }[];
}

interface SarifRule {
  readonly id: string;
  readonly help: { readonly text: string; readonly markdown: string };
  readonly helpUri: string;
  readonly defaultConfiguration: { readonly level: string };
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: readonly { readonly physicalLocation: object }[];
  readonly relatedLocations?: readonly object[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly baselineState?: string;
  readonly suppressions?: readonly { readonly kind: string }[];
  readonly fixes?: readonly object[];
}

void test('sarif: rules with their lessons, places, fixes and fingerprints', () => {
  const log = JSON.parse(output('sarif', file([LATEST, HINT]))) as Sarif;
  assert.equal(log.version, '2.1.0');
  const [run] = log.runs;
  assert.ok(run);
  const { driver } = run.tool;
  assert.deepEqual([driver.name, driver.version, run.columnKind], ['Stagewright', '1.2.3', 'utf16CodeUnits']);
  const [rule] = driver.rules;
  assert.equal(driver.rules.length, 1, 'each rule once');
  assert.ok(rule);
  assert.deepEqual([rule.id, rule.defaultConfiguration.level], ['no-latest-tag', 'warning']);
  assert.match(rule.help.markdown, /```dockerfile\nFROM /);
  assert.doesNotMatch(rule.help.text, /```|\*\*/);
  assert.match(rule.helpUri, /^https:\/\//);

  const [hint, latest] = run.results;
  assert.ok(hint && latest, 'in the order of the text');
  assert.deepEqual(
    [latest.ruleId, latest.ruleIndex, latest.level, hint.level],
    ['no-latest-tag', 0, 'warning', 'note'],
  );
  const artifactLocation = { uri: 'sub/a,%20b%25.Dockerfile', uriBaseId: '%SRCROOT%' };
  assert.deepEqual(latest.locations, [
    {
      physicalLocation: {
        artifactLocation,
        region: { startLine: 2, startColumn: 6, endLine: 2, endColumn: 19 },
      },
    },
  ]);
  assert.equal(latest.relatedLocations?.length, 1);
  assert.deepEqual(latest.fixes, [
    {
      description: { text: 'Name a version' },
      artifactChanges: [
        {
          artifactLocation,
          replacements: [
            {
              deletedRegion: { startLine: 2, startColumn: 13, endLine: 2, endColumn: 19 },
              insertedContent: { text: '3.20' },
            },
          ],
        },
      ],
    },
  ]);
  assert.equal(hint.fixes, undefined);
  assert.match(latest.partialFingerprints.primaryLocationLineHash, /^[0-9a-f]{16}:1$/);
  assert.deepEqual([latest.suppressions, latest.baselineState], [[], undefined]);
});

const MOVED: ReportedFinding = { ...LATEST, range: at(2, 0, 3) };

void test('sarif: what the baseline knows is suppressed, and what could not be read is told', () => {
  const log = JSON.parse(
    output(
      'sarif',
      file([LATEST], { known: [HINT], suppressed: [{ finding: MOVED, reason: 'why' }] }),
      file([], { error: 'permission denied', notes: ['n'] }),
    ),
  ) as Sarif;
  const [run] = log.runs;
  assert.deepEqual(
    run?.results.map(({ level, baselineState, suppressions }) => [
      level,
      baselineState,
      suppressions?.map(({ kind }) => kind),
    ]),
    [
      ['note', 'unchanged', ['external']],
      ['warning', 'new', []],
      ['warning', undefined, ['inSource']],
    ],
  );
  const [invocation] = run?.invocations ?? [];
  assert.equal(invocation?.executionSuccessful, false);
  assert.deepEqual(
    invocation.toolExecutionNotifications.map(({ message }) => message.text),
    ['permission denied', 'n'],
  );
});

void test('every format is written by the program, and only the report goes to the standard output', async (t) => {
  const cwd = folderWith(t, { '.git/HEAD': '', 'sub/Dockerfile': 'FROM alpine\nUSER 1000\nCMD ["true"]\n' });
  const expected: Readonly<Record<Exclude<LintFormat, 'text'>, RegExp>> = {
    json: /^\{"files":\[\{"path":"Dockerfile"/,
    sarif: /"uri":"sub\/Dockerfile","uriBaseId"/,
    github: /^::warning file=sub\/Dockerfile,line=1,/,
    junit: /<testsuite name="Dockerfile" tests="1" failures="1" /,
    checkstyle: /<file name="Dockerfile">/,
    codeclimate: /"path":"sub\/Dockerfile"/,
  };
  for (const [format, pattern] of Object.entries(expected)) {
    const run = await stagewright(['lint', '--format', format], { cwd: `${cwd}/sub` });
    assert.equal(run.code, 1, format);
    assert.match(run.stdout, pattern);
    assert.equal(run.stderr, '');
  }
});
