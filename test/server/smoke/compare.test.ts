import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  compareReports,
  formatComparison,
  type ImageReport,
  type PackageReport,
  type ProbeReport,
  type SmokeReport,
} from '../../../server/src/smoke/index';
import { imageReport, smokeReport } from './reports';

const image = imageReport({
  size: 100_000_000,
  cmd: ['node', 'server.js'],
  workdir: '/app',
  ports: ['80/tcp'],
  environment: [{ name: 'PATH', value: '/bin' }],
});

/** Each answer takes another time, as it does in life. */
let asked = 0;

const answer = (body: string): ProbeReport => ({
  kind: 'port',
  passed: true,
  message: '',
  line: undefined,
  durationMs: (asked += 10),
  port: 80,
  http: { status: 200, contentType: 'text/html', body },
});

function report(changed: Partial<SmokeReport>): SmokeReport {
  return smokeReport({ image, probes: [answer('hello')], ...changed });
}

function compared(
  before: Partial<SmokeReport>,
  after: Partial<SmokeReport>,
): ReturnType<typeof compareReports> {
  return compareReports({ label: 'HEAD', report: report(before) }, { label: 'this', report: report(after) });
}

describe('two smoke builds', () => {
  it('that answer alike behave the same, whatever time they took and however large they are', () => {
    const { verdict, summary } = compared({}, { image: { ...image, size: 25_000_000 } });
    assert.equal(verdict, 'passed');
    assert.equal(
      summary,
      'Smaller by 75.0 MB, 75 % (100 MB to 25.0 MB), same behaviour, same configuration.',
    );
  });

  it('that differ in configuration are told so by field', () => {
    const other: ImageReport = {
      ...image,
      user: 'node',
      environment: [{ name: 'MODE', value: 'fast' }],
    };
    const { verdict, summary, configuration } = compared({}, { image: other });
    assert.equal(verdict, 'passed');
    assert.match(summary, /^Same size \(100 MB\), same behaviour; the configuration differs in user, /u);
    assert.deepEqual(configuration, [
      { field: 'user', before: 'root', after: 'node' },
      { field: 'variable MODE', before: '(not set)', after: 'fast' },
      { field: 'variable PATH', before: '/bin', after: '(not set)' },
    ]);
  });

  it('that answer otherwise, or not at all, behave differently', () => {
    for (const probes of [[answer('bye')], []]) {
      const { verdict, summary } = compared({}, { probes });
      assert.equal(verdict, 'failed');
      assert.match(summary, /it behaves differently: port 80\.$/u);
    }
  });

  it('of which one cannot be built are no comparison', () => {
    const { verdict, summary } = compared(
      { image: undefined, verdict: 'failed', summary: 'Line 3: no.' },
      {},
    );
    assert.equal(verdict, 'error');
    assert.equal(summary, 'HEAD could not be compared: Line 3: no.');
  });

  it('tell packages that came, went and changed', () => {
    const withPackages = (...list: readonly (readonly [string, string])[]): ImageReport => ({
      ...image,
      contents: {
        files: 1,
        bytes: 1,
        system: undefined,
        tools: [],
        privileged: [],
        waste: { bytes: 0, files: 0, largest: [] },
        leaks: [],
        secrets: [],
        packages: {
          manager: 'apk',
          list: list.map(([name, version]): PackageReport => ({ name, version, line: 0, isBase: true })),
        },
      },
    });
    const result = compared(
      { image: withPackages(['gcc', '12'], ['musl', '1']) },
      { image: withPackages(['curl', '8'], ['musl', '2']) },
    );
    assert.deepEqual(result.packages, {
      added: [{ name: 'curl', before: undefined, after: '8' }],
      removed: [{ name: 'gcc', before: '12', after: undefined }],
      changed: [{ name: 'musl', before: '1', after: '2' }],
    });
    const text = formatComparison(result, { isColored: false });
    assert.match(text, /^Removed {3}1 package: gcc 12$/mu);
    assert.deepEqual(
      text.split('\n').filter((line) => line.length > 80),
      [],
    );
  });
});
