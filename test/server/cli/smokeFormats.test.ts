import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { smokeJunit } from '../../../server/src/cli/smoke/junit';
import { smokeMarkdown } from '../../../server/src/cli/smoke/markdown';
import { structureTest } from '../../../server/src/cli/smoke/structureTest';
import type { ProbeReport, SmokeReport } from '../../../server/src/smoke/index';
import { imageReport, smokeReport } from '../smoke/reports';

const image = imageReport({
  size: 12_000_000,
  user: 'app',
  cmd: ['serve'],
  workdir: '/app',
  ports: ['80/tcp', '53/udp'],
  volumes: ['/data'],
  environment: [
    { name: 'MODE', value: 'a|b' },
    { name: 'API_TOKEN', value: '***' },
  ],
});

const probe = (what: string, passed: boolean, message: string): ProbeReport => ({
  kind: 'declared',
  what,
  passed,
  message,
  line: 2,
  durationMs: 1500,
});

function report(changed: Partial<SmokeReport>): SmokeReport {
  return smokeReport({ summary: 'It ran.', image, durationMs: 2000, ...changed });
}

describe('a smoke build', () => {
  it('is a suite of JUnit, with a test a probe', () => {
    const xml = smokeJunit([
      report({
        verdict: 'failed',
        probes: [
          probe('file /a', true, 'there'),
          probe('log <ready>', false, 'The log does not say "<ready>".'),
        ],
        failure: { step: 'probe', line: 2, range: undefined, stage: 0, message: 'no', log: [] },
      }),
    ]);
    assert.match(
      xml,
      /<testsuites name="stagewright smoke" tests="3" failures="1" errors="0" time="2\.000">/u,
    );
    assert.match(xml, /<testcase name="file \/a" [^>]*line="3" time="1\.500"\/>/u);
    assert.match(xml, /<failure message="The log does not say &quot;&lt;ready&gt;&quot;\.">/u);
  });

  it('that fails to build is a failed test, one without an engine an error', () => {
    const failure = {
      step: 'build',
      line: 4,
      range: undefined,
      stage: 0,
      message: 'exit code: 1',
      log: ['boom'],
    } as const;
    const failed = smokeJunit([report({ verdict: 'failed', failure, image: undefined })]);
    assert.match(failed, /failures="1" errors="0"/u);
    assert.match(failed, /line="5".*>\s*<failure message="exit code: 1">boom<\/failure>/su);
    const none = smokeJunit([
      report({ verdict: 'error', failure: { ...failure, step: 'identify' }, image: undefined }),
    ]);
    assert.match(none, /failures="0" errors="1"/u);
  });

  it('is a table in Markdown that nothing in it can break', () => {
    const text = smokeMarkdown(report({ summary: 'a | b <script>', probes: [probe('x', true, 'c | d')] }));
    assert.match(text, /^### ✅ Smoke build of `Dockerfile`$/mu);
    assert.match(text, /^a \\\| b &lt;script>$/mu);
    assert.match(text, /^\| Probe \| ✅ c \\\| d \|$/mu);
    assert.match(text, /<details>[^]*```text[^]*```[^]*<\/details>\n$/u);
  });

  it('is a configuration of container-structure-test, without secret values', () => {
    const said: unknown = JSON.parse(
      structureTest(report({ probes: [probe('file /app/x', true, '')] }), image),
    );
    assert.deepEqual(said, {
      schemaVersion: '2.0.0',
      fileExistenceTests: [{ name: '/app/x is there', path: '/app/x', shouldExist: true }],
      metadataTest: {
        envVars: [{ key: 'MODE', value: 'a|b' }],
        exposedPorts: ['80', '53/udp'],
        volumes: ['/data'],
        entrypoint: [],
        cmd: ['serve'],
        workdir: '/app',
        user: 'app',
      },
    });
  });
});
