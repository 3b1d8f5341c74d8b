/** A failed build explained over the protocol: the answer, the diagnostic, and that it goes with the text. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  EXPLAIN_LOG_REQUEST,
  type ExplainLogParams,
  type ExplainLogResult,
} from '../../../server/src/protocol/index';
import { TestClient } from '../../harness/lspClient';
import { buildKitLog } from '../smoke/failedBuild/logs';

const URI = 'untitled:Dockerfile';
const TEXT = 'FROM alpine:3.20\nRUN git clone https://example.com/x\n';
const LOG = buildKitLog(TEXT, ['/bin/sh: git: not found'], 127);

function ask(client: TestClient, params: ExplainLogParams): Promise<ExplainLogResult | null> {
  return client.connection.sendRequest<ExplainLogResult | null>(EXPLAIN_LOG_REQUEST, params);
}

describe('explaining a log', () => {
  it('answers with Markdown and the place, and blames the instruction', async (t) => {
    const client = await TestClient.start();
    t.after(() => client.stop());
    await client.open(URI, TEXT);
    const answer = await ask(client, { uri: URI, log: LOG });
    assert.deepEqual(answer?.range, { start: { line: 1, character: 0 }, end: { line: 1, character: 35 } });
    assert.match(answer?.happened ?? '', /has no git/);
    assert.match(answer?.markdown ?? '', /apk add --no-cache git/);
    const blamed = (await client.pull(URI)).filter(({ code }) => code === 'smoke-build');
    assert.equal(blamed.length, 1);
    const { message } = blamed[0] ?? {};
    assert.ok(typeof message === 'string' && message.includes('has no git'));
  });

  it('knows nothing of a document that is not open, and of a log without a failure says so', async (t) => {
    const client = await TestClient.start();
    t.after(() => client.stop());
    assert.equal(await ask(client, { uri: URI, log: LOG }), null);
    await client.open(URI, TEXT);
    const answer = await ask(client, { uri: URI, log: '#1 DONE 0.1s\n' });
    assert.deepEqual([answer?.range, answer?.happened], [undefined, undefined]);
    assert.match(answer?.markdown ?? '', /no error of the builder/);
  });
});
