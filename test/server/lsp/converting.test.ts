import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  type CodeAction,
  CodeActionKind,
  CodeActionResolveRequest,
  CodeActionTriggerKind,
} from 'vscode-languageserver-protocol/node';
import {
  CONVERT_COMMAND,
  CONVERT_REQUEST,
  type ConvertParams,
  type ConvertResult,
} from '../../../server/src/protocol/index';
import { FULL_CAPABILITIES, TestClient } from '../../harness/lspClient';

const URI = 'untitled:Dockerfile';
const GO = `FROM golang:1.22
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /usr/local/bin/shop ./cmd/shop
CMD ["shop"]
`;
/** Compiles when the container starts, so the compiler has to stay. */
const RUNS_COMPILER =
  'FROM golang:1.22\nWORKDIR /src\nCOPY . .\nRUN go build -o /shop .\nCMD ["go", "run", "."]\n';
const KIND = 'refactor.rewrite.stagewright.convert-to-multi-stage';

async function opened(
  text: string,
  options: Parameters<typeof TestClient.start>[0] = {},
): Promise<TestClient> {
  const client = await TestClient.start(options);
  await client.open(URI, text);
  return client;
}

const conversions = (actions: readonly CodeAction[]): readonly CodeAction[] =>
  actions.filter(({ title }) => title.startsWith('Convert to multi-stage'));

async function convert(client: TestClient, answers: ConvertParams['answers'] = {}): Promise<ConvertResult> {
  const params: ConvertParams = { uri: URI, stage: 0, answers };
  const result = await client.connection.sendRequest<ConvertResult | null>(CONVERT_REQUEST, params);
  assert.ok(result !== null);
  return result;
}

describe('the conversion to multi-stage in the editor', () => {
  it('is offered anywhere in a stage that ships what it compiles, and worked out when it is chosen', async () => {
    const client = await opened(GO);
    const [action, ...others] = conversions(
      await client.actions(URI, client.rangeOf(URI, 'WORKDIR'), {
        triggerKind: CodeActionTriggerKind.Automatic,
      }),
    );
    assert.equal(others.length, 0);
    assert.equal(action?.kind, KIND);
    assert.equal(action.edit, undefined);
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, action);
    const after = client.after(URI, resolved.edit);
    assert.match(after, /^FROM golang:1\.22 AS build$/mu);
    assert.match(after, /^COPY --from=build \/usr\/local\/bin\/shop \/usr\/local\/bin\/shop$/mu);
    await client.stop();
  });

  it('is a fix where a rule has found the stage, once', async () => {
    const client = await opened(GO);
    const finding = (await client.pull(URI)).find(({ code }) => code === 'prefer-multi-stage');
    assert.ok(finding !== undefined);
    const actions = conversions(await client.actions(URI, finding.range, { diagnostics: [finding] }));
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      [CodeActionKind.QuickFix],
    );
    await client.stop();
  });

  it('is a command for a client that asks its user', async () => {
    const client = await opened(GO, { initializationOptions: { converts: true } });
    const [action] = conversions(await client.actions(URI, client.rangeOf(URI, 'WORKDIR')));
    assert.deepEqual(action?.command?.arguments, [URI, 0]);
    assert.equal(action.command?.command, CONVERT_COMMAND);
    assert.equal(action.edit, undefined);
    await client.stop();
  });

  it('is shown with the reason where it is refused', async () => {
    const client = await opened(RUNS_COMPILER, { capabilities: FULL_CAPABILITIES });
    const actions = await client.actions(URI, client.rangeOf(URI, 'WORKDIR'), { only: [KIND] });
    for (const { edit, disabled } of actions) {
      assert.equal(edit, undefined);
      assert.ok(disabled !== undefined && disabled.reason.length > 20);
    }
    const result = await convert(client);
    assert.equal(result.kind, 'refused');
    await client.stop();
  });

  it('is not offered where nothing is compiled, nor to who asks for other kinds', async () => {
    const plain = await opened('FROM alpine:3.20\nCMD ["true"]\n');
    assert.deepEqual(conversions(await plain.actions(URI, plain.wholeRange(URI))), []);
    await plain.stop();
    const client = await opened(GO);
    const range = client.rangeOf(URI, 'WORKDIR');
    assert.deepEqual(conversions(await client.actions(URI, range, { only: ['refactor.extract'] })), []);
    assert.equal(conversions(await client.actions(URI, range, { only: ['refactor'] })).length, 1);
    await client.stop();
  });

  it('tells what is open, and takes the answers', async () => {
    const client = await opened(GO);
    const first = await convert(client);
    assert.ok(first.kind === 'converted');
    const base = first.choices.find(({ id }) => id === 'runtimeBase');
    assert.ok(base !== undefined && base.answers.length > 1);
    assert.equal(base.taken, base.answers[0]?.value);
    const other = base.answers[1]?.value ?? '';
    const second = await convert(client, { runtimeBase: other });
    assert.ok(second.kind === 'converted');
    assert.ok(
      second.edits.some(({ newText }) => newText.includes(`FROM ${other}`)),
      JSON.stringify(second.edits),
    );
    await client.stop();
  });

  it('waits for the files of the project that decide what is carried', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stagewright-converting-'));
    const text =
      'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nCMD ["npm", "start"]\n';
    const scripts = { build: 'npm run compile', compile: 'tsc', start: 'node lib/server.js' };
    writeFileSync(join(folder, 'Dockerfile'), text);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts, dependencies: { express: '4' } }));
    writeFileSync(join(folder, 'tsconfig.json'), '{ "extends": "./base.json" }');
    writeFileSync(join(folder, 'base.json'), '{ "compilerOptions": { "outDir": "lib" } }');
    const uri = pathToFileURL(join(folder, 'Dockerfile')).href;
    const client = await TestClient.start({ workspaceFolders: [pathToFileURL(folder).href] });
    try {
      await client.open(uri, text);
      const params: ConvertParams = { uri, stage: 0, answers: {} };
      const result = await client.connection.sendRequest<ConvertResult | null>(CONVERT_REQUEST, params);
      assert.ok(result?.kind === 'converted');
      const written = result.edits.map(({ newText }) => newText).join('');
      assert.match(written, /^COPY --from=build \/app\/lib \/app\/lib$/mu);
    } finally {
      await client.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
