/** A workspace of 100,000 files, through the server's own process: the right verdicts, and first findings that do not wait for them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  type Diagnostic,
  FileChangeType,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { TestClient } from '../harness/lspClient';

const SERVER = join(__dirname, '../../server/src/node/server.js');

/** Files in each of these, in folders of a hundred. */
const SHARES: Readonly<Record<string, number>> = {
  'src/generated': 40_000,
  node_modules: 40_000,
  data: 20_000,
};

const TEXT = [
  'FROM node:20-alpine AS build',
  'WORKDIR /app',
  'COPY package.json package-lock.json ./',
  'RUN npm ci',
  'COPY src/sever.js src/',
  'COPY data/99/99.txt secrets.txt ./',
  'COPY . .',
  'RUN npm run build',
  'FROM nginx:1.27-alpine',
  'COPY --from=build /app/dist /usr/share/nginx/html',
  '',
].join('\n');

describe('a workspace of 100,000 files', () => {
  const root = mkdtempSync(join(tmpdir(), 'stagewright-large-'));
  const uri = pathToFileURL(join(root, 'Dockerfile')).href;
  after(() => rmSync(root, { recursive: true, force: true }));

  before(() => {
    for (const [folder, count] of Object.entries(SHARES))
      for (let at = 0; at < count; at += 100) {
        const path = join(root, folder, String(at / 100));
        mkdirSync(path, { recursive: true });
        for (let file = 0; file < 100; file++)
          writeFileSync(join(path, `${String(file)}.txt`), 'x'.repeat(100));
      }
    const files = {
      Dockerfile: TEXT,
      '.dockerignore': '.git\ndata\n',
      'package.json': '{}',
      'package-lock.json': '{}',
      'secrets.txt': '',
      'src/server.js': '',
      'config/id_rsa': '',
      'data/.env': '',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });

  it('has its verdicts, the first of them before the context was looked through', async () => {
    const server = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const client = await TestClient.attach(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
      { workspaceFolders: [pathToFileURL(root).href] },
    );
    const of = (diagnostics: readonly Diagnostic[], rule: string): readonly string[] =>
      diagnostics.flatMap(({ code, message }) =>
        code === rule ? [typeof message === 'string' ? message : message.value] : [],
      );

    await client.open(uri, TEXT);
    let first = await client.pull(uri);
    // A slow machine tells what it knows without its disk before that.
    for (let seen = 0; of(first, 'no-missing-source').length === 0; seen = client.refreshes) {
      await client.until(() => client.refreshes > seen);
      first = await client.pull(uri);
    }
    // What the folders of the sources say is there at once; what needs the whole context is not waited for.
    assert.deepEqual(of(first, 'no-missing-source'), [
      'The build context holds no "src/sever.js"; did you mean "src/server.js"?',
    ]);
    assert.equal(of(first, 'no-ignored-source').length, 1);
    assert.equal(of(first, 'no-secret-in-context').length, 0);

    let latest = first;
    for (let seen = 0; of(latest, 'no-secret-in-context').length === 0; seen = client.refreshes) {
      await client.until(() => client.refreshes > seen);
      latest = await client.pull(uri);
    }
    assert.match(of(latest, 'no-secret-in-context')[0] ?? '', /^This copies config\/id_rsa, /);
    assert.match(of(latest, 'no-bulky-context')[0] ?? '', /^This takes in node_modules \(more than /);

    // Typing goes on meanwhile, and files that come are seen.
    writeFileSync(join(root, 'config/deploy.p12'), '');
    await client.changeFile(pathToFileURL(join(root, 'config/deploy.p12')).href, FileChangeType.Created);
    for (let edit = 0; edit < 20; edit++)
      await client.edit(uri, `RUN npm run build # ${String(edit)}`, 'RUN npm run build');
    const seen = client.refreshes;
    assert.ok((await client.pull(uri)).length > 0);
    if (client.refreshes === seen) await client.until(() => client.refreshes > seen);
    assert.match(of(await client.pull(uri), 'no-secret-in-context')[0] ?? '', /config\/deploy\.p12/);
    await client.stop();
    server.kill();
  });
});
