/** Configuration files on a real disk: what they change, what is said of them, and what happens when they are written. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, FileChangeType } from 'vscode-languageserver-protocol/node';
import { nodeFiles } from '../../../server/src/node/files';
import { FULL_CAPABILITIES, PUSH_CAPABILITIES, TestClient } from '../../harness/lspClient';

const root = mkdtempSync(join(tmpdir(), 'stagewright-configuration-'));
after(() => rmSync(root, { recursive: true, force: true }));

const RULE = 'no-latest-tag';
const LATEST = 'FROM alpine:latest\nUSER 1000\nCMD ["sh"]\n';

let folders = 0;

function folderWith(files: Readonly<Record<string, string>>) {
  folders += 1;
  const folder = join(root, `case ${String(folders)}`);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    uri: (name: string) => pathToFileURL(join(folder, name)).href,
    write,
    remove: (name: string) => rmSync(join(folder, name)),
  };
}

const rules = (level: string): string => `{ "rules": { "${RULE}": "${level}" } }`;

/** Pulls until the finding has the severity; files may take longer to read than the first diagnostics wait. */
async function becomes(
  client: TestClient,
  uri: string,
  expected: DiagnosticSeverity | undefined,
): Promise<void> {
  for (;;) {
    const seen = client.refreshes;
    const found = (await client.pull(uri)).find(({ code }) => code === RULE)?.severity;
    if (found === expected) return;
    await client.until(() => client.refreshes > seen);
  }
}

/** What the client was last told of a file. */
function told(client: TestClient, uri: string): readonly unknown[] | undefined {
  return client.published
    .findLast((published) => published.uri === uri)
    ?.diagnostics.map(({ message }) => message);
}

describe('a configuration file', () => {
  it('counts from the first diagnostics on, and the settings of the client come before it', async () => {
    const { uri } = folderWith({ '.stagewright.jsonc': rules('error'), 'a/Dockerfile': LATEST });
    const client = await TestClient.start();
    await client.open(uri('a/Dockerfile'), LATEST);
    await becomes(client, uri('a/Dockerfile'), DiagnosticSeverity.Error);
    await client.stop();

    const other = await TestClient.start({ settings: { rules: { [RULE]: 'hint' } } });
    await other.open(uri('a/Dockerfile'), LATEST);
    await becomes(other, uri('a/Dockerfile'), DiagnosticSeverity.Hint);
    await other.stop();
  });

  it('is overridden by path, and falls back on hadolint’s beside it', async () => {
    const { uri } = folderWith({
      '.stagewright.jsonc': `{ "overrides": [{ "files": ["/b c/"], "rules": { "${RULE}": "hint" } }] }`,
      '.hadolint.yaml': 'ignored: [DL3007]\n',
    });
    const client = await TestClient.start();
    await client.open(uri('Dockerfile'), LATEST);
    await becomes(client, uri('Dockerfile'), undefined);
    await client.open(uri('b c/Dockerfile'), LATEST);
    await becomes(client, uri('b c/Dockerfile'), DiagnosticSeverity.Hint);
    await client.stop();
  });

  it('that is written, changed and removed refreshes the diagnostics', async () => {
    const { uri, write, remove } = folderWith({});
    const client = await TestClient.start();
    const file = uri('x/Dockerfile');
    await client.open(file, LATEST);
    await becomes(client, file, DiagnosticSeverity.Warning);
    write('.stagewright.jsonc', rules('off'));
    await client.changeFile(uri('.stagewright.jsonc'), FileChangeType.Created);
    await becomes(client, file, undefined);
    write('.stagewright.jsonc', rules('error'));
    await client.changeFile(uri('.stagewright.jsonc'), FileChangeType.Changed);
    await becomes(client, file, DiagnosticSeverity.Error);
    remove('.stagewright.jsonc');
    await client.changeFile(uri('.stagewright.jsonc'), FileChangeType.Deleted);
    await becomes(client, file, DiagnosticSeverity.Warning);
    await client.stop();
  });

  it('has what is wrong with it told in it, until it is mended, whoever is open then', async () => {
    const { uri, write, remove } = folderWith({
      '.stagewright.jsonc': `{\n  "rules": { "no-latst-tag": "off", "${RULE}": "error" }\n}`,
      '.hadolint.yml': 'ignored: [\n',
    });
    const client = await TestClient.start({ capabilities: PUSH_CAPABILITIES });
    await client.open(uri('Dockerfile'), LATEST);
    const isError = (): boolean =>
      client.published
        .findLast((one) => one.uri === uri('Dockerfile'))
        ?.diagnostics.find(({ code }) => code === RULE)?.severity === DiagnosticSeverity.Error;
    await client.until(isError);
    const published = client.published.find((one) => one.uri === uri('.stagewright.jsonc'));
    assert.deepEqual(published?.diagnostics, [
      {
        range: { start: { line: 1, character: 13 }, end: { line: 1, character: 27 } },
        severity: DiagnosticSeverity.Warning,
        code: 'configuration',
        source: 'stagewright',
        message: 'There is no rule "no-latst-tag"; did you mean "no-latest-tag"?',
      },
    ]);
    assert.ok((told(client, uri('.hadolint.yml')) ?? []).length > 0);

    await client.close(uri('Dockerfile'));
    write('.stagewright.jsonc', '{}');
    await client.changeFile(uri('.stagewright.jsonc'), FileChangeType.Changed);
    await client.until(() => told(client, uri('.stagewright.jsonc'))?.length === 0);
    remove('.hadolint.yml');
    await client.changeFile(uri('.hadolint.yml'), FileChangeType.Deleted);
    await client.until(() => told(client, uri('.hadolint.yml'))?.length === 0);
    await client.stop();
  });

  it('that cannot be read is not passed over in silence', async () => {
    const { uri } = folderWith({ '.stagewright.jsonc': rules('off') });
    const secret = uri('.stagewright.jsonc');
    const files = {
      ...nodeFiles,
      readText: (one: string) => (one === secret ? Promise.resolve(undefined) : nodeFiles.readText(one)),
    };
    const client = await TestClient.start({}, { files });
    await client.open(uri('Dockerfile'), LATEST);
    await becomes(client, uri('Dockerfile'), DiagnosticSeverity.Warning);
    await client.until(() => told(client, secret)?.length === 1);
    await client.stop();
  });

  it('chooses the stage that is shipped', async () => {
    const { uri } = folderWith({
      '.stagewright.jsonc': `{ "target": "a", "rules": { "${RULE}": { "final": "error", "target": "hint" } } }`,
    });
    const client = await TestClient.start();
    await client.open(uri('Dockerfile'), 'FROM alpine:latest AS a\nFROM alpine:3.20 AS b\n');
    await becomes(client, uri('Dockerfile'), DiagnosticSeverity.Error);
    await client.stop();
  });
});

describe('a configuration file in an editor', () => {
  it('is judged as it is typed, and as it is on the disk once it is closed', async () => {
    const { uri } = folderWith({ '.stagewright.jsonc': rules('error'), Dockerfile: LATEST });
    const file = uri('.stagewright.jsonc');
    const client = await TestClient.start();
    await client.open(file, '{ "rules": { "no-latest-tga": "error" } }');
    await client.until(() => told(client, file)?.length === 1);
    assert.match(String(told(client, file)?.[0]), /no-latest-tag/);

    await client.edit(file, 'no-latest-tag', 'no-latest-tga');
    await client.until(() => told(client, file)?.length === 0);
    await client.edit(file, '"loud"', '"error"');
    await client.until(() => told(client, file)?.length === 1);

    // What is saved counts, whatever the editor holds.
    await client.open(uri('Dockerfile'), LATEST);
    await becomes(client, uri('Dockerfile'), DiagnosticSeverity.Error);
    assert.equal(told(client, file)?.length, 1);

    await client.close(file);
    await client.until(() => told(client, file)?.length === 0);
    await client.stop();
  });

  it('may be hadolint’s, and may not be saved at all', async () => {
    const { uri } = folderWith({});
    const file = uri('.hadolint.yaml');
    const client = await TestClient.start();
    await client.open(file, 'ignored: DL3007x\nfailure-threshold: loud\n');
    await client.until(() => (told(client, file)?.length ?? 0) > 0);
    await client.close(file);
    await client.until(() => told(client, file)?.length === 0);
    await client.stop();
  });

  it('is asked for by its name, where the client can be asked', async () => {
    const client = await TestClient.start({
      capabilities: {
        ...FULL_CAPABILITIES,
        textDocument: { ...FULL_CAPABILITIES.textDocument, synchronization: { dynamicRegistration: true } },
      },
    });
    await client.until(() => client.registered.some(({ method }) => method === 'textDocument/didClose'));
    const documents = client.registered.filter(({ method }) => method.startsWith('textDocument/did'));
    assert.deepEqual(
      documents.map(({ method }) => method),
      ['textDocument/didOpen', 'textDocument/didChange', 'textDocument/didClose'],
    );
    assert.match(JSON.stringify(documents[0]?.options), /\.stagewright\.jsonc/);
    await client.stop();
  });
});
