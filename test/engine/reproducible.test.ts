/** Two clean builds on a real engine: what makes them differ is told with its cause and its line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeSmokePort } from '../../server/src/node/smokePort';
import {
  formatReproduction,
  type IrreproducibleCause,
  type ReproductionReport,
  smokeReproduce,
} from '../../server/src/smoke/index';
import { assertNothingLeft, docker, inputFor, newRun } from './workbench';

type Test = Parameters<typeof inputFor>[0];

async function reproduce(
  t: Test,
  dockerfile: string,
  files: Readonly<Record<string, string>> = {},
): Promise<ReproductionReport> {
  const run = newRun();
  const port = { ...nodeSmokePort(), randomId: () => run };
  const report = await smokeReproduce(inputFor(t, { dockerfile, files }), port);
  assertNothingLeft(run);
  return report;
}

test('a build that makes the same files each time is reproducible', async (t) => {
  const dockerfile = `FROM busybox:latest AS build
WORKDIR /src
COPY page.html .
RUN sed s/name/world/ page.html > out.html
FROM busybox:latest
COPY --from=build /src/out.html /www/index.html
`;
  const report = await reproduce(t, dockerfile, { 'page.html': 'hello name\n' });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.difference, undefined);
  assert.match(report.summary, /^Two clean builds made the same files, in \d layers;/u);
});

/** Bytes of chance, for what on this base image no command writes by itself. */
const CHANCE = 'head -c 8 /dev/urandom | od -An -tx1';

/** Each is `line 2` of a Dockerfile; what it writes lies where the named kind of command writes. */
const DIFFERENT: readonly (readonly [IrreproducibleCause, string])[] = [
  ['time-in-content', 'RUN sleep 1 && date > /built-at'],
  ['random-content', 'RUN head -c 12 /dev/urandom | od -An -tx1 | tr -d " \\n" > /instance-id'],
  ['archive-times', 'RUN sleep 1 && mkdir /d && echo same > /d/f && tar -czf /app.tar.gz /d && rm -r /d'],
  ['log-files', `RUN mkdir -p /var/log && ${CHANCE} > /var/log/install.log`],
  ['package-lists', `RUN mkdir -p /var/lib/apt/lists && ${CHANCE} > /var/lib/apt/lists/deb_dists_InRelease`],
  ['compiled-python', `RUN mkdir -p /app/__pycache__ && ${CHANCE} > /app/__pycache__/main.cpython-311.pyc`],
  ['package-versions', `RUN mkdir -p /lib/apk/db && ${CHANCE} > /lib/apk/db/installed`],
];

for (const [kind, instruction] of DIFFERENT)
  test(`what differs by ${kind} is told at its line`, async (t) => {
    const report = await reproduce(t, `FROM busybox:latest\n${instruction}\nCMD ["true"]\n`);
    assert.equal(report.verdict, 'failed', report.summary);
    assert.equal(report.difference?.line, 1);
    assert.equal(report.difference.isBase, false);
    assert.equal(report.difference.causes[0]?.kind, kind);
    assert.deepEqual(
      formatReproduction(report, { isColored: false })
        .split('\n')
        .filter((line) => line.length > 80),
      [],
    );
  });

test('the first layer that differs is told, not what follows from it', async (t) => {
  const report = await reproduce(
    t,
    'FROM busybox:latest\nRUN echo same > /a\nRUN head -c 8 /dev/urandom > /b\nRUN cat /b > /c\n',
  );
  assert.equal(report.difference?.line, 2);
  assert.deepEqual(
    report.difference.files.map(({ path }) => path),
    ['/b'],
  );
});

test('a tag that names another image meanwhile is told at its FROM', async (t) => {
  const run = newRun();
  const tag = `stagewright-test-${run}:1`;
  docker('tag', 'busybox:latest', tag);
  t.after(() => docker('rmi', tag));
  const port = nodeSmokePort();
  const input = inputFor(t, { dockerfile: `FROM ${tag}\nCMD ["true"]\n` });
  const report = await smokeReproduce(input, {
    ...port,
    randomId: () => run,
    async run(command, options) {
      const outcome = await port.run(command, options);
      if (command.args.includes('build')) docker('tag', 'nginx:alpine', tag);
      return outcome;
    },
  });
  assertNothingLeft(run);
  assert.equal(report.verdict, 'failed', report.summary);
  assert.equal(report.difference?.line, 0);
  assert.equal(report.difference.causes[0]?.kind, 'unpinned-base-image');
});

test('a build that fails is no answer', async (t) => {
  const report = await reproduce(t, 'FROM busybox:latest\nRUN false\n');
  assert.equal(report.verdict, 'failed');
  assert.equal(report.difference, undefined);
  assert.equal(report.build.failure?.line, 1);
});
