import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CancellationTokenSource,
  CodeActionRequest,
  CodeLensRequest,
  DocumentSymbolRequest,
  HoverRequest,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver-protocol/node';
import { PUSH_CAPABILITIES, TestClient } from '../../harness/lspClient';
import { UNNAMED } from './documentTexts';

const URI = 'untitled:Dockerfile';

const STRANGE: Readonly<Record<string, string>> = {
  empty: '',
  blank: ' \n\t\n\r\n',
  binary: Array.from({ length: 4096 }, (_, at) => String.fromCharCode((at * 7919) % 0x10000)).join(''),
  'one long line': `RUN ${'x'.repeat(1_000_000)}`,
  'no line end': 'FROM scratch',
  'carriage returns': 'FROM golang:1.23\r\nRUN go build\r\nFROM scratch\r\nCOPY --from=0 /a /a\r\n',
  'old line ends': 'FROM golang:1.23\rRUN go build\rFROM scratch\rCOPY --from=0 /a /a\r',
  'half a heredoc': 'FROM alpine:3.20\nRUN <<EOF\necho',
  'half an instruction': 'FROM golang:1.23 AS build\nCOPY --from=',
  'a lone surrogate': 'FROM alpine:3.20\nRUN echo \ud800\n',
};

describe('a strange text', () => {
  for (const [name, text] of Object.entries(STRANGE)) {
    it(`(${name}) is served like any other`, async () => {
      const client = await TestClient.start();
      await client.open(URI, text);
      const report = await client.report(URI);
      assert.equal(report.kind, 'full');
      const textDocument = { uri: URI };
      const position = { line: 0, character: 1 };
      const range = { start: position, end: { line: 3, character: 9 } };
      await client.connection.sendRequest(HoverRequest.type, { textDocument, position });
      await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
      await client.connection.sendRequest(CodeActionRequest.type, {
        textDocument,
        range,
        context: { diagnostics: [] },
      });
      await client.connection.sendRequest('stagewright/graph', { uri: URI });
      assert.deepEqual(client.logged, []);
      await client.stop();
    });
  }

  it('that is typed letter by letter never breaks anything', async () => {
    const client = await TestClient.start();
    await client.open(URI, '');
    for (let at = 0; at < UNNAMED.length; at++) {
      const end = { line: at === 0 ? 0 : UNNAMED.slice(0, at).split('\n').length - 1, character: 0 };
      const character = at - (UNNAMED.lastIndexOf('\n', at - 1) + 1);
      const place = { ...end, character };
      await client.change(URI, [{ range: { start: place, end: place }, text: UNNAMED.charAt(at) }]);
      await client.report(URI);
    }
    const typed = await client.pull(URI);
    await client.open('untitled:whole', UNNAMED);
    assert.deepEqual(typed, await client.pull('untitled:whole'));
    assert.deepEqual(client.logged, []);
    await client.stop();
  });
});

describe('a strange request', () => {
  it('about a document that is not open is answered with null', async () => {
    const client = await TestClient.start();
    const textDocument = { uri: 'file:///not/open' };
    const position = { line: 0, character: 0 };
    assert.equal(await client.connection.sendRequest(HoverRequest.type, { textDocument, position }), null);
    assert.equal(await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument }), null);
    assert.equal(await client.connection.sendRequest(CodeLensRequest.type, { textDocument }), null);
    await client.stop();
  });

  it('to change or close a document that is not open is passed over', async () => {
    const client = await TestClient.start({ capabilities: PUSH_CAPABILITIES });
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: URI, version: 4 },
      contentChanges: [{ text: 'FROM scratch' }],
    });
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: URI } });
    await client.quiet();
    assert.deepEqual(client.published, []);
    await client.stop();
  });

  it('with a broken change costs a line in the log and not the server', async () => {
    const client = await TestClient.start();
    await client.open(URI, UNNAMED);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ nonsense: true }],
    });
    await client.until(() => client.logged.length > 0);
    assert.match(client.logged[0] ?? '', /changing a document failed/);
    assert.equal((await client.report(URI)).kind, 'full');
    await client.stop();
  });
});

describe('cancellation', () => {
  it('ends a request that waits', async () => {
    // What is around the file never comes, so diagnostics wait for as long as they are patient.
    const never = {
      readText: () => new Promise<undefined>(() => undefined),
      readDirectory: () => Promise.resolve(new Map()),
      stat: () => Promise.resolve(undefined),
    };
    const client = await TestClient.start({}, { files: never });
    await client.open('file:///project/Dockerfile', UNNAMED);
    const source = new CancellationTokenSource();
    const report = client.connection.sendRequest(
      'textDocument/diagnostic',
      { textDocument: { uri: 'file:///project/Dockerfile' } },
      source.token,
    );
    source.cancel();
    await assert.rejects(report, (error) => {
      assert.ok(error instanceof ResponseError);
      assert.equal(error.code, LSPErrorCodes.RequestCancelled);
      return true;
    });
    await client.stop();
  });
});
