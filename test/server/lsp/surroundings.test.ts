/** Ignore files and build contexts, read from a real disk and through a client, and what happens when they change. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { FileChangeType, WatchKind } from 'vscode-languageserver-protocol/node';
import { contextSourcesOf } from '../../../server/src/core/index';
import { findSurroundings } from '../../../server/src/lsp/surroundings';
import { nodeFiles } from '../../../server/src/node/files';
import { PUSH_CAPABILITIES, TEST_PLATFORM, TestClient } from '../../harness/lspClient';
import { onlyRules } from './documentTexts';

const root = mkdtempSync(join(tmpdir(), 'stagewright-lsp-'));
after(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;

/** A new folder with these files. */
function folderWith(files: Readonly<Record<string, string>>): {
  uri: (name: string) => string;
  write: (name: string, text: string) => void;
  remove: (name: string) => void;
} {
  folders += 1;
  const folder = join(root, `case ${String(folders)}`);
  const write = (name: string, text: string): void => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    uri: (name) => pathToFileURL(join(folder, name)).href,
    write,
    remove: (name) => rmSync(join(folder, name)),
  };
}

const BROAD = 'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';
const ONE_RULE = onlyRules('require-dockerignore');

describe('an ignore file', () => {
  it('that appears, changes or goes makes a pulling client ask again', async () => {
    const { uri, write, remove } = folderWith({ Dockerfile: BROAD });
    const client = await TestClient.start({ settings: ONE_RULE });
    await client.until(() => client.registered.length === 2);
    assert.deepEqual(
      client.registered.find(({ method }) => method === 'workspace/didChangeWatchedFiles')?.options,
      {
        watchers: [
          { globPattern: '**/.dockerignore' },
          { globPattern: '**/*.dockerignore' },
          { globPattern: '**/{docker-compose,compose}*.{yml,yaml}' },
          { globPattern: '**/docker-bake*.{hcl,json}' },
          { globPattern: '**/{.stagewright.jsonc,.hadolint.yaml,.hadolint.yml}' },
          { globPattern: '**/{.devcontainer,devcontainer}.json' },
          { globPattern: '**/{package,angular,tsconfig,tsconfig.*}.json', kind: WatchKind.Change },
          { globPattern: '**/*.config.{js,cjs,mjs,ts,cts,mts}', kind: WatchKind.Change },
          { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
        ],
      },
    );
    await client.open(uri('Dockerfile'), BROAD);
    assert.equal((await client.pull(uri('Dockerfile'))).length, 1);

    write('.dockerignore', 'node_modules\n.git\n');
    await client.changeFile(uri('.dockerignore'), FileChangeType.Created);
    await client.until(() => client.refreshes === 1);
    assert.deepEqual(await client.pull(uri('Dockerfile')), []);

    remove('.dockerignore');
    await client.changeFile(uri('.dockerignore'), FileChangeType.Deleted);
    await client.until(() => client.refreshes === 2);
    assert.equal((await client.pull(uri('Dockerfile'))).length, 1);
    await client.stop();
  });

  it('is told to a client that does not pull, for its own Dockerfiles only', async () => {
    const one = folderWith({ Dockerfile: BROAD });
    const other = folderWith({ Dockerfile: BROAD });
    const client = await TestClient.start({ capabilities: PUSH_CAPABILITIES, settings: ONE_RULE });
    await client.open(one.uri('Dockerfile'), BROAD);
    await client.open(other.uri('Dockerfile'), BROAD);
    await client.push(one.uri('Dockerfile'));
    await client.push(other.uri('Dockerfile'));
    one.write('.dockerignore', '.git\n');
    await client.changeFile(one.uri('.dockerignore'), FileChangeType.Created);
    assert.deepEqual(await client.push(one.uri('Dockerfile'), () => true, 2), []);
    await client.quiet();
    assert.equal(client.published.length, 3);
    await client.stop();
  });

  it('that nobody told of is seen when the Dockerfile is saved', async () => {
    const { uri, write } = folderWith({ Dockerfile: BROAD });
    const client = await TestClient.start({ settings: ONE_RULE });
    await client.open(uri('Dockerfile'), BROAD);
    assert.equal((await client.pull(uri('Dockerfile'))).length, 1);
    write('.dockerignore', '.git\n');
    await client.save(uri('Dockerfile'));
    await client.until(() => client.refreshes === 1);
    assert.deepEqual(await client.pull(uri('Dockerfile')), []);
    await client.stop();
  });

  it('is written by the fix as a new file, in one edit that refuses to overwrite', async () => {
    const { uri } = folderWith({ Dockerfile: BROAD });
    const client = await TestClient.start({ settings: ONE_RULE });
    await client.open(uri('Dockerfile'), BROAD);
    const actions = await client.actions(uri('Dockerfile'), client.rangeOf(uri('Dockerfile'), 'COPY . .'));
    const changes = actions[0]?.edit?.documentChanges ?? [];
    assert.deepEqual(changes[0], {
      kind: 'create',
      uri: uri('.dockerignore'),
      options: { overwrite: false, ignoreIfExists: false },
    });
    assert.equal(changes.length, 2);
    await client.stop();
  });

  it('is not offered to a client that cannot create files', async () => {
    const { uri } = folderWith({ Dockerfile: BROAD });
    const client = await TestClient.start({
      settings: ONE_RULE,
      capabilities: {
        textDocument: {
          diagnostic: {},
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
        },
      },
    });
    await client.open(uri('Dockerfile'), BROAD);
    assert.equal((await client.pull(uri('Dockerfile'))).length, 1);
    const actions = await client.actions(uri('Dockerfile'), client.rangeOf(uri('Dockerfile'), 'COPY . .'), {
      only: ['quickfix'],
    });
    assert.ok(actions.every(({ title }) => title.startsWith('Ignore ')));
    await client.stop();
  });
});

describe('surroundings', () => {
  const find = (
    uri: string,
    text = BROAD,
    roots: readonly string[] = [],
  ): ReturnType<typeof findSurroundings> =>
    findSurroundings(
      {
        uri,
        sources: () => contextSourcesOf(text),
        roots,
        context: undefined,
        previous: undefined,
        isChanged: false,
      },
      nodeFiles,
      TEST_PLATFORM,
    );

  it("are the Dockerfile's own folder, with or without an ignore file", async () => {
    const { uri, write } = folderWith({ Dockerfile: BROAD, 'package-lock.json': '{}' });
    const without = await find(uri('Dockerfile'));
    assert.equal(without.context, uri('.').replace(/\/$/, ''));
    assert.deepEqual(without.surroundings.ignoreFile, { kind: 'absent', path: '.dockerignore' });
    assert.deepEqual(without.surroundings.contextEntries, new Set(['Dockerfile', 'package-lock.json']));
    write('.dockerignore', 'x\n');
    const found = await find(uri('Dockerfile'));
    assert.deepEqual(found.surroundings.ignoreFile, { kind: 'present', path: '.dockerignore', text: 'x\n' });
  });

  it('prefer the ignore file that is named after the Dockerfile', async () => {
    const { uri } = folderWith({
      'web.Dockerfile': BROAD,
      'web.Dockerfile.dockerignore': 'own\n',
      '.dockerignore': 'shared\n',
    });
    const { surroundings } = await find(uri('web.Dockerfile'));
    assert.deepEqual(surroundings.ignoreFile, {
      kind: 'present',
      path: 'web.Dockerfile.dockerignore',
      text: 'own\n',
    });
  });

  it('are those of a folder above only where that holds what is copied', async () => {
    const { uri } = folderWith({
      '.dockerignore': 'x\n',
      'docker/web/Dockerfile': BROAD,
      'package.json': '',
    });
    const roots = [uri('.').replace(/\/$/, '')];
    const own = await find(uri('docker/web/Dockerfile'), BROAD, roots);
    assert.equal(own.context, uri('docker/web'));
    assert.deepEqual(own.surroundings.ignoreFile, { kind: 'absent', path: '.dockerignore' });
    const above = await find(uri('docker/web/Dockerfile'), 'FROM scratch\nCOPY package.json /\n', roots);
    assert.equal(above.context, roots[0]);
    assert.equal(above.surroundings.ignoreFile.kind, 'present');
  });

  it('are unknown for a document in no folder and for a folder that cannot be read', async () => {
    assert.equal((await find('untitled:Untitled-1')).context, undefined);
    const { surroundings } = await find('file:///no/such/folder/Dockerfile');
    assert.equal(surroundings.ignoreFile.kind, 'unknown');
    assert.equal(surroundings.contextEntries, undefined);
  });

  it('are read through the client where the server has no file system', async () => {
    const client = await TestClient.start(
      { settings: ONE_RULE, initializationOptions: { readsFiles: true } },
      { files: undefined },
    );
    const asked: string[] = [];
    client.connection.onRequest('stagewright/fs/readFile', ({ uri }: { uri: string }) => {
      asked.push(uri);
      return uri === 'memfs:///work/.dockerignore' ? '.git\n' : null;
    });
    client.connection.onRequest('stagewright/fs/readDirectory', () =>
      ['Dockerfile', '.dockerignore'].map((name) => ({ name, kind: 'file' })),
    );
    await client.open('memfs:///work/Dockerfile', BROAD);
    assert.deepEqual(await client.pull('memfs:///work/Dockerfile'), []);
    assert.ok(asked.includes('memfs:///work/.dockerignore'));
    await client.stop();
  });
});
