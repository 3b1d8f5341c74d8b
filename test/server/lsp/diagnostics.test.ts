import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DiagnosticSeverity, LSPErrorCodes, ResponseError } from 'vscode-languageserver-protocol/node';
import { FULL_CAPABILITIES, PUSH_CAPABILITIES, TestClient } from '../../harness/lspClient';
import { NAMED, onlyRules, SELF, TWO_RULES, UNNAMED, withFindings } from './documentTexts';

const URI = 'untitled:Dockerfile';

describe('diagnostics by pull', () => {
  it('are answered for a client that announces them, and never pushed', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    const [diagnostic, ...others] = await client.pull(URI);
    assert.equal(others.length, 0);
    assert.deepEqual(diagnostic?.range, {
      start: { line: 3, character: 12 },
      end: { line: 3, character: 13 },
    });
    await client.edit(URI, SELF);
    await client.pull(URI);
    await client.close(URI);
    await client.quiet();
    assert.deepEqual(client.published, []);
    await client.stop();
  });

  it('carry the rule, its page, the level and our name', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    const [diagnostic] = await client.pull(URI);
    assert.equal(diagnostic?.code, 'prefer-named-stage-reference');
    assert.equal(diagnostic.source, 'stagewright');
    assert.equal(diagnostic.severity, DiagnosticSeverity.Information);
    assert.match(
      diagnostic.codeDescription?.href ?? '',
      /\/server\/docs\/rules\/prefer-named-stage-reference\.md$/,
    );
    assert.equal(diagnostic.data, undefined);
    await client.stop();
  });

  it('point at the places that explain them', async () => {
    const client = await TestClient.start({ settings: onlyRules('no-duplicate-stage-name') });
    await client.open(
      URI,
      'FROM alpine:3.20 AS tool\nFROM debian:12 AS tool\nFROM scratch\nCOPY --from=tool / /\n',
    );
    const [diagnostic] = await client.pull(URI);
    const [related] = diagnostic?.relatedInformation ?? [];
    assert.equal(related?.location.uri, URI);
    assert.equal(related.location.range.start.line, 0);
    await client.stop();
  });

  it('leave out what the client does not understand', async () => {
    const client = await TestClient.start({
      capabilities: { textDocument: { diagnostic: {} } },
      settings: TWO_RULES,
    });
    await client.open(URI, UNNAMED);
    const [diagnostic] = await client.pull(URI);
    assert.deepEqual(Object.keys(diagnostic ?? {}).sort(), [
      'code',
      'message',
      'range',
      'severity',
      'source',
    ]);
    await client.stop();
  });

  it('are of the newest version after many edits', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, NAMED);
    for (let at = 0; at < 20; at++) await client.edit(URI, at % 2 === 0 ? UNNAMED : NAMED);
    assert.deepEqual(await client.pull(URI), []);
    await client.edit(URI, UNNAMED);
    assert.equal((await client.pull(URI)).length, 1);
    await client.stop();
  });

  it('are said to be unchanged when they are', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    const first = await client.report(URI);
    const second = await client.report(URI, first.resultId);
    assert.deepEqual(second, { kind: 'unchanged', resultId: first.resultId });
    await client.edit(URI, NAMED);
    const third = await client.report(URI, first.resultId);
    assert.equal(third.kind, 'full');
    await client.stop();
  });

  it('are said to be unchanged after an edit that neither changes nor moves them', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, `${UNNAMED}# some\n`);
    const { resultId } = await client.report(URI);
    await client.edit(URI, '# other', '# some');
    assert.deepEqual(await client.report(URI, resultId), { kind: 'unchanged', resultId });
    await client.change(URI, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' },
    ]);
    const moved = await client.report(URI, resultId);
    assert.equal(moved.kind, 'full');
    await client.stop();
  });

  it('are told again where their own words were replaced by the same', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    const first = await client.report(URI);
    assert.ok(first.kind === 'full');
    const [item] = first.items;
    assert.ok(item !== undefined);
    const { start, end } = item.range;
    const words = UNNAMED.split('\n')[start.line]?.slice(start.character, end.character) ?? '';
    await client.change(URI, [{ range: { start, end }, text: '' }]);
    await client.change(URI, [{ range: { start, end: start }, text: words }]);
    assert.equal((await client.report(URI, first.resultId)).kind, 'full');
    await client.stop();
  });

  it('of a version that is gone are refused, and asked for again', async () => {
    // The surroundings never come, so the answer waits while the document changes.
    const never = {
      readText: () => new Promise<undefined>(() => undefined),
      readDirectory: () => Promise.resolve(new Map()),
      stat: () => Promise.resolve(undefined),
    };
    const client = await TestClient.start({ settings: TWO_RULES }, { files: never });
    const uri = 'file:///project/Dockerfile';
    await client.open(uri, UNNAMED);
    const early = client.report(uri);
    await client.edit(uri, NAMED);
    await assert.rejects(early, (error) => {
      assert.ok(error instanceof ResponseError);
      assert.equal(error.code, LSPErrorCodes.ServerCancelled);
      assert.deepEqual(error.data, { retriggerRequest: true });
      return true;
    });
    // What is around the file stays unknown, and the findings come all the same.
    const rules = (await client.pull(uri)).map(({ code }) => code);
    assert.ok(!rules.includes('prefer-named-stage-reference'), rules.join());
    await client.stop();
  });

  it('of a document that is not open are refused, and not asked for again', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await assert.rejects(client.report('file:///nowhere/Dockerfile'), (error) => {
      assert.ok(error instanceof ResponseError);
      assert.deepEqual(error.data, { retriggerRequest: false });
      return true;
    });
    await client.stop();
  });

  it('of two documents are kept apart', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open('untitled:one', UNNAMED);
    await client.open('untitled:two', SELF);
    await client.edit('untitled:one', NAMED);
    const codes = (await client.pull('untitled:two')).map(({ code }) => code);
    assert.ok(codes.includes('no-self-stage-reference'));
    assert.deepEqual(await client.pull('untitled:one'), []);
    await client.close('untitled:one');
    assert.ok((await client.pull('untitled:two')).length > 0);
    await client.stop();
  });
});

describe('diagnostics by push', () => {
  it('come unasked for a client that does not pull, with their version', async () => {
    const client = await TestClient.start({ capabilities: PUSH_CAPABILITIES, settings: TWO_RULES });
    assert.equal(client.initialized.capabilities.diagnosticProvider, undefined);
    await client.open(URI, UNNAMED);
    const [diagnostic] = await client.push(URI);
    assert.equal(diagnostic?.code, 'prefer-named-stage-reference');
    assert.equal(client.published[0]?.version, 1);
    await client.stop();
  });

  it('come once for the newest of several edits in a row', async () => {
    const client = await TestClient.start({ capabilities: PUSH_CAPABILITIES, settings: TWO_RULES });
    await client.open(URI, NAMED);
    await client.push(URI);
    const texts = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? UNNAMED : SELF));
    const versions = await Promise.all(texts.map((text) => client.edit(URI, text)));
    const last = Math.max(...versions);
    const diagnostics = await client.push(URI, ({ version }) => version === last);
    assert.ok(diagnostics.some(({ code }) => code === 'no-self-stage-reference'));
    await client.quiet();
    const published = client.published.map(({ version }) => version ?? 0);
    assert.deepEqual(
      published,
      [...published].sort((a, b) => a - b),
      'an old version came late',
    );
    assert.equal(published.at(-1), last);
    assert.equal(new Set(published).size, published.length, 'a version was told twice');
    assert.ok(published.length < versions.length, 'every edit was told');
    await client.stop();
  });

  it('never change for a version, whatever is known late', async () => {
    const client = await TestClient.start({ capabilities: PUSH_CAPABILITIES, settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    await client.push(URI);
    await client.quiet();
    assert.equal(client.published.length, 1, 'the first findings flickered');
    await client.stop();
  });

  it('are taken back when the document closes', async () => {
    const client = await TestClient.start({ capabilities: PUSH_CAPABILITIES, settings: TWO_RULES });
    await client.open(URI, UNNAMED);
    await client.push(URI);
    await client.close(URI);
    assert.deepEqual(await client.push(URI, ({ version }) => version === undefined), []);
    await client.stop();
  });
});

describe('too many diagnostics', () => {
  const MORE = 30;

  it('are cut to the setting, worst first, with a note of how many more', async () => {
    const client = await TestClient.start({ settings: { ...TWO_RULES, maxFindings: 5 } });
    await client.open(URI, `${withFindings(MORE)}COPY --from=1 /x /x\n`);
    const diagnostics = await client.pull(URI);
    assert.equal(diagnostics.length, 6);
    assert.equal(diagnostics[0]?.severity, DiagnosticSeverity.Error);
    const note = diagnostics.at(-1);
    assert.equal(note?.severity, DiagnosticSeverity.Information);
    assert.ok(typeof note.message === 'string');
    assert.match(note.message, /^\d+ more findings are not shown/);
    await client.stop();
  });

  it('are 500 when nothing is set', async () => {
    const client = await TestClient.start({ settings: TWO_RULES });
    await client.open(URI, withFindings(510));
    const diagnostics = await client.pull(URI);
    assert.equal(diagnostics.length, 501);
    await client.stop();
  });

  it('stay without a note when they fit', async () => {
    const client = await TestClient.start({ settings: { ...TWO_RULES, maxFindings: MORE } });
    await client.open(URI, withFindings(MORE));
    const diagnostics = await client.pull(URI);
    assert.equal(
      diagnostics.some(({ code }) => code === 'max-findings'),
      false,
    );
    await client.stop();
  });
});

describe('where the server says what it offers', () => {
  it('pull is offered to clients that announce it, and code actions to those that can take them', async () => {
    const client = await TestClient.start({ capabilities: FULL_CAPABILITIES });
    const { capabilities } = client.initialized;
    assert.equal(capabilities.positionEncoding, 'utf-16');
    assert.deepEqual(capabilities.diagnosticProvider, {
      identifier: 'stagewright',
      interFileDependencies: false,
      workspaceDiagnostics: false,
    });
    await client.stop();
    const plain = await TestClient.start({ capabilities: {} });
    assert.equal(plain.initialized.capabilities.codeActionProvider, undefined);
    await plain.stop();
  });
});
