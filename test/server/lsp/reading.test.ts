/** Hover, outline, code lens and graph: what is read and never written. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DocumentSymbol, MarkupContent, SymbolKind } from 'vscode-languageserver-protocol/node';
import { FULL_CAPABILITIES, TEST_PLATFORM, TestClient } from '../../harness/lspClient';
import type { Graph } from '../../../server/src/protocol';
import { NAMED } from './documentTexts';

const URI = 'untitled:Dockerfile';

describe('hover', () => {
  it('teaches at an instruction, in Markdown, for the range it is about', async () => {
    const client = await TestClient.start();
    await client.open(URI, NAMED);
    const hover = await client.hover(URI, { line: 3, character: 1 });
    assert.ok(MarkupContent.is(hover?.contents));
    assert.equal(hover.contents.kind, 'markdown');
    assert.equal(hover.range?.start.line, 3);
    await client.stop();
  });

  it('says nothing on a blank line, behind the text and in a closed document', async () => {
    const client = await TestClient.start();
    await client.open(URI, `\n${NAMED}`);
    assert.equal(await client.hover(URI, { line: 0, character: 0 }), null);
    assert.equal(await client.hover(URI, { line: 400, character: 7 }), null);
    assert.equal(await client.hover('untitled:other', { line: 0, character: 0 }), null);
    await client.stop();
  });
});

describe('document symbols', () => {
  it('are the stages with their roles, and their instructions', async () => {
    const client = await TestClient.start();
    await client.open(URI, `ARG VERSION=1\n${NAMED}`);
    const symbols = ((await client.symbols(URI)) ?? []).filter(
      (one): one is DocumentSymbol => 'selectionRange' in one,
    );
    assert.deepEqual(
      symbols.map(({ name, detail }) => [name, detail]),
      [
        ['ARG VERSION=1', undefined],
        ['build', 'builder'],
        ['stage 1', 'final'],
      ],
    );
    assert.deepEqual(
      symbols[1]?.children?.map(({ name }) => name),
      ['FROM golang:1.23 AS build', 'RUN go build -o /app .'],
    );
    for (const { range, selectionRange, children } of symbols) {
      assert.ok(selectionRange.start.line >= range.start.line && selectionRange.end.line <= range.end.line);
      for (const child of children ?? []) assert.ok(child.range.end.line <= range.end.line);
    }
    await client.stop();
  });

  it('fold continuations into one line and cut what is too long', async () => {
    const client = await TestClient.start();
    await client.open(
      URI,
      `FROM alpine:3.20\nRUN apk add \\\n    curl \\\n    git\nRUN echo ${'x'.repeat(500)}\n`,
    );
    const [stage] = ((await client.symbols(URI)) ?? []).filter(
      (one): one is DocumentSymbol => 'selectionRange' in one,
    );
    const names = stage?.children?.map(({ name }) => name) ?? [];
    assert.equal(names[1], 'RUN apk add curl git');
    assert.ok((names[2] ?? '').endsWith('…') && (names[2] ?? '').length <= 60);
    await client.stop();
  });

  it('are flat for a client that knows no nesting', async () => {
    const client = await TestClient.start({ capabilities: { textDocument: { diagnostic: {} } } });
    await client.open(URI, NAMED);
    const symbols = (await client.symbols(URI)) ?? [];
    assert.deepEqual(
      symbols
        .map((symbol) => ('location' in symbol ? [symbol.name, symbol.kind, symbol.containerName] : []))
        .slice(0, 2),
      [
        ['build', SymbolKind.Module, undefined],
        ['FROM golang:1.23 AS build', SymbolKind.Property, 'build'],
      ],
    );
    await client.stop();
  });
});

describe('code lenses', () => {
  const smoke = (): Promise<never> => Promise.reject(new Error('nobody asked for it'));

  it('offer a smoke build above each FROM, by name or index', async () => {
    const client = await TestClient.start(
      { initializationOptions: { runsSmokeBuilds: true } },
      { ...TEST_PLATFORM, smoke },
    );
    await client.open(URI, NAMED);
    const lenses = (await client.lenses(URI)) ?? [];
    assert.deepEqual(
      lenses.map(({ range, command }) => [
        range.start.line,
        command?.title,
        command?.command,
        command?.arguments,
      ]),
      [
        [0, 'Smoke build this stage', 'stagewright.smokeBuild', [URI, 'build']],
        [2, 'Smoke build this stage', 'stagewright.smokeBuild', [URI, '1']],
      ],
    );
    await client.stop();
  });

  it('are not offered to a client that cannot run them, nor by a server that cannot', async () => {
    const unable = await TestClient.start({ capabilities: FULL_CAPABILITIES }, { ...TEST_PLATFORM, smoke });
    assert.equal(unable.initialized.capabilities.codeLensProvider, undefined);
    await unable.stop();
    const browser = await TestClient.start({ initializationOptions: { runsSmokeBuilds: true } });
    assert.equal(browser.initialized.capabilities.codeLensProvider, undefined);
    await browser.stop();
  });
});

describe('the graph', () => {
  it('has the stages, their roles and the edges between them', async () => {
    const client = await TestClient.start();
    await client.open(URI, NAMED);
    const graph = await client.connection.sendRequest<Graph>('stagewright/graph', { uri: URI });
    assert.deepEqual(
      graph.stages.map(({ index, name, role, base }) => [index, name, role, base]),
      [
        [0, 'build', 'builder', 'golang:1.23'],
        [1, null, 'final', 'scratch'],
      ],
    );
    assert.deepEqual(graph.edges, [
      { kind: 'from', from: 'golang:1.23', to: 0, line: 0 },
      { kind: 'from', from: 'scratch', to: 1, line: 2 },
      { kind: 'copy', from: 0, to: 1, line: 3 },
    ]);
    assert.equal(await client.connection.sendRequest('stagewright/graph', { uri: 'untitled:other' }), null);
    await client.stop();
  });

  it('is that of a text which is handed over, where the document is not open', async () => {
    const client = await TestClient.start();
    const ask = (text: string): Promise<Graph> =>
      client.connection.sendRequest('stagewright/graph', { uri: URI, text });
    assert.equal((await ask(NAMED)).stages.length, 2);
    await client.open(URI, 'FROM scratch\n');
    assert.equal((await ask(NAMED)).stages.length, 1, 'the editor knows better');
    await client.stop();
  });
});
