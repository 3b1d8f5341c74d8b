import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type CodeAction,
  CodeActionKind,
  CodeActionResolveRequest,
  CodeActionTriggerKind,
  ShowMessageNotification,
} from 'vscode-languageserver-protocol/node';
import { FULL_CAPABILITIES, TestClient } from '../../harness/lspClient';

const URI = 'untitled:Dockerfile';
const STEPS = 'FROM alpine:3.20\nRUN mkdir /a\nRUN touch /a/b\nUSER nobody\n';
const MERGED = 'FROM alpine:3.20\nRUN mkdir /a \\\n    && touch /a/b\nUSER nobody\n';
const MERGE = 'refactor.rewrite.stagewright.merge-runs';

async function opened(
  text: string,
  options: Parameters<typeof TestClient.start>[0] = {},
): Promise<TestClient> {
  const client = await TestClient.start(options);
  await client.open(URI, text);
  return client;
}

function refactorings(actions: readonly CodeAction[]): readonly CodeAction[] {
  return actions.filter(({ kind }) => kind?.startsWith('refactor'));
}

describe('refactorings in the editor', () => {
  it('come without an edit while the caret moves, and get it when they are chosen', async () => {
    const client = await opened(STEPS);
    const actions = await client.actions(URI, client.rangeOf(URI, 'touch'), {
      triggerKind: CodeActionTriggerKind.Automatic,
    });
    const merge = actions.find(({ kind }) => kind === MERGE);
    assert.ok(merge);
    assert.equal(merge.title, 'Merge 2 RUN steps into one');
    assert.equal(merge.edit, undefined);
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, merge);
    assert.equal(client.after(URI, resolved.edit), MERGED);
    await client.stop();
  });

  it('come worked out when the user asks for actions, and for a client that resolves nothing', async () => {
    const asked = await opened(STEPS);
    const actions = await asked.actions(URI, asked.rangeOf(URI, 'touch'), {
      triggerKind: CodeActionTriggerKind.Invoked,
    });
    assert.equal(asked.after(URI, actions.find(({ kind }) => kind === MERGE)?.edit), MERGED);
    await asked.stop();
    const plain = await opened(STEPS, {
      capabilities: {
        textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
      },
    });
    const [merge] = refactorings(await plain.actions(URI, plain.rangeOf(URI, 'touch')));
    assert.equal(plain.after(URI, merge?.edit), MERGED);
    await plain.stop();
  });

  it('can be asked for by kind, one of them too', async () => {
    const client = await opened(STEPS);
    const kinds = async (only: string): Promise<(string | undefined)[]> =>
      (await client.actions(URI, client.wholeRange(URI), { only: [only] })).map(({ kind }) => kind);
    assert.deepEqual(await kinds(CodeActionKind.RefactorInline), []);
    assert.deepEqual(await kinds('refactor.rewrite.other'), []);
    const merge = await client.actions(URI, client.rangeOf(URI, 'touch'), { only: [MERGE] });
    assert.deepEqual(
      merge.map(({ kind }) => kind),
      [MERGE],
    );
    await client.stop();
  });

  it('say why they cannot be done: beside the title, or when they are chosen', async () => {
    const text = STEPS.replace('mkdir /a', 'cd /a');
    const capabilities = {
      ...FULL_CAPABILITIES,
      textDocument: {
        ...FULL_CAPABILITIES.textDocument,
        codeAction: { ...FULL_CAPABILITIES.textDocument?.codeAction, disabledSupport: true },
      },
    };
    const shown = await opened(text, { capabilities });
    const [disabled] = await shown.actions(URI, shown.rangeOf(URI, 'touch'), { only: [MERGE] });
    assert.match(disabled?.disabled?.reason ?? '', /state of its shell/);
    assert.equal(disabled?.edit, undefined);
    await shown.stop();

    const client = await opened(text);
    assert.deepEqual(await client.actions(URI, client.rangeOf(URI, 'touch'), { only: [MERGE] }), []);
    const told: string[] = [];
    client.connection.onNotification(ShowMessageNotification.type, ({ message }) => void told.push(message));
    const [lazy] = refactorings(await client.actions(URI, client.rangeOf(URI, 'touch')));
    assert.ok(lazy);
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, lazy);
    assert.equal(resolved.edit, undefined);
    await client.quiet();
    assert.match(told.join(), /state of its shell/);
    await client.stop();
  });

  it('are refused for a text that has changed since', async () => {
    const client = await opened(STEPS);
    const [merge] = refactorings(await client.actions(URI, client.rangeOf(URI, 'touch')));
    assert.ok(merge);
    await client.edit(URI, 'x', 'mkdir');
    await assert.rejects(client.connection.sendRequest(CodeActionResolveRequest.type, merge));
    await client.stop();
  });

  it('ask for the name of a new stage where the client can', async () => {
    const range = (client: TestClient): ReturnType<TestClient['rangeOf']> =>
      client.rangeOf(URI, 'RUN mkdir /a');
    const only = ['refactor.extract'];
    const client = await opened(STEPS, { initializationOptions: { renames: true } });
    const [extract] = await client.actions(URI, range(client), { only });
    assert.equal(extract?.command?.command, 'stagewright.rename');
    assert.deepEqual(extract.command.arguments, [URI, { line: 0, character: 'FROM alpine:3.20 AS '.length }]);
    await client.stop();
    const other = await opened(STEPS);
    const [plain] = await other.actions(URI, range(other), { only });
    assert.ok(plain?.edit);
    assert.equal(plain.command, undefined);
    await other.stop();
  });
});
