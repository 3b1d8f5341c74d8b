import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after as atEnd, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  type Position,
  PrepareRenameRequest,
  RenameRequest,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { FULL_CAPABILITIES, TestClient } from '../../harness/lspClient';

const DOCKERFILE =
  'ARG VERSION=1\nFROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n';
const FILES: Readonly<Record<string, string>> = {
  Dockerfile: DOCKERFILE,
  'compose.yaml':
    'services:\n  app:\n    build:\n      context: .\n      target: build\n      args: { VERSION: "2" }\n',
  'docker-bake.hcl': 'target "app" {\n  context = "."\n  target = "build"\n}\n',
  '.devcontainer/devcontainer.json':
    '{ "build": { "dockerfile": "../Dockerfile", "context": "..", "target": "build" } }\n',
};
const AT_NAME: Position = { line: 1, character: 22 };
const CAPABILITIES = {
  ...FULL_CAPABILITIES,
  textDocument: { ...FULL_CAPABILITIES.textDocument, rename: { prepareSupport: true } },
};

const folder = mkdtempSync(join(tmpdir(), 'stagewright-rename-'));
atEnd(() => {
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;

/** Writes the files into a folder of their own, which is a repository, and gives their URIs. */
function folderWith(files: Readonly<Record<string, string>>): (name: string) => string {
  const root = join(folder, String(count++));
  mkdirSync(join(root, '.git'), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return (name) => pathToFileURL(join(root, name)).href;
}

async function opened(files = FILES): Promise<{ client: TestClient; uri: (name: string) => string }> {
  const uri = folderWith(files);
  const client = await TestClient.start({ capabilities: CAPABILITIES });
  await client.open(uri('Dockerfile'), files['Dockerfile'] ?? '');
  return { client, uri };
}

function after(edit: WorkspaceEdit | null, uri: string, text: string): string {
  const edits = (edit?.documentChanges ?? []).flatMap((change) =>
    'edits' in change && change.textDocument.uri === uri
      ? change.edits.map((one) => {
          assert.ok('newText' in one);
          return one;
        })
      : [],
  );
  return TextDocument.applyEdits(TextDocument.create(uri, '', 1, text), edits);
}

describe('renaming', () => {
  it('a stage changes every file that builds it', async () => {
    const { client, uri } = await opened();
    const at = { textDocument: { uri: uri('Dockerfile') }, position: AT_NAME };
    const prepared = await client.connection.sendRequest(PrepareRenameRequest.type, at);
    assert.deepEqual(prepared, {
      range: { start: { line: 1, character: 20 }, end: { line: 1, character: 25 } },
      placeholder: 'build',
    });
    const edit = await client.connection.sendRequest(RenameRequest.type, { ...at, newName: 'compile' });
    for (const [name, text] of Object.entries(FILES)) {
      const expected =
        name === 'Dockerfile'
          ? text.replace('AS build', 'AS compile').replace('--from=build', '--from=compile')
          : text.replace(/(target"?(?:: | = )"?)build\b/, '$1compile');
      assert.notEqual(expected, text);
      assert.equal(after(edit, uri(name), text), expected);
    }
    await client.stop();
  });

  it('an argument changes the names by which it is given', async () => {
    const { client, uri } = await opened();
    const edit = await client.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri: uri('Dockerfile') },
      position: { line: 0, character: 5 },
      newName: 'GO_VERSION',
    });
    const compose = FILES['compose.yaml'] ?? '';
    assert.equal(after(edit, uri('compose.yaml'), compose), compose.replace('VERSION', 'GO_VERSION'));
    assert.equal(after(edit, uri('Dockerfile'), DOCKERFILE), DOCKERFILE.replace('VERSION', 'GO_VERSION'));
    await client.stop();
  });

  it('is refused with a reason, and changes nothing then', async () => {
    const { client, uri } = await opened({
      ...FILES,
      'compose.yaml': 'services:\n  app:\n    build: { context: ., target: "${T:-build}" }\n',
    });
    const textDocument = { uri: uri('Dockerfile') };
    const rename = (newName: string): Promise<unknown> =>
      client.connection.sendRequest(RenameRequest.type, { textDocument, position: AT_NAME, newName });
    await assert.rejects(rename('Compile'), /capitals/);
    await assert.rejects(rename('scratch'), /meaning of its own/);
    await assert.rejects(rename('compile'), /compose\.yaml makes the name "build"/);
    const nowhere = { textDocument, position: { line: 2, character: 2 } };
    assert.equal(await client.connection.sendRequest(PrepareRenameRequest.type, nowhere), null);
    await client.stop();
  });

  it('works in a document that lies nowhere, and for a client without versions', async () => {
    const client = await TestClient.start({ capabilities: {} });
    await client.open('untitled:Dockerfile', DOCKERFILE);
    const edit = await client.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri: 'untitled:Dockerfile' },
      position: AT_NAME,
      newName: 'compile',
    });
    assert.equal(edit?.changes?.['untitled:Dockerfile']?.length, 2);
    await client.stop();
  });
});
