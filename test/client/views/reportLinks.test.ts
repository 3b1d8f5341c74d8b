/** What can be done from a report: which links it has when, that they run commands of ours, and the pages of two builds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderComparison } from '../../../client/src/views/comparisonPage';
import { REPORT_COMMANDS, type ReportLinks } from '../../../client/src/views/reportLinks';
import { renderReproduction } from '../../../client/src/views/reproductionPage';
import { renderSmokeReport } from '../../../client/src/views/smokeReportPage';
import type { SmokeComparison, SmokeResult } from '../../../server/src/protocol';

const IMAGE: NonNullable<SmokeResult['image']> = {
  digest: 'sha256:12',
  size: 10_000_000,
  platform: 'linux/amd64',
  user: 'app',
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
  builders: [{ stage: 0, name: 'build', size: 40_000_000 }],
};

const PASSED: SmokeResult = {
  verdict: 'passed',
  summary: 'It works.',
  dockerfile: '/shop/Dockerfile',
  isSaved: true,
  durationMs: 12,
  engine: { program: 'docker' },
  plan: [],
  instructions: [],
  image: IMAGE,
  probes: [],
  warnings: [],
  notes: [],
  cleanup: { removed: ['image sha256:12'], kept: [], swept: [], isComplete: true },
};

const DOCUMENT = { uri: 'file:///shop/my%20Dockerfile', target: 'web', hasValues: false };

/** The commands that the page's links run, with their arguments. */
function linksIn(page: string): readonly (readonly [string, unknown])[] {
  return [...page.matchAll(/href="command:([^?"]+)\?([^"]*)"/gu)].map(([, command = '', args = '']) => [
    command,
    JSON.parse(decodeURIComponent(args.replaceAll('&#39;', "'"))),
  ]);
}

function page(report: SmokeResult, links: ReportLinks): string {
  return renderSmokeReport('Dockerfile', 'FROM busybox\nRUN true\n', report, links);
}

function commandsOf(report: SmokeResult, links: ReportLinks): readonly string[] {
  return linksIn(page(report, links)).map(([command]) => command.replace('stagewright.', ''));
}

describe('the links of a report', () => {
  it('lead to what can be asked next, with the document and the stage', () => {
    const links = linksIn(page(PASSED, { document: DOCUMENT }));
    assert.deepEqual(
      links.map(([command]) => command.replace('stagewright.', '')),
      ['smokeBuild', 'keepSmokeImage', 'compareBuilders', 'compareSmokeBuilds', 'reproduceSmokeBuild'],
    );
    for (const [, args] of links) assert.deepEqual(args, ['file:///shop/my%20Dockerfile', 'web']);
  });

  it('offer to look inside where a probe failed, and to change what was given', () => {
    const failed: SmokeResult = { ...PASSED, verdict: 'failed' };
    const commands = commandsOf(failed, { document: { ...DOCUMENT, hasValues: true } });
    assert.ok(commands.includes('lookInside') && commands.includes('changeSmokeValues'), commands.join());
    assert.equal(commands.includes('keepSmokeImage'), false);
  });

  it('do not offer what has been done', () => {
    const kept: SmokeResult = {
      ...PASSED,
      image: { ...IMAGE, builders: [{ stage: 0, name: 'build', size: 40_000_000, brought: [] }] },
      cleanup: { ...PASSED.cleanup, kept: ['image shop:1'] },
    };
    const commands = commandsOf(kept, { document: DOCUMENT });
    assert.deepEqual(commands, ['smokeBuild', 'compareSmokeBuilds', 'reproduceSmokeBuild']);
    assert.match(page(kept, { document: DOCUMENT }), /kept: image shop:1/u);
  });

  it('are none where nothing can be run, and only again where nothing was built', () => {
    assert.deepEqual(commandsOf(PASSED, {}), []);
    assert.deepEqual(commandsOf({ ...PASSED, image: undefined, verdict: 'failed' }, { document: DOCUMENT }), [
      'smokeBuild',
    ]);
  });

  it('run no command that the editor would refuse', () => {
    const question = { token: 't', until: '16:05', hasShell: true, isInShell: false };
    const failed: SmokeResult = { ...PASSED, verdict: 'failed' };
    const all = [
      ...linksIn(page(failed, { document: { ...DOCUMENT, hasValues: true } })),
      ...linksIn(page(PASSED, { document: DOCUMENT })),
      ...linksIn(page(PASSED, { question })),
    ].map(([command]) => command);
    assert.deepEqual([...new Set(all)].sort(), [...REPORT_COMMANDS].sort());
  });
});

describe('the question what becomes of the image', () => {
  const question = { token: `it's "t"`, until: '16:05', hasShell: true, isInShell: false };

  it('stands before the evidence, with the time until which it is asked', () => {
    const text = page(PASSED, { question });
    assert.match(text, /What becomes of the image\?[^]*removed at 16:05[^]*<h2[^>]*>Image</u);
    assert.doesNotMatch(text, /Nothing was made/u);
    assert.deepEqual(
      linksIn(text).map(([, args]) => args),
      [
        [`it's "t"`, 'keep'],
        [`it's "t"`, 'shell'],
        [`it's "t"`, 'remove'],
      ],
    );
  });

  it('offers no shell where there is none, or one is open', () => {
    for (const other of [{ hasShell: false }, { isInShell: true }])
      assert.equal(linksIn(page(PASSED, { question: { ...question, ...other } })).length, 2);
  });
});

describe('the page of two builds side by side', () => {
  const comparison: SmokeComparison = {
    verdict: 'failed',
    summary: 'Smaller by 30 MB; it behaves differently: port 80.',
    labels: { before: 'HEAD', after: 'this Dockerfile' },
    configuration: [{ field: 'user', before: 'root', after: '<app>' }],
    probes: [
      { what: 'port 80', before: `passed: ${'x'.repeat(500)}`, isSame: false },
      { what: 'the health check', before: 'passed', after: 'passed', isSame: true },
    ],
    packages: { added: [], removed: [{ name: 'curl', before: '8.1' }], changed: [] },
    before: PASSED,
    after: { ...PASSED, image: { ...IMAGE, size: 7_000_000 } },
  };
  const text = renderComparison('Dockerfile', comparison);

  it('says the verdict, the sizes and what differs', () => {
    assert.match(text, /<h1>Different behaviour<\/h1>[^]*Smaller by 30 MB/u);
    assert.match(text, /<th scope="row">Size<\/th>\s*<td>10\.0 MB<\/td>\s*<td>7\.0 MB<\/td>/u);
    assert.match(text, /<th scope="row">port 80<\/th>\s*<td>≠\u00a0another\u00a0answer<\/td>[^]*not asked/u);
    assert.match(text, /<code>&lt;app&gt;<\/code>/u);
    assert.match(text, /Removed \(1\)[^]*curl/u);
  });

  it('cuts an answer that is a whole page', () => {
    assert.doesNotMatch(text, /x{300}/u);
  });

  it('names a side that was not built, with the reason', () => {
    const unmade: SmokeResult = { ...PASSED, verdict: 'failed', summary: 'Line 2: exit code 7' };
    const other = renderComparison('Dockerfile', { ...comparison, verdict: 'error', before: unmade });
    assert.match(other, /Could not be compared[^]*About HEAD[^]*Line 2: exit code 7/u);
  });
});

describe('the page of two clean builds', () => {
  it('names the first difference with its line, cause and advice', () => {
    const text = renderReproduction('Dockerfile', 'FROM busybox\nRUN date > /now\n', {
      verdict: 'failed',
      summary: 'Line 2 makes a file that differs.',
      difference: {
        layer: 1,
        line: 1,
        isBase: false,
        files: [{ path: '/now', how: 'content' }],
        count: 1,
        causes: [
          { kind: 'time-in-content', paths: ['/now'], advice: 'Take the time from SOURCE_DATE_EPOCH.' },
        ],
      },
      layers: 2,
      build: PASSED,
    });
    assert.match(text, /<h1>Not reproducible<\/h1>/u);
    assert.match(text, /2 of 2[^]*line 2<\/span> <code>RUN date &gt; \/now<\/code>/u);
    assert.match(text, /The time of the build[^]*SOURCE_DATE_EPOCH[^]*\/now/u);
    assert.match(text, /other content/u);
  });

  it('of the same files says so, and of a failed build what failed', () => {
    const same = { verdict: 'passed', summary: 'The same.', layers: 2, build: PASSED } as const;
    assert.match(renderReproduction('Dockerfile', '', same), /<h1>Reproducible<\/h1>/u);
    const failure = { step: 'build', line: 0, message: 'exit code 7', log: ['a < b'] } as const;
    const failed = { ...same, verdict: 'failed', build: { ...PASSED, failure } } as const;
    assert.match(renderReproduction('Dockerfile', 'RUN x', failed), /exit code 7[^]*a &lt; b/u);
  });
});

describe('every page', () => {
  it('can be read by a screen reader: one main heading, landmarks that are named by headings, table heads', () => {
    const text = page(PASSED, { document: DOCUMENT });
    assert.equal(text.match(/<h1>/gu)?.length, 1);
    for (const [, id = ''] of text.matchAll(/aria-labelledby="([^"]+)"/gu))
      assert.equal(text.split(`<h2 id="${id}">`).length, 2, id);
    assert.match(text, /<nav aria-label="What to do next">/u);
    assert.equal(text.match(/<table>/gu)?.length, text.match(/<caption>/gu)?.length);
  });
});
