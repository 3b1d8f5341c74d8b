/** Two clean builds whose images are compared bit for bit, on an engine that can export them with the times of files set. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  formatReproduction,
  type ReproductionReport,
  smokeBuild,
  smokeReproduce,
} from '../../server/src/smoke/index';
import { assertAsBefore, foldersOf, takeInventory, withSpareEngine } from './spare';
import { inputFor, newRun, portWith } from './workbench';

const spareEngine = withSpareEngine({ store: 'containerd' });

async function reproduce(
  t: TestContext,
  dockerfile: string,
  given: Partial<Parameters<typeof inputFor>[1]> = {},
): Promise<ReproductionReport> {
  const earlier = takeInventory();
  const run = newRun();
  const port = { ...portWith({}), randomId: () => run };
  const report = await smokeReproduce(inputFor(t, { dockerfile, ...given }), port);
  assertAsBefore(t, earlier);
  assert.deepEqual(foldersOf(run), []);
  return report;
}

test('a smoke build on this store brings its evidence too', async (t) => {
  if (spareEngine(t) === undefined) return;
  const earlier = takeInventory();
  const dockerfile = 'FROM busybox:latest\nRUN echo made > /made\nCMD ["cat", "/made"]\n';
  const report = await smokeBuild(inputFor(t, { dockerfile }), portWith({}));
  assert.equal(report.verdict, 'passed', report.summary);
  assert.deepEqual(
    report.image?.layers.map(({ line }) => line),
    [0, 1],
  );
  assert.ok((report.image?.contents?.files ?? 0) > 1);
  assert.deepEqual(report.run?.log, ['made']);
  assertAsBefore(t, earlier);
});

test('files that a RUN makes have the same times, so the digests are equal', async (t) => {
  if (spareEngine(t) === undefined) return;
  const report = await reproduce(
    t,
    [
      'FROM busybox:latest AS build',
      'WORKDIR /src',
      'COPY page.html .',
      'RUN sed s/name/world/ page.html > out.html && sleep 1',
      'FROM busybox:latest',
      'COPY --from=build /src/out.html /www/index.html',
      'RUN mkdir /made && touch /made/now',
      'CMD ["true"]',
      '',
    ].join('\n'),
    { files: { 'page.html': 'hello name\n' } },
  );
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.compared, 'digest');
  assert.match(report.digests?.first ?? '', /^sha256:[0-9a-f]{64}$/u);
  assert.equal(report.digests?.first, report.digests?.second);
  assert.match(report.summary, /same image, bit for bit: sha256:/u);
  assert.doesNotMatch(report.build.notes.join('\n'), /times left out/u);
  assert.match(formatReproduction(report, { isColored: false }), /bit for bit/u);
});

test('SOURCE_DATE_EPOCH reaches a RUN that declares it, and the one that is given counts', async (t) => {
  if (spareEngine(t) === undefined) return;
  const report = await reproduce(
    t,
    'FROM busybox:latest\nARG SOURCE_DATE_EPOCH\nRUN test "$SOURCE_DATE_EPOCH" = 1000000000 && date -u -d "@$SOURCE_DATE_EPOCH" > /built-at && sleep 1\n',
    { input: { buildArgs: { SOURCE_DATE_EPOCH: '1000000000' } } },
  );
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.compared, 'digest');
});

test('what differs is told at its line, with its cause', async (t) => {
  if (spareEngine(t) === undefined) return;
  const report = await reproduce(
    t,
    'FROM busybox:latest\nRUN echo same > /a\nRUN sleep 1 && date > /built-at\n',
  );
  assert.equal(report.verdict, 'failed', report.summary);
  assert.equal(report.compared, 'digest');
  assert.notEqual(report.digests?.first, report.digests?.second);
  assert.equal(report.difference?.line, 2);
  assert.equal(report.difference.causes[0]?.kind, 'time-in-content');
  assert.deepEqual(
    report.difference.files.map(({ path }) => path),
    ['/built-at'],
  );
});

test('a file that gives itself an early time is told by that', async (t) => {
  if (spareEngine(t) === undefined) return;
  const report = await reproduce(
    t,
    'FROM busybox:latest\nRUN echo same > /a && touch -d "@$(od -An -N3 -tu4 /dev/urandom | tr -d " ")" /a\n',
  );
  assert.equal(report.verdict, 'failed', report.summary);
  assert.equal(report.difference?.line, 1);
  assert.equal(report.difference.causes[0]?.kind, 'file-times');
  assert.deepEqual(report.difference.files, [{ path: '/a', how: 'time' }]);
});

test('a build that fails is no answer, and has its line', async (t) => {
  if (spareEngine(t) === undefined) return;
  const report = await reproduce(t, 'FROM busybox:latest\nRUN echo export; false\n');
  assert.equal(report.verdict, 'failed');
  assert.equal(report.difference, undefined);
  assert.equal(report.build.failure?.line, 1);
});
