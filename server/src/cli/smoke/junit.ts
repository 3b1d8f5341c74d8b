/** Smoke builds as a test report: a build is a suite, each probe a test. */
import type { ProbeReport, ReproductionReport, SmokeReport } from '../../smoke/index';
import { element, type XmlElement, xmlDocument } from '../formats/xml';

/** A Dockerfile that was not even tried. */
export interface Refused {
  readonly path: string;
  readonly problem: string;
}

export function smokeJunit(reports: readonly SmokeReport[], refused: readonly Refused[] = []): string {
  const durationMs = reports.reduce((sum, report) => sum + report.durationMs, 0);
  return suitesDocument([...reports.map(suiteOf), ...refused.map(refusedSuite)], durationMs);
}

/** Two clean builds are one test: whether they make the same. */
export function reproductionJunit(report: ReproductionReport): string {
  const { build, verdict, summary, difference } = report;
  const suite = suiteName(build);
  const state = verdict === 'passed' ? 'passed' : verdict === 'failed' ? 'failure' : 'error';
  const line = difference?.line ?? build.failure?.line;
  const log = difference?.files.map(({ path }) => path) ?? build.failure?.log;
  const name = 'two clean builds make the same';
  return suitesDocument(
    [
      suiteWith(suite, build.durationMs, [
        testOf(name, suite, build, line, build.durationMs, state, summary, log),
      ]),
    ],
    build.durationMs,
  );
}

function suitesDocument(suites: readonly Suite[], durationMs: number): string {
  return xmlDocument(
    element(
      'testsuites',
      {
        name: 'stagewright smoke',
        tests: suites.reduce((sum, { tests }) => sum + tests, 0),
        failures: suites.reduce((sum, { failures }) => sum + failures, 0),
        errors: suites.reduce((sum, { errors }) => sum + errors, 0),
        time: secondsOf(durationMs),
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
  const name = suiteName(report);
  const tests = [buildTest(report, name), ...report.probes.map((probe) => probeTest(probe, name, report))];
  return suiteWith(name, report.durationMs, tests);
}

function suiteName({ dockerfile, stage }: SmokeReport): string {
  return `${dockerfile}${stage === undefined ? '' : ` stage ${stage.name ?? stage.index}`}`;
}

function suiteWith(name: string, durationMs: number, tests: readonly Test[]): Suite {
  const failures = tests.filter(({ state }) => state === 'failure').length;
  const errors = tests.filter(({ state }) => state === 'error').length;
  const attributes = { name, tests: tests.length, failures, errors, time: secondsOf(durationMs) };
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
  const message =
    failure?.cause === undefined ? failure?.message : `${failure.message} ${failure.cause.happened}`;
  return testOf('builds and starts', suite, report, failure?.line, time, state, message, failure?.log);
}

function probeTest(probe: ProbeReport, suite: string, report: SmokeReport): Test {
  const name =
    probe.kind === 'declared' ? probe.what : probe.kind === 'port' ? `port ${probe.port}` : probe.kind;
  const state = probe.passed ? 'passed' : 'failure';
  const { line, durationMs, message } = probe;
  return testOf(name, suite, report, line, durationMs, state, message, report.run?.log);
}

function testOf(
  name: string,
  suite: string,
  report: SmokeReport,
  line: number | undefined,
  durationMs: number,
  state: Test['state'],
  message: string | undefined,
  log: readonly string[] | undefined,
): Test {
  return { state, xml: testCase(name, suite, report, line, durationMs, state, message, log) };
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
