/** Smoke builds as a test report: a build is a suite, each probe a test. */
import type { ProbeReport, SmokeReport } from '../../smoke/index';
import { element, type XmlElement, xmlDocument } from '../formats/xml';

/** A Dockerfile that was not even tried. */
export interface Refused {
  readonly path: string;
  readonly problem: string;
}

export function smokeJunit(reports: readonly SmokeReport[], refused: readonly Refused[] = []): string {
  const suites = [...reports.map(suiteOf), ...refused.map(refusedSuite)];
  return xmlDocument(
    element(
      'testsuites',
      {
        name: 'stagewright smoke',
        tests: suites.reduce((sum, { tests }) => sum + tests, 0),
        failures: suites.reduce((sum, { failures }) => sum + failures, 0),
        errors: suites.reduce((sum, { errors }) => sum + errors, 0),
        time: secondsOf(reports.reduce((sum, { durationMs }) => sum + durationMs, 0)),
      },
      suites.map(({ xml }) => xml),
    ),
  );
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly xml: XmlElement;
}

function suiteOf(report: SmokeReport): Suite {
  const name = `${report.dockerfile}${report.stage === undefined ? '' : ` stage ${report.stage.name ?? report.stage.index}`}`;
  const tests = [buildTest(report, name), ...report.probes.map((probe) => probeTest(probe, name, report))];
  const failures = tests.filter(({ state }) => state === 'failure').length;
  const errors = tests.filter(({ state }) => state === 'error').length;
  const attributes = { name, tests: tests.length, failures, errors, time: secondsOf(report.durationMs) };
  return {
    tests: tests.length,
    failures,
    errors,
    xml: element(
      'testsuite',
      attributes,
      tests.map(({ xml }) => xml),
    ),
  };
}

function refusedSuite({ path, problem }: Refused): Suite {
  const test = element('testcase', { name: 'builds and starts', classname: path, file: path }, [
    element('error', { message: problem }, []),
  ]);
  return {
    tests: 1,
    failures: 0,
    errors: 1,
    xml: element('testsuite', { name: path, tests: 1, failures: 0, errors: 1, time: secondsOf(0) }, [test]),
  };
}

interface Test {
  readonly state: 'passed' | 'failure' | 'error';
  readonly xml: XmlElement;
}

/** The build itself, up to the point where there is something to probe. */
function buildTest(report: SmokeReport, suite: string): Test {
  const { failure, verdict } = report;
  const isOwn = failure !== undefined && failure.step !== 'probe';
  const state = !isOwn ? 'passed' : verdict === 'failed' ? 'failure' : 'error';
  const time = report.instructions.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return {
    state,
    xml: testCase(
      'builds and starts',
      suite,
      report,
      failure?.line,
      time,
      state,
      failure?.cause === undefined ? failure?.message : `${failure.message} ${failure.cause.happened}`,
      failure?.log,
    ),
  };
}

function probeTest(probe: ProbeReport, suite: string, report: SmokeReport): Test {
  const name =
    probe.kind === 'declared' ? probe.what : probe.kind === 'port' ? `port ${probe.port}` : probe.kind;
  const state = probe.passed ? 'passed' : 'failure';
  return {
    state,
    xml: testCase(name, suite, report, probe.line, probe.durationMs, state, probe.message, report.run?.log),
  };
}

function testCase(
  name: string,
  suite: string,
  { dockerfile }: SmokeReport,
  line: number | undefined,
  durationMs: number,
  state: Test['state'],
  message: string | undefined,
  log: readonly string[] | undefined,
): XmlElement {
  const attributes = {
    name,
    classname: suite,
    file: dockerfile,
    line: line === undefined ? undefined : line + 1,
    time: secondsOf(durationMs),
  };
  if (state === 'passed') return element('testcase', attributes);
  return element('testcase', attributes, [element(state, { message }, [(log ?? []).join('\n')])]);
}

function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(3);
}
