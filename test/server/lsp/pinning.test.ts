/** Pinning images by digest: where it is offered, what it asks, and what becomes of the answers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ApplyWorkspaceEditRequest,
  ExecuteCommandRequest,
  ResponseError,
  ShowMessageNotification,
  type WorkDoneProgressBegin,
  WorkDoneProgress,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { imageDigests, type DigestAnswer, type DigestRequest } from '../../../server/src/smoke';
import { FULL_CAPABILITIES, TestClient, type TestClientOptions } from '../../harness/lspClient';

const URI = 'file:///work/Dockerfile';
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const TEXT = 'FROM node:20 AS build\nFROM nginx:1.27\nCOPY --from=build /a /b\n';
const FOUND: DigestAnswer = { kind: 'found', digest: DIGEST, from: 'registry' };

interface Answers {
  readonly asked: DigestRequest[];
  readonly messages: string[];
  readonly edits: WorkspaceEdit[];
}

/** A client of a server whose engine gives the answers; `edit` runs before they arrive. */
async function pinning(
  answers: Readonly<Record<string, DigestAnswer>>,
  options: TestClientOptions = {},
  edit: (client: TestClient) => Promise<unknown> = () => Promise.resolve(),
): Promise<Answers & { readonly client: TestClient }> {
  const told: Answers = { asked: [], messages: [], edits: [] };
  const client = await TestClient.start(options, {
    digests: async (request) => {
      told.asked.push(request);
      await edit(client);
      return new Map(request.references.flatMap((each) => (answers[each] ? [[each, answers[each]]] : [])));
    },
  });
  client.connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit: applied }) => {
    told.edits.push(applied);
    return { applied: true };
  });
  client.connection.onNotification(ShowMessageNotification.type, ({ message }) => {
    told.messages.push(message);
  });
  await client.open(URI, TEXT);
  return { ...told, client };
}

function execute(client: TestClient, ...args: readonly unknown[]): Promise<unknown> {
  return client.connection.sendRequest(ExecuteCommandRequest.type, {
    command: 'stagewright.pinImages',
    arguments: [...args],
  });
}

describe('pinning images', () => {
  it('is offered at the name of an image, and not where no engine can be asked', async () => {
    const { client } = await pinning({});
    const offered = await client.actions(URI, client.rangeOf(URI, 'nginx'));
    const pins = offered.filter(({ kind }) => kind === 'refactor.rewrite.pinImages');
    assert.deepEqual(
      pins.map(({ command }) => command?.arguments),
      [[URI, 'nginx:1.27'], [URI]],
    );
    const elsewhere = await client.actions(URI, client.rangeOf(URI, '/a'));
    assert.ok(!elsewhere.some(({ kind }) => kind === 'refactor.rewrite.pinImages'));
    assert.deepEqual(client.initialized.capabilities.executeCommandProvider?.commands, [
      'stagewright.pinImages',
    ]);
    await client.stop();

    const browser = await TestClient.start();
    await browser.open(URI, TEXT);
    assert.equal(browser.initialized.capabilities.executeCommandProvider, undefined);
    const none = await browser.actions(URI, browser.rangeOf(URI, 'nginx'));
    assert.ok(!none.some(({ kind }) => kind === 'refactor.rewrite.pinImages'));
    await browser.stop();
  });

  it('is the quick fix of the rule about it', async () => {
    const { client } = await pinning({}, { settings: { rules: { 'prefer-image-digest': 'warning' } } });
    const diagnostics = (await client.pull(URI)).filter(({ code }) => code === 'prefer-image-digest');
    assert.equal(diagnostics.length, 2);
    const [first] = diagnostics;
    assert.ok(first !== undefined);
    const fixes = await client.actions(URI, first.range, { diagnostics: [first], only: ['quickfix'] });
    const [fix] = fixes.filter(({ command }) => command?.command === 'stagewright.pinImages');
    assert.deepEqual(fix?.diagnostics, [first]);
    await client.stop();
  });

  it('asks the engine of the settings for the image that is meant, and edits', async () => {
    const { client, asked, edits } = await pinning(
      { 'nginx:1.27': FOUND },
      { settings: { smoke: { engine: '/opt/docker' } } },
    );
    assert.deepEqual(await execute(client, URI, 'nginx:1.27'), { pinned: 1 });
    assert.deepEqual(
      asked.map(({ program, references }) => ({ program, references })),
      [{ program: '/opt/docker', references: ['nginx:1.27'] }],
    );
    assert.equal(client.after(URI, edits[0]), TEXT.replace('nginx:1.27', `nginx:1.27@${DIGEST}`));
    await client.stop();
  });

  it('finds its images again in a text that has changed meanwhile', async () => {
    const { client, edits } = await pinning(
      { 'node:20': FOUND, 'nginx:1.27': FOUND },
      {},
      async (editing) => {
        await editing.edit(URI, '# new\nFROM node:22', 'FROM node:20');
        // Once this is answered the server has the new text.
        await editing.pull(URI);
      },
    );
    assert.deepEqual(await execute(client, URI), { pinned: 1 });
    assert.equal(
      client.after(URI, edits[0]),
      TEXT.replace('FROM node:20', '# new\nFROM node:22').replace('nginx:1.27', `nginx:1.27@${DIGEST}`),
    );
    await client.stop();
  });

  it('says what failed, and what is only the engine’s own', async () => {
    const { client, messages } = await pinning({
      'node:20': { kind: 'failed', message: 'no such host' },
      'nginx:1.27': { ...FOUND, from: 'engine', complaint: 'no route' },
    });
    assert.deepEqual(await execute(client, URI), { pinned: 1 });
    assert.equal(messages[0], 'no such host');
    assert.match(messages[1] ?? '', /nginx:1\.27 did not answer \(no route\)/);
    await client.stop();
  });

  it('refuses in a workspace that is not trusted, until it is', async () => {
    const { client, asked } = await pinning({}, { initializationOptions: { runsShellcheck: false } });
    await assert.rejects(execute(client, URI), (error) => {
      assert.ok(error instanceof ResponseError);
      return /trusted workspace/.test(error.message);
    });
    assert.equal(asked.length, 0);
    await client.connection.sendNotification('stagewright/workspaceTrusted');
    await execute(client, URI);
    assert.equal(asked.length, 1);
    await client.stop();
  });

  it('shows progress, and can be cancelled by it', async () => {
    const capabilities = { ...FULL_CAPABILITIES, window: { workDoneProgress: true } };
    const began: WorkDoneProgressBegin[] = [];
    const client = await TestClient.start(
      { capabilities },
      {
        // A program that never ends by itself.
        digests: (request) =>
          imageDigests(
            {
              run: (_command, { signal }) =>
                new Promise((resolve) => {
                  signal.addEventListener('abort', () => resolve({ kind: 'cancelled' }));
                }),
            },
            request,
          ),
      },
    );
    client.connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      client.connection.onProgress(WorkDoneProgress.type, token, (value) => {
        if (value.kind !== 'begin') return;
        began.push(value);
        void client.connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
      });
    });
    await client.open(URI, TEXT);
    assert.deepEqual(await execute(client, URI), { pinned: 0 });
    assert.equal(began[0]?.cancellable, true);
    await client.stop();
  });
});
