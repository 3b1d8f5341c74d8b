import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatSize, formatTime } from '../../../client/src/views/quantities';
import { renderSmokeReport } from '../../../client/src/views/smokeReportPage';
import type { SmokeResult } from '../../../server/src/protocol';

const DOCKERFILE = 'FROM busybox:latest\nRUN echo "a < b"\nCMD ["true"]\n';

const NO_ENGINE: SmokeResult = {
  verdict: 'error',
  summary: 'No container engine was found: looked for docker on PATH.',
  dockerfile: '/shop/Dockerfile',
  isSaved: true,
  durationMs: 12,
  engine: { program: 'docker' },
  plan: [],
  instructions: [],
  probes: [],
  warnings: [],
  notes: [],
  cleanup: { removed: [], kept: [], swept: [], isComplete: true },
};

const FAILED: SmokeResult = {
  ...NO_ENGINE,
  verdict: 'failed',
  summary: 'RUN on line 2 failed.',
  isSaved: false,
  stage: { index: 0 },
  instructions: [
    {
      line: 1,
      stage: 0,
      keyword: 'RUN',
      durationMs: 1500,
      cached: false,
      log: ['<script>alert(1)</script>'],
    },
  ],
  failure: { step: 'build', line: 1, message: 'exit code 7', log: ['a & b', '</pre><img src=x>'] },
  cleanup: { removed: ['image sha256:12'], kept: [], swept: [], isComplete: true },
};

describe('the page of a smoke report', () => {
  it('says what came of it, in words', () => {
    const page = renderSmokeReport('Dockerfile', DOCKERFILE, NO_ENGINE);
    assert.match(page, /<h1>Smoke build could not be made<\/h1>/u);
    assert.match(page, /looked for docker on PATH/u);
    assert.match(page, /Nothing was made, so nothing had to be removed/u);
  });

  it('quotes the instruction that failed and what it printed', () => {
    const page = renderSmokeReport('Dockerfile', DOCKERFILE, FAILED);
    assert.match(page, /line 2<\/span> <code>RUN echo &quot;a &lt; b&quot;<\/code>/u);
    assert.match(page, /a &amp; b/u);
    assert.match(page, /the editor’s unsaved text/u);
    assert.match(page, /<li>image sha256:12<\/li>/u);
  });

  it('lets nothing that a build prints become markup', () => {
    const page = renderSmokeReport('<b>', DOCKERFILE, FAILED);
    assert.doesNotMatch(page, /<script|<img|<b>/u);
  });

  it('allows no script and loads nothing', () => {
    const page = renderSmokeReport('Dockerfile', DOCKERFILE, FAILED);
    assert.match(page, /default-src 'none'; style-src 'unsafe-inline'/u);
  });

  it('can be read by a screen reader: a language, one main heading, captions and column headings', () => {
    const page = renderSmokeReport('Dockerfile', DOCKERFILE, FAILED);
    assert.match(page, /<html lang="en">/u);
    assert.equal(page.match(/<h1>/gu)?.length, 1);
    assert.equal(page.match(/<table>/gu)?.length, page.match(/<caption>/gu)?.length);
    assert.match(page, /<th scope="col">/u);
  });
});

describe('sizes', () => {
  for (const [bytes, text] of [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [12_345_678, '12.3 MB'],
    [5_000_000_000, '5.0 GB'],
  ] as const) {
    it(`writes ${String(bytes)} as ${text}`, () => {
      assert.equal(formatSize(bytes), text);
    });
  }
});

describe('times', () => {
  for (const [milliseconds, text] of [
    [0.4, '0 ms'],
    [999, '999 ms'],
    [1500, '1.5 s'],
    [61_000, '1 min 1 s'],
    [119_700, '2 min 0 s'],
  ] as const) {
    it(`writes ${String(milliseconds)} ms as ${text}`, () => {
      assert.equal(formatTime(milliseconds), text);
    });
  }
});
