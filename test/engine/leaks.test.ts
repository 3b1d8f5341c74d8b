/** What building leaves in an image, on a real engine: each kind at the line that brought it, and nothing where nothing is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContentsReport } from '../../server/src/smoke/index';
import { smoke } from './workbench';

/** Put together here, so that no scanner takes this file for a leak. */
const TOKEN = ['npm', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_');

const CONTEXT: Readonly<Record<string, string>> = {
  'app/main.c': 'int main(void) { return 0; }\n',
  'app/main.sh': '#!/bin/sh\necho ready\n',
  'app/tests/main_test.sh': 'true\n',
  'app/.git/HEAD': 'ref: refs/heads/main\n',
};

type Test = Parameters<typeof smoke>[0];

async function contentsOf(
  t: Test,
  dockerfile: string,
  input: Parameters<typeof smoke>[1]['input'] = {},
): Promise<ContentsReport> {
  const report = await smoke(t, { dockerfile, files: CONTEXT, input });
  assert.ok(report.image?.contents !== undefined, report.summary);
  assert.equal(JSON.stringify(report).includes(TOKEN), false);
  return report.image.contents;
}

/** Line 3 of each is to blame. */
const BAD: readonly (readonly [kind: string, line: string])[] = [
  ['source', 'COPY --from=build /app/main.c /app/'],
  ['version-control', 'COPY --from=build /app/.git /app/.git'],
  ['test', 'COPY --from=build /app/tests /app/tests'],
  ['tool', 'RUN cp /bin/busybox /usr/bin/gcc'],
  ['cache', 'RUN mkdir -p /root/.npm/_cacache && echo kept > /root/.npm/_cacache/index'],
];

for (const [kind, line] of BAD)
  test(`${kind} in the image is told at the line that brought it`, async (t) => {
    const { leaks } = await contentsOf(
      t,
      `FROM busybox:latest AS build\nCOPY app /app\nFROM busybox:latest\n${line}\nCMD ["true"]\n`,
    );
    assert.deepEqual(
      leaks.map((leak) => [leak.kind, leak.line]),
      [[kind, 3]],
    );
  });

test('a secret in a file that a later line deletes is told at the line that wrote it', async (t) => {
  const { secrets } = await contentsOf(
    t,
    `FROM busybox:latest\nRUN echo "//registry.example/:_authToken=${TOKEN}" > /root/.npmrc\nRUN rm /root/.npmrc\nCMD ["true"]\n`,
  );
  const inFile = secrets.filter(({ where }) => where === 'file');
  assert.deepEqual(
    inFile.map(({ name, line, isSeen }) => [name, line, isSeen]),
    [['/root/.npmrc', 1, false]],
  );
});

test('a secret in a build argument is told at its ARG, and its value nowhere', async (t) => {
  const { secrets } = await contentsOf(
    t,
    'FROM busybox:latest\nARG NPM_TOKEN\nRUN test -n "$NPM_TOKEN"\nCMD ["true"]\n',
    { buildArgs: { NPM_TOKEN: TOKEN } },
  );
  assert.deepEqual(
    secrets.map(({ where, name }) => [where, name]),
    [['history', 'NPM_TOKEN']],
  );
  assert.ok(secrets[0]?.line === 1 || secrets[0]?.line === 2, String(secrets[0]?.line));
});

test('an image with nothing but its artifact has neither leaks nor secrets', async (t) => {
  const { leaks, secrets, tools } = await contentsOf(
    t,
    'FROM busybox:latest AS build\nCOPY app /app\nFROM busybox:latest\nCOPY --from=build /app/main.sh /app/main.sh\nCMD ["sh", "/app/main.sh"]\n',
  );
  assert.deepEqual([leaks, secrets], [[], []]);
  assert.deepEqual(
    tools.filter(({ isBase }) => !isBase),
    [],
  );
});

test('the builders are compared by content: what reached the image, and how much did not', async (t) => {
  const report = await smoke(t, {
    dockerfile: `FROM busybox:latest AS build
COPY app /app
RUN dd if=/dev/zero of=/toolchain bs=1M count=5 && cp /app/main.sh /out.sh
FROM busybox:latest
COPY --from=build /out.sh /bin/start
COPY --from=build /app/tests /checks
CMD ["sh", "/bin/start"]
`,
    files: CONTEXT,
    input: { builders: 'compare' },
  });
  const [builder, ...others] = report.image?.builders ?? [];
  assert.equal(others.length, 0);
  assert.equal(builder?.name, 'build');
  assert.ok(builder.size - (report.image?.size ?? 0) >= 5 * 1024 * 1024);
  assert.deepEqual(builder.brought?.map(({ kind, line, files }) => [kind, line, files]).sort(), [
    ['artifact', 4, 1],
    ['test', 5, 1],
  ]);
});
