/** Completion as a client sees it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CompletionItemKind,
  type CompletionItem,
  InsertTextFormat,
} from 'vscode-languageserver-protocol/node';
import { FULL_CAPABILITIES, PUSH_CAPABILITIES, TestClient } from '../../harness/lspClient';

const TEXT = 'FROM golang:1.23 AS build\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /o\n';

async function items(
  client: TestClient,
  text: string,
  line: number,
  character: number,
): Promise<readonly CompletionItem[]> {
  await client.open('file:///w/Dockerfile', text);
  const list = await client.completion('file:///w/Dockerfile', { line, character });
  return list?.items ?? [];
}

describe('completion', () => {
  it('is announced with the characters that ask for it', async () => {
    const client = await TestClient.start();
    const { completionProvider } = client.initialized.capabilities;
    assert.deepEqual(
      ['=', '$', '/'].filter((each) => completionProvider?.triggerCharacters?.includes(each) !== true),
      [],
    );
    await client.stop();
  });

  it('replaces what is typed by the path that another stage holds', async () => {
    const client = await TestClient.start();
    const [first] = await items(client, TEXT, 3, 20);
    assert.equal(first?.label, '/out/app');
    assert.equal(first.kind, CompletionItemKind.File);
    assert.equal(first.detail, 'Made by line 2 (go).');
    assert.deepEqual(first.textEdit, {
      range: { start: { line: 3, character: 18 }, end: { line: 3, character: 20 } },
      newText: '/out/app',
    });
    await client.stop();
  });

  it('has tab stops for clients that know snippets, and plain text for others', async () => {
    const textDocument = {
      ...FULL_CAPABILITIES.textDocument,
      completion: { completionItem: { snippetSupport: true } },
    };
    const rich = await TestClient.start({ capabilities: { ...FULL_CAPABILITIES, textDocument } });
    const plain = await TestClient.start({ capabilities: PUSH_CAPABILITIES });
    const inRich = (await items(rich, 'FROM a\n\n', 1, 0)).find(({ label }) => label === 'WORKDIR');
    const inPlain = (await items(plain, 'FROM a\n\n', 1, 0)).find(({ label }) => label === 'WORKDIR');
    assert.equal(inRich?.insertTextFormat, InsertTextFormat.Snippet);
    assert.equal(inRich.textEdit?.newText, 'WORKDIR ${1:/app}');
    assert.equal(inPlain?.insertTextFormat, InsertTextFormat.PlainText);
    assert.equal(inPlain.textEdit?.newText, 'WORKDIR ');
    await rich.stop();
    await plain.stop();
  });

  it('keeps the order of likelihood, and lets a path without its slash be found', async () => {
    const client = await TestClient.start();
    const found = await items(client, TEXT.replace('build /o', 'build o'), 3, 19);
    assert.deepEqual(
      found.map(({ sortText }) => sortText),
      found.map(({ sortText }) => sortText).toSorted(),
    );
    assert.equal(found.find(({ label }) => label === '/out/app')?.filterText, 'out/app');
    await client.stop();
  });

  it('is null where nothing of ours can stand', async () => {
    const client = await TestClient.start();
    await client.open('file:///w/Dockerfile', 'FROM a\nRUN npm inst\n');
    assert.equal(await client.completion('file:///w/Dockerfile', { line: 1, character: 12 }), null);
    await client.stop();
  });
});
