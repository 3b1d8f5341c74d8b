import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InlayHintRequest, MarkupContent } from 'vscode-languageserver-protocol/node';
import { type MeasurementsParams } from '../../../server/src/protocol';
import type { SmokeReport } from '../../../server/src/smoke';
import { imageReport, smokeReport } from '../smoke/reports';
import { TestClient } from '../../harness/lspClient';

const URI = 'file:///project/Dockerfile';
const TEXT = 'FROM busybox AS app\nRUN make \\\n  all\nCOPY a /a\nWORKDIR /a\nCMD ["true"]\n';

const image = imageReport({
  layers: [
    { line: 0, size: 2_000_000, isBase: true, createdBy: '' },
    { line: 1, size: 12_300_000, isBase: false, createdBy: '' },
    { line: 3, size: 500, isBase: false, createdBy: '' },
  ],
});

const step = (line: number, durationMs: number, cached = false): SmokeReport['instructions'][number] => ({
  line,
  stage: 0,
  keyword: '',
  text: '',
  durationMs,
  cached,
  log: [],
});

const REPORT = smokeReport({
  instructions: [step(0, 0), step(1, 1400), step(3, 40, true), step(4, 3)],
  image,
});

async function built(): Promise<{ client: TestClient; told: MeasurementsParams[] }> {
  const client = await TestClient.start(
    { initializationOptions: { runsSmokeBuilds: true } },
    { smoke: () => Promise.resolve(REPORT) },
  );
  const told: MeasurementsParams[] = [];
  client.connection.onNotification('stagewright/measurements', (params: MeasurementsParams) => {
    told.push(params);
  });
  await client.open(URI, TEXT);
  await client.connection.sendRequest('stagewright/smoke', { uri: URI, token: 'mine' });
  return { client, told };
}

/** The last paragraph of the hover. */
async function measuredAt(client: TestClient, needle: string): Promise<string> {
  const hover = await client.hover(URI, client.rangeOf(URI, needle).start);
  assert.ok(MarkupContent.is(hover?.contents));
  return hover.contents.value.split('\n\n').at(-1) ?? '';
}

async function hints(client: TestClient): Promise<readonly (readonly [line: number, label: unknown])[]> {
  const found = await client.connection.sendRequest(InlayHintRequest.type, {
    textDocument: { uri: URI },
    range: client.wholeRange(URI),
  });
  return (found ?? []).map(({ position, label }) => [position.line, label]);
}

const FRESH = [
  [0, '2.0 MB'],
  [2, '12.3 MB · 1.4 s'],
  [3, '500 B · cached'],
] as const;

describe('what a smoke build measured', () => {
  it('stands behind each instruction that took time or room', async () => {
    const { client } = await built();
    assert.deepEqual(await hints(client), FRESH);
    await client.stop();
  });

  it('moves with its instruction, and is told to be of before once that is changed', async () => {
    const { client } = await built();
    await client.edit(URI, `# on top\n${TEXT.replace('COPY a /a', 'COPY b /a')}`);
    assert.deepEqual(await hints(client), [
      [1, '2.0 MB'],
      [3, '12.3 MB · 1.4 s'],
      [4, 'was 500 B · cached'],
    ]);
    await client.stop();
  });

  it('is the last line of the hover, which says when the instruction has changed since', async () => {
    const { client } = await built();
    assert.equal(await measuredAt(client, 'RUN'), '**Measured:** 12.3 MB in the image, took 1.4 s.');
    assert.equal(await measuredAt(client, 'COPY'), '**Measured:** 500 B in the image, came from the cache.');
    assert.doesNotMatch(await measuredAt(client, 'CMD'), /Measured/);
    assert.doesNotMatch(await measuredAt(client, 'WORKDIR'), /Measured/, 'there is nothing to tell');
    await client.edit(URI, `# on top\n${TEXT.replace('COPY a /a', 'COPY --chown=1 b /a')}`);
    assert.doesNotMatch(await measuredAt(client, '--chown'), /Measured/, 'a flag is another subject');
    assert.equal(await measuredAt(client, 'RUN'), '**Measured:** 12.3 MB in the image, took 1.4 s.');
    assert.equal(
      await measuredAt(client, 'COPY'),
      '**Measured before this line was changed:** 500 B in the image, came from the cache.',
    );
    await client.stop();
  });

  it('is told to the client, which hands it to the next server', async () => {
    const { client, told } = await built();
    await client.until(() => told.length === 1);
    await client.stop();
    const next = await TestClient.start(
      { initializationOptions: { runsSmokeBuilds: true } },
      { smoke: () => Promise.resolve(REPORT) },
    );
    await next.open(URI, TEXT);
    assert.deepEqual(await hints(next), []);
    await next.connection.sendNotification('stagewright/measurements', told[0]);
    assert.deepEqual(await hints(next), FRESH);
    assert.equal(await measuredAt(next, 'RUN'), '**Measured:** 12.3 MB in the image, took 1.4 s.');
    await next.stop();
  });
});
