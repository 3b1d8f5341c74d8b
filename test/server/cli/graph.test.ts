/** The graph command in its three formats. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderWith, stagewright } from './cliProcess';

const FILE = `ARG VERSION=20
FROM node:\${VERSION}-alpine AS deps
RUN npm ci

FROM deps AS build
RUN --mount=type=bind,from=deps,target=/deps npm run build

FROM deps AS test
RUN npm test

FROM nginx:alpine
COPY --from=build /app/dist /usr/share/nginx/html
COPY --from=build /app/public /usr/share/nginx/html
COPY --from=busybox:1.36 /bin/busybox /bin/busybox
`;

void test('JSON has exactly the documented shape', async (t) => {
  const cwd = folderWith(t, { Dockerfile: FILE });
  const run = await stagewright(['graph', 'Dockerfile', '--format', 'json'], { cwd });
  assert.equal(run.code, 0, run.stderr);
  assert.deepEqual(JSON.parse(run.stdout), {
    stages: [
      {
        index: 0,
        name: 'deps',
        role: 'builder',
        base: 'node:20-alpine',
        range: { start: { line: 1, character: 0 }, end: { line: 2, character: 10 } },
      },
      {
        index: 1,
        name: 'build',
        role: 'builder',
        base: 'deps',
        range: { start: { line: 4, character: 0 }, end: { line: 5, character: 58 } },
      },
      {
        index: 2,
        name: 'test',
        role: 'target',
        base: 'deps',
        range: { start: { line: 7, character: 0 }, end: { line: 8, character: 12 } },
      },
      {
        index: 3,
        name: null,
        role: 'final',
        base: 'nginx:alpine',
        range: { start: { line: 10, character: 0 }, end: { line: 13, character: 50 } },
      },
    ],
    edges: [
      { kind: 'from', from: 'node:20-alpine', to: 0, line: 1 },
      { kind: 'from', from: 0, to: 1, line: 4 },
      {
        kind: 'mount',
        from: 0,
        to: 1,
        line: 5,
        paths: [{ path: '/', to: '/deps', certainty: 'certain', made: [], known: 0 }],
      },
      { kind: 'from', from: 0, to: 2, line: 7 },
      { kind: 'from', from: 'nginx:alpine', to: 3, line: 10 },
      {
        kind: 'copy',
        from: 1,
        to: 3,
        line: 11,
        paths: [
          {
            path: '/app/dist',
            to: '/usr/share/nginx/html',
            certainty: 'unknown',
            made: [{ stage: 1, line: 5 }],
            known: 0,
          },
        ],
      },
      {
        kind: 'copy',
        from: 1,
        to: 3,
        line: 12,
        paths: [
          {
            path: '/app/public',
            to: '/usr/share/nginx/html',
            certainty: 'unknown',
            made: [{ stage: 1, line: 5 }],
            known: 0,
          },
        ],
      },
      {
        kind: 'copy',
        from: 'busybox:1.36',
        to: 3,
        line: 13,
        paths: [{ path: '/bin/busybox', to: null, certainty: 'unknown', made: [], known: 0 }],
      },
    ],
  });
});

void test('JSON tells what crosses an edge by the files of the project', async (t) => {
  const cwd = folderWith(t, {
    Dockerfile:
      'FROM node:22 AS web\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx\nCOPY --from=web /app/www /html\n',
    'package.json': '{"scripts": {"build": "vite build"}}',
    'vite.config.js': 'export default { build: { outDir: "www" } };',
  });
  const run = await stagewright(['graph', 'Dockerfile', '--format', 'json'], { cwd });
  const { edges } = JSON.parse(run.stdout) as { edges: readonly { paths?: unknown }[] };
  assert.deepEqual(edges.at(-1)?.paths, [
    { path: '/app/www', to: '/html', certainty: 'likely', made: [{ stage: 0, line: 3 }], known: 1 },
  ]);
});

void test('text is a tree from the final stage down', async (t) => {
  const cwd = folderWith(t, { Dockerfile: FILE });
  const run = await stagewright(['graph', 'Dockerfile'], { cwd });
  assert.equal(
    run.stdout,
    `Dockerfile: 4 build stages

stage 3 (final), line 11
├─ FROM nginx:alpine
├─ COPY (lines 12, 13) from build (builder), line 5
│  ├─ FROM deps (builder), line 2
│  │  └─ FROM node:20-alpine
│  └─ mount (line 6) from deps (builder), line 2, see above
└─ COPY (line 14) from busybox:1.36

test (target), line 8
└─ FROM deps (builder), line 2, see above
`,
  );
});

void test('Mermaid names every stage, image and arrow', async (t) => {
  const cwd = folderWith(t, { Dockerfile: FILE });
  const { stdout } = await stagewright(['graph', 'Dockerfile', '--format', 'mermaid'], { cwd });
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines[0], 'flowchart LR');
  assert.ok(lines.includes('  stage3["stage 3<br/>final"]:::final'), stdout);
  assert.ok(lines.includes('  image0(["node:20-alpine"]):::image'));
  assert.ok(lines.includes('  stage1 -- "COPY line 12" --> stage3'));
  assert.ok(lines.includes('  stage0 == "FROM line 5" ==> stage1'));
  assert.ok(lines.includes('  stage0 -. "mount line 6" .-> stage1'));
});

void test('broken references still give a graph', async (t) => {
  const cwd = folderWith(t, {
    Dockerfile:
      'FROM a AS x\nCOPY --from=x /a /b\nCOPY --from=$Y /a /b\nCOPY --from=9 /a /b\nCOPY --from=z /a /b\nFROM "\nFROM s AS z\n',
  });
  for (const format of ['text', 'json', 'mermaid']) {
    const run = await stagewright(['graph', 'Dockerfile', '--format', format], { cwd });
    assert.equal(run.code, 0, run.stderr);
  }
});
