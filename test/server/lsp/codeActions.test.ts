import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CodeActionKind,
  CodeActionRequest,
  CodeActionResolveRequest,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver-protocol/node';
import { FULL_CAPABILITIES, TestClient } from '../../harness/lspClient';
import { NAMED, TWO_RULES, UNNAMED, withFindings } from './documentTexts';

const URI = 'untitled:Dockerfile';
const RULE = 'prefer-named-stage-reference';

describe('quick fixes', () => {
  it('are the fixes of the findings in the range, the safe one preferred', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    const diagnostics = await client.pull(URI);
    const actions = await client.actions(URI, client.rangeOf(URI, '--from=0'), { diagnostics });
    const [fix] = actions;
    assert.equal(fix?.kind, CodeActionKind.QuickFix);
    assert.equal(fix.isPreferred, true);
    assert.deepEqual(fix.diagnostics, diagnostics);
    assert.equal(client.after(URI, fix.edit), NAMED);
    assert.equal(actions.filter(({ isPreferred }) => isPreferred).length, 1);
    await client.stop();
  });

  it('are not offered where nothing was found', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    assert.deepEqual(await client.actions(URI, client.rangeOf(URI, 'RUN')), []);
    await client.stop();
  });

  it('come without versions to a client that knows none', async () => {
    const client = await TestClient.start({
      settings: TWO_RULES,
      capabilities: {
        textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
      },
    });
    await client.open(URI, UNNAMED);
    const [fix] = await client.actions(URI, client.rangeOf(URI, '--from=0'));
    assert.equal(fix?.edit?.documentChanges, undefined);
    assert.equal(client.after(URI, fix?.edit), NAMED);
    await client.stop();
  });

  it('can be asked for by kind', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    const range = client.wholeRange(URI);
    const kinds = async (only: CodeActionKind): Promise<string[]> => [
      ...new Set((await client.actions(URI, range, { only: [only] })).map(({ kind }) => kind ?? '')),
    ];
    assert.deepEqual(await kinds(CodeActionKind.QuickFix), ['quickfix']);
    assert.deepEqual(await kinds(CodeActionKind.Source), ['source.fixAll.stagewright']);
    assert.deepEqual(await kinds(CodeActionKind.SourceFixAll), ['source.fixAll.stagewright']);
    assert.deepEqual(await kinds(CodeActionKind.Refactor), []);
    assert.deepEqual(await kinds('source.fixAll.other'), []);
    await client.stop();
  });

  it('stay a menu that can be read when the whole of a large file is selected', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, withFindings(400));
    const actions = await client.actions(URI, client.wholeRange(URI));
    assert.ok(actions.length < 300, String(actions.length));
    await client.stop();
  });
});

describe('ignoring', () => {
  async function ignored(text: string, where: string, piece: string): Promise<string> {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, text);
    const actions = await client.actions(URI, client.rangeOf(URI, piece));
    const action = actions.find(({ title }) => title === `Ignore ${RULE} ${where}`);
    assert.ok(action, `offered: ${actions.map(({ title }) => title).join(', ')}`);
    assert.notEqual(action.isPreferred, true);
    const after = client.after(URI, action.edit);
    await client.edit(URI, after);
    const rest = (await client.pull(URI)).filter(({ code }) => code === RULE);
    assert.deepEqual(rest, [], 'the finding is still there');
    await client.stop();
    return after;
  }

  it('here writes a comment above the instruction', async () => {
    assert.equal(
      await ignored(UNNAMED, 'here', '--from=0'),
      UNNAMED.replace('COPY', `# stagewright ignore=${RULE}\nCOPY`),
    );
  });

  it('in this stage writes a comment above its FROM', async () => {
    assert.equal(
      await ignored(UNNAMED, 'in this stage', '--from=0'),
      UNNAMED.replace('FROM scratch', `# stagewright stage-ignore=${RULE}\nFROM scratch`),
    );
  });

  it('in this file writes a comment at the top', async () => {
    assert.equal(
      await ignored(UNNAMED, 'in this file', '--from=0'),
      `# stagewright file-ignore=${RULE}\n${UNNAMED}`,
    );
  });

  it('in this file leaves the parser directives first', async () => {
    const directives = '# syntax=docker/dockerfile:1\n# escape=`\n';
    assert.equal(
      await ignored(`${directives}${UNNAMED}`, 'in this file', '--from=0'),
      `${directives}# stagewright file-ignore=${RULE}\n${UNNAMED}`,
    );
  });
});

describe('fix all', () => {
  const only = ['source.fixAll.stagewright'];

  it('applies every safe fix, also those that wait for another, with edits no larger than needed', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    const text = `${withFindings(3)}# the end\n`;
    await client.open(URI, text);
    const [action, ...others] = await client.actions(URI, client.wholeRange(URI), { only });
    assert.equal(others.length, 0);
    const after = client.after(URI, action?.edit);
    assert.equal(
      after,
      text.replaceAll('--from=0', '--from=build').replace('golang:1.23', 'golang:1.23 AS build'),
    );
    const edits = (action?.edit?.documentChanges ?? []).flatMap((change) =>
      'edits' in change ? change.edits : [],
    );
    assert.equal(edits.length, 4);
    await client.edit(URI, after);
    assert.deepEqual(
      await client.actions(URI, client.wholeRange(URI), { only }),
      [],
      'it is not a fixed point',
    );
    await client.stop();
  });

  it('is not offered when there is nothing to fix', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, NAMED);
    assert.deepEqual(await client.actions(URI, client.wholeRange(URI), { only }), []);
    await client.stop();
  });

  it('offered beside a fix gets its edit only when it is chosen', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    const actions = await client.actions(URI, client.rangeOf(URI, '--from=0'));
    const action = actions.find(({ kind }) => kind === only[0]);
    assert.ok(action);
    assert.equal(action.edit, undefined);
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, action);
    assert.equal(client.after(URI, resolved.edit), NAMED);
    await client.edit(URI, `${UNNAMED}\n`);
    await assert.rejects(client.connection.sendRequest(CodeActionResolveRequest.type, action), (error) => {
      assert.ok(error instanceof ResponseError);
      assert.equal(error.code, LSPErrorCodes.ContentModified);
      return true;
    });
    await client.stop();
  });

  it('has its edit at once for a client that cannot ask later', async () => {
    const { textDocument, ...others } = FULL_CAPABILITIES;
    const codeAction = { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } };
    const client = await TestClient.start({
      settings: TWO_RULES,
      capabilities: { ...others, textDocument: { ...textDocument, codeAction } },
    });
    await client.open(URI, UNNAMED);
    const actions = await client.actions(URI, client.rangeOf(URI, '--from=0'));
    const action = actions.find(({ kind }) => kind === only[0]);
    assert.equal(client.after(URI, action?.edit), NAMED);
    await client.stop();
  });
});

describe('code actions of strange requests', () => {
  it('are null for a document that is not open, and survive ranges outside the text', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    const request = { textDocument: { uri: URI }, context: { diagnostics: [] } };
    const far = { start: { line: 900, character: 5 }, end: { line: 9000, character: 0 } };
    assert.equal(
      await client.connection.sendRequest(CodeActionRequest.type, { ...request, range: far }),
      null,
    );
    await client.open(URI, UNNAMED);
    assert.deepEqual(
      await client.connection.sendRequest(CodeActionRequest.type, { ...request, range: far }),
      [],
    );
    await client.stop();
  });
});
