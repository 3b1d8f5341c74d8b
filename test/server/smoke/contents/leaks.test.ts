import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leakExaminer, leakOf } from '../../../../server/src/smoke/contents/leaks';
import { file, folder, gone, imageOf } from './samples';

describe('what is left of building', () => {
  for (const [path, kind, root] of [
    ['app/.git/objects/ab/cdef', 'version-control', 'app/.git'],
    ['root/.npm/_cacache/content/x', 'cache', 'root/.npm/_cacache'],
    ['var/cache/apt/archives/gcc_12_amd64.deb', 'cache', 'var/cache/apt/archives'],
    ['app/node_modules/.cache/babel/x.json', 'cache', 'app/node_modules/.cache'],
    ['go/pkg/mod/golang.org/x/text/text.go', 'cache', 'go/pkg/mod'],
    ['usr/bin/gcc-12', 'tool', 'usr/bin'],
    ['app/src/main.rs', 'source', 'app/src'],
    ['app/src/parser.test.ts', 'test', 'app/src'],
    ['app/tests/data.json', 'test', 'app/tests'],
  ] as const)
    it(`${path} is ${kind}`, () => {
      assert.deepEqual(leakOf(path), { kind, root });
    });

  for (const path of [
    'app/server.js',
    'app/main.py',
    'app/dist/index.html',
    'app/types.d.ts',
    'app/node_modules/express/test/app.js',
    'app/node_modules/typescript/lib/x.ts',
    'usr/local/lib/python3.11/site-packages/numpy/tests/a.py',
    'usr/include/stdio.h',
    'var/cache/apt/archives/lock',
    'opt/venv/lib/python3.11/x.c',
    'usr/bin/env',
  ])
    it(`${path} is none`, () => {
      assert.equal(leakOf(path), undefined);
    });

  it('is told by folder and line, and only what this Dockerfile brought and still shows', async () => {
    const image = imageOf(
      [file('usr/bin/gcc', 9)],
      [
        folder('app'),
        folder('app/.git'),
        file('app/.git/HEAD', 2),
        file('app/.git/objects/a', 5),
        file('app/a.go', 3),
      ],
      [gone('app/a.go')],
    );
    assert.deepEqual(await leakExaminer().conclude(image), [
      { kind: 'version-control', path: '/app/.git', files: 2, bytes: 7, line: 1 },
    ]);
  });
});
