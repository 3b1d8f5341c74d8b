/** The lint report as a test report: a file is a suite, what fails the run is a failed test. */
import {
  type FileReport,
  isAtLeast,
  type LintReport,
  type PlacedFinding,
  type Threshold,
} from '../lintReport';
import { element, type XmlElement, xmlDocument } from './xml';

/** Findings below the threshold are told in the output of the suite, where they fail nothing. */
export function lintJunit(report: LintReport, thresholdOf: (path: string) => Threshold): string {
  const suites = report.files.map((file) => suite(file, thresholdOf(file.path)));
  const failures = report.files.flatMap(({ path, findings }) => failing(findings, thresholdOf(path))).length;
  return xmlDocument(
    element(
      'testsuites',
      {
        name: 'stagewright lint',
        tests: report.files.reduce((sum, file) => sum + testCount(file, thresholdOf(file.path)), 0),
        failures,
        errors: report.summary.unreadable,
        time: (report.summary.durationMs / 1000).toFixed(3),
      },
      suites,
    ),
  );
}

function suite(file: FileReport, threshold: Threshold): XmlElement {
  const failures = failing(file.findings, threshold);
  const others = file.findings.filter((finding) => !failures.includes(finding));
  return element(
    'testsuite',
    {
      name: file.path,
      tests: testCount(file, threshold),
      failures: failures.length,
      errors: file.error === undefined ? 0 : 1,
    },
    [
      ...failures.map((finding) =>
        element(
          'testcase',
          { name: `${finding.rule} ${place(finding)}`, classname: file.path, file: file.path },
          [element('failure', { type: finding.level, message: finding.message }, [told(file, finding)])],
        ),
      ),
      ...(file.error === undefined ? [] : [unreadableTest(file, file.error)]),
      // A suite without a test is shown as one that did not run.
      ...(failures.length === 0 && file.error === undefined
        ? [element('testcase', { name: 'no failures', classname: file.path, file: file.path })]
        : []),
      ...(others.length === 0
        ? []
        : [element('system-out', {}, [others.map((finding) => told(file, finding)).join('\n')])]),
    ],
  );
}

function unreadableTest(file: FileReport, reason: string): XmlElement {
  return element('testcase', { name: 'can be read and written', classname: file.path, file: file.path }, [
    element('error', { type: 'unreadable', message: reason }),
  ]);
}

function testCount({ findings, error }: FileReport, threshold: Threshold): number {
  return Math.max(1, failing(findings, threshold).length + (error === undefined ? 0 : 1));
}

function failing<Finding extends PlacedFinding>(
  findings: readonly Finding[],
  threshold: Threshold,
): readonly Finding[] {
  return findings.filter(({ level }) => isAtLeast(level, threshold));
}

/** The line that the text format has. */
function told({ path }: FileReport, finding: PlacedFinding): string {
  return `${path}:${place(finding)} ${finding.level} ${finding.message} (${finding.rule})`;
}

function place({ range: { start } }: PlacedFinding): string {
  return `${String(start.line + 1)}:${String(start.character + 1)}`;
}
