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

describe('the page of what lies in the image', () => {
  const image: NonNullable<SmokeResult['image']> = {
    digest: 'sha256:12',
    size: 10_000_000,
    platform: 'linux/amd64',
    user: '',
    cmd: ['true'],
    entrypoint: null,
    workdir: '/',
    ports: [],
    volumes: [],
    environment: [],
    healthcheck: null,
    stopSignal: 'SIGTERM',
    layers: [
      { line: 0, size: 8_000_000, isBase: true, createdBy: '' },
      { line: 1, size: 2_000_000, isBase: false, createdBy: '' },
    ],
    contents: {
      files: 12,
      bytes: 10_000_000,
      system: { name: 'Alpine <3.20>' },
      packages: { manager: 'apk', list: [{ name: 'curl', version: '8.1', line: 1, isBase: false }] },
      tools: [{ path: '/usr/bin/gcc', kind: 'compiler', line: 1, isBase: false }],
      privileged: [{ path: '/bin/su', mode: '4755', line: 0, isBase: true }],
      waste: {
        bytes: 500,
        files: 1,
        largest: [{ path: '/cache', bytes: 500, how: 'deleted', line: 1, byLine: 2 }],
      },
      leaks: [{ kind: 'version-control', path: '/app/.git', files: 3, bytes: 900, line: 1 }],
      secrets: [
        {
          kind: 'npm access token',
          where: 'file',
          name: '/root/.npmrc',
          isSeen: false,
          line: 1,
          isBase: false,
        },
      ],
    },
    builders: [
      {
        stage: 0,
        name: 'build',
        size: 100_000_000,
        brought: [{ kind: 'artifact', line: 1, files: 2, bytes: 428, from: '/app/dist/a', to: '/www/a' }],
      },
    ],
  };
  const page = renderSmokeReport('Dockerfile', DOCKERFILE, { ...NO_ENGINE, verdict: 'passed', image });

  it('names secrets, leftovers and waste with the line that brought them', () => {
    assert.match(page, /npm access token[^]*\/root\/\.npmrc[^]*line 2[^]*deleted later, still in the layer/u);
    assert.match(page, /version control history[^]*\/app\/\.git[^]*3 files/u);
    assert.match(page, /Bytes that nobody sees \(1\)[^]*\/cache[^]*deleted by/u);
    assert.match(page, /Alpine &lt;3\.20&gt;/u);
  });

  it('says how much smaller the image is than its builder', () => {
    assert.match(page, /build: 100\.0 MB,\s+the image is 90\.0 MB \(90 %\) smaller/u);
  });

  it('has a picture of the layers that a screen reader can read', () => {
    assert.match(page, /role="img" aria-label="Layers: base image 8\.0 MB, line 2 2\.0 MB"/u);
  });
});
