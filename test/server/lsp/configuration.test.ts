import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DiagnosticSeverity } from 'vscode-languageserver-protocol/node';
import { readSettings } from '../../../server/src/lsp/configuration';
import { PUSH_CAPABILITIES, TestClient } from '../../harness/lspClient';
import { NAMED, TWO_RULES, UNNAMED } from './documentTexts';

const URI = 'untitled:Dockerfile';
const RULE = 'prefer-named-stage-reference';

describe('settings', () => {
  it('are asked for, and count from the first diagnostics on', async () => {
    const client = await TestClient.start({ settings: { rules: { ...TWO_RULES.rules, [RULE]: 'error' } } });
    await client.open(URI, UNNAMED);
    const [diagnostic] = await client.pull(URI);
    assert.equal(diagnostic?.severity, DiagnosticSeverity.Error);
    await client.stop();
  });

  it('that change make a pulling client ask again', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.until(() =>
      client.registered.some(({ method }) => method === 'workspace/didChangeConfiguration'),
    );
    await client.open(URI, UNNAMED);
    assert.equal((await client.pull(URI)).length, 1);
    await client.changeSettings({ rules: { ...TWO_RULES.rules, [RULE]: 'off' } });
    await client.until(() => client.refreshes > 0);
    assert.deepEqual(await client.pull(URI), []);
    await client.stop();
  });

  it('that change are told to a client that does not pull', async () => {
    const client = await TestClient.start({ capabilities: PUSH_CAPABILITIES, settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    assert.equal((await client.push(URI)).length, 1);
    await client.changeSettings({ rules: { ...TWO_RULES.rules, [RULE]: 'off' } });
    assert.deepEqual(await client.push(URI, () => true, 1), []);
    assert.equal(client.refreshes, 0);
    await client.stop();
  });

  it('that stay the same cost nothing', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    const { resultId } = await client.report(URI);
    await client.changeSettings({ ...TWO_RULES });
    await client.quiet();
    assert.equal(client.refreshes, 0);
    assert.equal((await client.report(URI, resultId)).kind, 'unchanged');
    await client.stop();
  });

  it('choose the stage that is shipped', async () => {
    const client = await TestClient.start({ settings: { target: 'build' } });
    await client.open(URI, NAMED);
    const symbols = (await client.symbols(URI)) ?? [];
    assert.deepEqual(
      symbols.map((symbol) => ('detail' in symbol ? symbol.detail : undefined)),
      ['final', 'unreachable'],
    );
    await client.stop();
  });

  it('reach a client that cannot be asked through its options and its notifications', async () => {
    const client = await TestClient.start({
      capabilities: { ...PUSH_CAPABILITIES, workspace: {} },
      settings: { rules: { ...TWO_RULES.rules, [RULE]: 'hint' } },
    });
    await client.open(URI, UNNAMED);
    assert.equal((await client.push(URI))[0]?.severity, DiagnosticSeverity.Hint);
    await client.changeSettings({ rules: { ...TWO_RULES.rules, [RULE]: 'warning' } });
    assert.equal((await client.push(URI, () => true, 1))[0]?.severity, DiagnosticSeverity.Warning);
    await client.stop();
  });
});

describe('reading settings', () => {
  it('makes something sensible of anything', () => {
    const standard = readSettings(undefined);
    assert.equal(standard.maxFindings, 500);
    for (const raw of [
      null,
      7,
      'x',
      [],
      { maxFindings: 'many', rules: 3, target: 8, smoke: [] },
      { rules: { a: 'loud' } },
    ]) {
      assert.deepEqual(readSettings(raw), standard);
    }
  });

  it('takes levels, levels by role, and leaves out what is at its default', () => {
    const { configuration } = readSettings({
      rules: { one: 'off', two: { final: 'error', builder: 'silly' }, three: 'default', four: {} },
    });
    assert.deepEqual(configuration.rules, { one: 'off', two: { final: 'error' } });
  });

  it('takes an empty engine and target for none', () => {
    const settings = readSettings({ target: ' ', smoke: { engine: '', timeout: 30 } });
    assert.equal(settings.target, undefined);
    assert.deepEqual(settings.smoke, { timeout: 30 });
  });
});
