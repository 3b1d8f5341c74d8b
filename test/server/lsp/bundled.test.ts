/** The server as it is shipped: in one file that every start loads, and parts that come when they are asked for. */
import assert from 'node:assert/strict';
import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import {
  ExitNotification,
  LSPErrorCodes,
  RenameRequest,
  ResponseError,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { TestClient } from '../../harness/lspClient';
import { repositoryRoot } from '../../harness/repository';

const URI = 'file:///project/Dockerfile';
const TEXT = 'FROM alpine:3.20\nRUN apk add curl\nRUN apk add git\nUSER 1000\nCMD ["git"]\n';
const FIRST_RUN = { line: 1, character: 0 };

describe('the server in its bundles', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'stagewright-bundled-'));
    const bundler = join(repositoryRoot(), 'server/tools/bundle.mjs');
    const names = ['server.js', 'server.main.js'];
    execFileSync(process.execPath, [bundler, '--outdir', join(folder, 'dist'), ...names], { stdio: 'pipe' });
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** `lifetime`: how long the server stays when all is answered, in milliseconds. */
  async function session(lifetime: number): Promise<void> {
    const server = spawn(process.execPath, [join(folder, 'dist/server.js'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') },
    });
    try {
      await converse(server, lifetime);
    } finally {
      server.kill();
    }
  }

  async function converse(
    server: ChildProcessByStdio<Writable, Readable, null>,
    lifetime: number,
  ): Promise<void> {
    const client = await TestClient.attach(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    await client.open(URI, TEXT);
    assert.ok((await client.pull(URI)).length > 0);

    // The part hands out the main file's own error class, or the connection would send it as an answer.
    const rename = client.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri: URI },
      position: { line: 4, character: 1 },
      newName: 'other',
    });
    await assert.rejects(
      rename,
      (error) => error instanceof ResponseError && error.code === LSPErrorCodes.RequestFailed,
    );

    // It is worked out on the very analysis that the edit left behind: its finding is known, and so is its new line.
    await client.edit(URI, 'RUN apk add make\nUSER 1000', 'USER 1000');
    const findings = await client.pull(URI);
    const range = { start: FIRST_RUN, end: { line: 3, character: 16 } };
    const actions = await client.actions(URI, range, { diagnostics: findings, only: ['refactor'] });
    const merged = actions.find(({ title }) => /merge/i.test(title));
    // Three commands are one: the line ends before the second and the third go.
    assert.equal(JSON.stringify(merged?.edit).match(/ && /g)?.length, 2);

    const { items = [] } = (await client.completion(URI, { line: 5, character: 0 })) ?? {};
    assert.ok(items.some(({ label }) => label === 'FROM'));
    await delay(lifetime);
    assert.deepEqual(client.logged, []);
    const ended = once(server, 'exit');
    await client.connection.sendRequest(ShutdownRequest.type);
    await client.connection.sendNotification(ExitNotification.type);
    assert.deepEqual(await ended, [0, null]);
  }

  it('answers what only a part knows, from what the main file has worked out', async () => {
    await session(3500);
    // Now from compiled code.
    await session(0);
  });

  it('has every module in one file only', () => {
    const told: unknown = JSON.parse(
      readFileSync(join(repositoryRoot(), 'out/bundle/server.main.js.meta.json'), 'utf8'),
    );
    const places = new Map<string, string[]>();
    for (const [file, { inputs }] of Object.entries(outputsIn(told)))
      for (const [module, { bytesInOutput }] of Object.entries(inputs))
        if (bytesInOutput > 0) places.set(module, [...(places.get(module) ?? []), file]);
    assert.ok(places.size > 300);
    assert.deepEqual(
      [...places].filter(([, files]) => files.length > 1),
      [],
    );
  });
});

type Outputs = Readonly<
  Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
>;

function outputsIn(metafile: unknown): Outputs {
  assert.ok(typeof metafile === 'object' && metafile !== null && 'outputs' in metafile);
  return metafile.outputs as Outputs;
}
