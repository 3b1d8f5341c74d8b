/** The server as a process of its own, as editors start it. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as listen, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  ExitNotification,
  IPCMessageReader,
  IPCMessageWriter,
  ShutdownRequest,
  SocketMessageReader,
  SocketMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { TestClient } from '../../harness/lspClient';
import { TWO_RULES, UNNAMED } from './documentTexts';

const SERVER = join(__dirname, '../../../server/src/node/server.js');
const URI = 'file:///project/Dockerfile';

async function works(client: TestClient): Promise<void> {
  await client.open(URI, UNNAMED);
  const diagnostics = await client.pull(URI);
  assert.ok(diagnostics.some(({ code }) => code === 'prefer-named-stage-reference'));
}

async function endsAfterExit(client: TestClient, server: ChildProcess): Promise<void> {
  const ended = once(server, 'exit');
  await client.connection.sendRequest(ShutdownRequest.type);
  await client.connection.sendNotification(ExitNotification.type);
  assert.deepEqual(await ended, [0, null]);
}

describe('the server process', () => {
  it('speaks over standard input and output', async () => {
    const server = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const client = await TestClient.attach(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
      { settings: TWO_RULES },
    );
    await works(client);
    await endsAfterExit(client, server);
  });

  it('speaks over IPC', async () => {
    const server = fork(SERVER, ['--node-ipc'], { stdio: 'inherit', execArgv: [] });
    const client = await TestClient.attach(new IPCMessageReader(server), new IPCMessageWriter(server), {
      settings: TWO_RULES,
    });
    await works(client);
    await endsAfterExit(client, server);
  });

  it('speaks over a socket', async () => {
    const port = listen();
    const connected = new Promise<Socket>((resolve) => port.once('connection', resolve));
    port.listen(0, '127.0.0.1');
    await once(port, 'listening');
    const address = port.address();
    assert.ok(typeof address === 'object' && address !== null);
    const server = spawn(process.execPath, [SERVER, `--socket=${String(address.port)}`], {
      stdio: 'inherit',
    });
    const socket = await connected;
    const client = await TestClient.attach(new SocketMessageReader(socket), new SocketMessageWriter(socket), {
      settings: TWO_RULES,
    });
    await works(client);
    await endsAfterExit(client, server);
    port.close();
  });

  it('ends when its client is gone', async () => {
    const overPipes = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const pipesEnd = once(overPipes, 'exit');
    overPipes.stdin.end();
    assert.deepEqual(await pipesEnd, [1, null]);

    const overIpc = fork(SERVER, ['--node-ipc'], { stdio: 'ignore', execArgv: [] });
    await TestClient.attach(new IPCMessageReader(overIpc), new IPCMessageWriter(overIpc));
    const ipcEnd = once(overIpc, 'exit');
    overIpc.disconnect();
    assert.deepEqual(await ipcEnd, [1, null]);
  });

  it('says how it wants to be called', async () => {
    const server = spawn(process.execPath, [SERVER], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    server.stderr.on('data', (chunk) => (said += String(chunk)));
    assert.deepEqual(await once(server, 'close'), [2, null]);
    assert.match(said, /--stdio/);
  });
});
