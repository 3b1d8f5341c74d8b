/** Dockerfiles inside of Compose files in an editor. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { FULL_CAPABILITIES, TestClient } from '../../harness/lspClient';

const URI = 'file:///w/compose.yaml';
const TEXT = `services:
  web:
    build:
      dockerfile_inline: |
        FROM debian:12 AS build
        RUN echo "$$HOME" && apt-get install -y curl
        maintainer me
        FROM scratch
        COPY --from=build /x /
  quoted:
    build:
      dockerfile_inline: "FROM busybox\\nMAINTAINER me"
`;

function told(client: TestClient): readonly Diagnostic[] | undefined {
  return client.published.findLast(({ uri }) => uri === URI)?.diagnostics;
}

function places(diagnostics: readonly Diagnostic[] | undefined, rule: string): readonly string[] {
  return (diagnostics ?? [])
    .filter(({ code }) => code === rule)
    .map(({ range: { start, end } }) => [start.line, start.character, end.line, end.character].join(':'));
}

describe('a Compose file with a Dockerfile in it', () => {
  it('has its findings at their places, which go with the text', async () => {
    const client = await TestClient.start();
    await client.open(URI, TEXT);
    await client.until(() => (told(client)?.length ?? 0) > 0);
    assert.deepEqual(places(told(client), 'no-maintainer'), ['6:8:6:18']);
    assert.deepEqual(places(told(client), 'prefer-no-recommends'), ['5:29:5:44']);
    await client.edit(URI, '# a line\nservices:', 'services:');
    await client.until(() => places(told(client), 'no-maintainer')[0] === '7:8:7:18');
    await client.edit(URI, 'ports: []', 'dockerfile_inline');
    await client.close(URI);
    await client.until(() => told(client)?.length === 0);
    await client.stop();
  });

  it('explains its lines by their numbers in the Compose file, and nothing outside of them', async () => {
    const client = await TestClient.start();
    await client.open(URI, TEXT);
    await client.until(() => (told(client)?.length ?? 0) > 0);
    const hover = await client.hover(URI, { line: 8, character: 10 });
    assert.match(JSON.stringify(hover?.contents), /line 5|line 6|build/);
    assert.equal(hover?.range?.start.line, 8);
    assert.equal(await client.hover(URI, { line: 1, character: 3 }), null);
    assert.equal(await client.hover(URI, { line: 11, character: 30 }), null);
    await client.stop();
  });

  it('is fixed in place, its dollars written twice', async () => {
    const client = await TestClient.start();
    await client.open(URI, TEXT);
    await client.until(() => (told(client)?.length ?? 0) > 0);
    const fixes = await client.actions(URI, client.rangeOf(URI, 'maintainer me'));
    const fix = fixes.find(({ diagnostics }) => diagnostics?.[0]?.code === 'no-maintainer');
    assert.equal(
      client.after(URI, fix?.edit),
      TEXT.replace('maintainer me', 'LABEL org.opencontainers.image.authors="me"'),
    );
    await client.stop();
  });

  it('is no Dockerfile for anything else, and a Compose file without one is left alone', async () => {
    const client = await TestClient.start();
    await client.open(URI, 'services:\n  web:\n    build: .\n');
    await client.open('file:///w/Dockerfile', 'FROM alpine:latest\n');
    await client.pull('file:///w/Dockerfile');
    assert.equal(told(client), undefined);
    assert.equal(await client.symbols(URI), null);
    await client.stop();
  });

  it('is asked for by its name, where the client can be asked', async () => {
    const { textDocument } = FULL_CAPABILITIES;
    const client = await TestClient.start({
      capabilities: {
        ...FULL_CAPABILITIES,
        textDocument: {
          ...textDocument,
          synchronization: { dynamicRegistration: true },
          hover: { ...textDocument?.hover, dynamicRegistration: true },
          codeAction: { ...textDocument?.codeAction, dynamicRegistration: true },
        },
      },
    });
    await client.until(() => client.registered.some(({ method }) => method === 'textDocument/codeAction'));
    for (const method of ['textDocument/didOpen', 'textDocument/hover', 'textDocument/codeAction']) {
      const options = client.registered.find((each) => each.method === method)?.options;
      assert.match(JSON.stringify(options), /docker-compose,compose/, method);
    }
    await client.stop();
  });
});
