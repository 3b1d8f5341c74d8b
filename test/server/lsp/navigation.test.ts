import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DefinitionRequest,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  FoldingRangeRequest,
  type Location,
  type LocationLink,
  ReferencesRequest,
  type SelectionRange,
  SelectionRangeRequest,
} from 'vscode-languageserver-protocol/node';
import { FULL_CAPABILITIES, TestClient } from '../../harness/lspClient';

const URI = 'untitled:Dockerfile';
const TEXT =
  'FROM golang:1.23 AS build\nRUN go build \\\n    -o /app .\nFROM scratch\nCOPY --from=build /app /app\n';
const NAME = { start: { line: 0, character: 20 }, end: { line: 0, character: 25 } };
const USE = { start: { line: 4, character: 12 }, end: { line: 4, character: 17 } };
const AT_USE = { textDocument: { uri: URI }, position: { line: 4, character: 14 } };

describe('navigation', () => {
  it('is announced', async () => {
    const client = await TestClient.start();
    const { capabilities } = client.initialized;
    assert.equal(capabilities.definitionProvider, true);
    assert.equal(capabilities.foldingRangeProvider, true);
    assert.deepEqual(capabilities.renameProvider, true);
    await client.stop();
  });

  it('goes to a definition, with the place it comes from for a client that shows it', async () => {
    const plain = await TestClient.start();
    await plain.open(URI, TEXT);
    const locations = (await plain.connection.sendRequest(DefinitionRequest.type, AT_USE)) as Location[];
    assert.deepEqual(locations, [{ uri: URI, range: NAME }]);
    await plain.stop();
    const linking = await TestClient.start({
      capabilities: {
        ...FULL_CAPABILITIES,
        textDocument: { ...FULL_CAPABILITIES.textDocument, definition: { linkSupport: true } },
      },
    });
    await linking.open(URI, TEXT);
    const [link] = (await linking.connection.sendRequest(DefinitionRequest.type, AT_USE)) as LocationLink[];
    assert.deepEqual(link?.targetSelectionRange, NAME);
    assert.deepEqual(link.originSelectionRange, USE);
    await linking.stop();
  });

  it('finds references and highlights them', async () => {
    const client = await TestClient.start();
    await client.open(URI, TEXT);
    const references = async (includeDeclaration: boolean): Promise<unknown> =>
      client.connection.sendRequest(ReferencesRequest.type, { ...AT_USE, context: { includeDeclaration } });
    assert.deepEqual(await references(true), [
      { uri: URI, range: NAME },
      { uri: URI, range: USE },
    ]);
    assert.deepEqual(await references(false), [{ uri: URI, range: USE }]);
    assert.deepEqual(await client.connection.sendRequest(DocumentHighlightRequest.type, AT_USE), [
      { range: NAME, kind: DocumentHighlightKind.Write },
      { range: USE, kind: DocumentHighlightKind.Read },
    ]);
    await client.stop();
  });

  it('folds, grows selections and links', async () => {
    const client = await TestClient.start();
    await client.open(URI, TEXT.replace('scratch', 'nginx'));
    const textDocument = { uri: URI };
    const folds = await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
    assert.deepEqual(
      folds?.map(({ startLine, endLine, kind }) => [startLine, endLine, kind]),
      [
        [0, 2, 'region'],
        [3, 4, 'region'],
        [1, 2, undefined],
      ],
    );
    const [selection] =
      (await client.connection.sendRequest(SelectionRangeRequest.type, {
        textDocument,
        positions: [AT_USE.position],
      })) ?? [];
    const sizes: number[] = [];
    for (let at: SelectionRange | undefined = selection; at !== undefined; at = at.parent)
      sizes.push(at.range.end.line - at.range.start.line);
    assert.ok(sizes.length >= 4 && sizes.at(-1) === 5, sizes.join());
    const links = await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument });
    assert.deepEqual(
      links?.map(({ target }) => target),
      ['https://hub.docker.com/_/golang', 'https://hub.docker.com/_/nginx'],
    );
    await client.stop();
  });
});
