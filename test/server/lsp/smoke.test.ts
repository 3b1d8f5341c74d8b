/** The smoke build as a request, with an engine that does what the test says; real engines have tests of their own. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CancellationTokenSource,
  ResponseError,
  WorkDoneProgress,
} from 'vscode-languageserver-protocol/node';
import type { SmokeBuilder, SmokeJob } from '../../../server/src/lsp/platform';
import type { SmokeLogParams, SmokeProgressParams, SmokeResult } from '../../../server/src/protocol';
import type { SmokeReport } from '../../../server/src/smoke';
import { PUSH_CAPABILITIES, TestClient } from '../../harness/lspClient';
import { NAMED, TWO_RULES } from './documentTexts';

const URI = 'file:///project/Dockerfile';

const PASSED: SmokeReport = {
  verdict: 'passed',
  summary: 'It works.',
  dockerfile: '/project/Dockerfile',
  isSaved: false,
  stage: { index: 1, name: undefined },
  durationMs: 1,
  engine: {
    program: 'docker',
    builder: 'buildx',
    clientVersion: undefined,
    version: undefined,
    buildxVersion: undefined,
    platform: undefined,
    storage: undefined,
    isRootless: undefined,
    isRemote: undefined,
    context: undefined,
    buildRecord: undefined,
  },
  plan: [],
  context: undefined,
  instructions: [],
  image: undefined,
  run: undefined,
  probes: [],
  failure: undefined,
  warnings: [],
  notes: [],
  cleanup: { removed: [], kept: [], swept: [], isComplete: true, buildCache: undefined },
};

const FAILED: SmokeReport = {
  ...PASSED,
  verdict: 'failed',
  failure: {
    step: 'build',
    line: 1,
    range: undefined,
    stage: 0,
    message: 'go build ended with exit code 2.',
    log: ['first', 'main.go:3: undefined: x'],
  },
};

async function start(smoke: SmokeBuilder): Promise<TestClient> {
  const options = { settings: TWO_RULES, initializationOptions: { runsSmokeBuilds: true } };
  const client = await TestClient.start(options, { smoke });
  await client.open(URI, NAMED);
  return client;
}

function request(client: TestClient, more: object = {}): Promise<SmokeResult> {
  return client.connection.sendRequest<SmokeResult>('stagewright/smoke', {
    uri: URI,
    token: 'mine',
    ...more,
  });
}

describe('a smoke build', () => {
  it('builds the text of the editor, in its context, for the chosen stage', async () => {
    let job: SmokeJob | undefined;
    const client = await start((given) => {
      job = given;
      return Promise.resolve(PASSED);
    });
    const result = await request(client, { target: 'build' });
    assert.equal(result.verdict, 'passed');
    assert.equal(job?.analysis.text, NAMED);
    assert.equal(job.dockerfile, URI);
    assert.equal(job.context, 'file:///project');
    assert.equal(job.target, 'build');
    assert.equal(job.isSaved, false);
    await client.stop();
  });

  it('tells how it goes, under the token of the client', async () => {
    const client = await start(({ onProgress }) => {
      onProgress({ kind: 'step-started', step: 'build' });
      onProgress({ kind: 'instruction-started', line: 1, stage: 0 });
      onProgress({ kind: 'log', line: 1, text: 'noise' });
      return Promise.resolve(PASSED);
    });
    const told: SmokeProgressParams[] = [];
    const workDone: unknown[] = [];
    client.connection.onNotification(
      'stagewright/smoke/progress',
      (params: SmokeProgressParams) => void told.push(params),
    );
    client.connection.onProgress(WorkDoneProgress.type, 'work', (value) => void workDone.push(value.kind));
    await request(client, { workDoneToken: 'work' });
    assert.deepEqual(told, [
      { token: 'mine', step: 'build', message: 'Building' },
      { token: 'mine', step: 'build', message: 'stage build · line 2', line: 1 },
    ]);
    assert.deepEqual(workDone, ['begin', 'report', 'report', 'end']);
    await client.stop();
  });

  it('tells the count of the step, its stage and its text, and what is still at work when another step ends', async () => {
    const client = await start(({ onProgress }) => {
      const begin = (line: number, stage: number, number: number, text: string): void => {
        onProgress({ kind: 'instruction-started', line, stage, text, count: { number, of: 4 } });
      };
      onProgress({ kind: 'step-started', step: 'build' });
      onProgress({ kind: 'instruction-started', line: 0, stage: 0, text: 'FROM a AS build' });
      begin(1, 0, 1, 'RUN npm ci');
      begin(3, 1, 2, `RUN ${'x'.repeat(80)}`);
      onProgress({ kind: 'instruction-finished', line: 3, stage: 1, durationMs: 1, cached: false });
      return Promise.resolve(PASSED);
    });
    await client.edit(URI, 'FROM a AS build\nRUN npm ci\nFROM b\nRUN x\n');
    const told: SmokeProgressParams[] = [];
    client.connection.onNotification(
      'stagewright/smoke/progress',
      (params: SmokeProgressParams) => void told.push(params),
    );
    await request(client);
    assert.deepEqual(
      told.map(({ message, line }) => [message, line]),
      [
        ['Building', undefined],
        ['stage build · FROM a AS build', 0],
        ['1 of 4 · stage build · RUN npm ci', 1],
        [`2 of 4 · stage 1 · RUN ${'x'.repeat(56)} …`, 3],
        ['1 of 4 · stage build · RUN npm ci', 1],
      ],
    );
    await client.stop();
  });

  it('tells what the build prints to those who ask for it, in few notifications and all before the report', async () => {
    const lines = Array.from({ length: 21_000 }, (_, at) => `line ${String(at)}`);
    const client = await start(({ onProgress }) => {
      for (const text of lines) onProgress({ kind: 'log', line: 1, text });
      return Promise.resolve(PASSED);
    });
    const told: SmokeLogParams[] = [];
    client.connection.onNotification(
      'stagewright/smoke/log',
      (params: SmokeLogParams) => void told.push(params),
    );
    await request(client);
    assert.deepEqual(told, [], 'nobody asked for it');
    await request(client, { withLog: true });
    assert.deepEqual(told, [{ token: 'mine', lines: [...lines.slice(0, 500), '… 20500 more lines'] }]);
    await client.stop();
  });

  it('that fails gives a diagnostic at the instruction, until its text changes', async () => {
    const client = await start(() => Promise.resolve(FAILED));
    await request(client);
    await client.until(() => client.refreshes === 1);
    const [diagnostic, ...others] = await client.pull(URI);
    assert.deepEqual(others, []);
    assert.equal(diagnostic?.code, 'smoke-build');
    assert.deepEqual(diagnostic.range, client.rangeOf(URI, 'RUN go build -o /app .'));
    assert.equal(diagnostic.message, 'go build ended with exit code 2.\n\nfirst\nmain.go:3: undefined: x');

    await client.edit(URI, '# a comment\nFROM golang', 'FROM golang');
    const [moved] = await client.pull(URI);
    assert.equal(moved?.range.start.line, 2, 'an edit elsewhere moves it');
    await client.edit(URI, 'go build ./cmd', 'go build');
    assert.deepEqual(await client.pull(URI), [], 'it outlived its instruction');
    await client.stop();
  });

  it('that fails is pushed to a client that does not pull', async () => {
    const client = await TestClient.start(
      { capabilities: PUSH_CAPABILITIES, settings: TWO_RULES },
      { smoke: () => Promise.resolve(FAILED) },
    );
    await client.open(URI, NAMED);
    await client.push(URI);
    await request(client);
    const diagnostics = await client.push(URI, ({ diagnostics: all }) => all.length > 0);
    assert.equal(diagnostics[0]?.code, 'smoke-build');
    await client.stop();
  });

  it('that passes takes the diagnostic of the last one back', async () => {
    const reports = [FAILED, PASSED];
    const client = await start(() => Promise.resolve(reports.shift() ?? PASSED));
    await request(client);
    assert.equal((await client.pull(URI)).length, 1);
    await request(client);
    assert.deepEqual(await client.pull(URI), []);
    await client.stop();
  });

  it('is cancelled as any request is, and still reports', async () => {
    const client = await start(
      ({ signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve({ ...PASSED, verdict: 'cancelled' })),
        ),
    );
    const source = new CancellationTokenSource();
    const params = { uri: URI, token: 'mine' };
    const result = client.connection.sendRequest<SmokeResult>('stagewright/smoke', params, source.token);
    await client.quiet();
    source.cancel();
    assert.equal((await result).verdict, 'cancelled');
    await client.stop();
  });

  it('is cancelled, and waited for, when the editor closes', async () => {
    let isCleanedUp = false;
    const client = await start(
      ({ signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () =>
            setTimeout(() => {
              isCleanedUp = true;
              resolve({ ...PASSED, verdict: 'cancelled' });
            }, 20),
          ),
        ),
    );
    const result = request(client).catch(() => undefined);
    await client.quiet();
    await client.stop();
    assert.equal(isCleanedUp, true);
    void result;
  });

  it('of nothing that can be built is refused', async () => {
    const client = await start(() => Promise.resolve(PASSED));
    await assert.rejects(request(client, { uri: 'untitled:Untitled-1' }), ResponseError);
    await client.stop();
  });

  it('that cannot begin is an error of the request, and the server goes on', async () => {
    const client = await start(() => Promise.reject(new Error('no disk')));
    await assert.rejects(request(client), (error) => {
      assert.ok(error instanceof ResponseError);
      assert.match(error.message, /no disk/);
      return true;
    });
    assert.equal((await client.report(URI)).kind, 'full');
    await client.stop();
  });

  it('shows what a stage holds, until the stage is edited', async () => {
    const client = await start((job) => {
      job.onProgress({ kind: 'files-read', stage: 0, files: new Map([['/srv/data', 'file']]) });
      return Promise.resolve(PASSED);
    });
    const uri = 'file:///w/flow/Dockerfile';
    await client.open(
      uri,
      'FROM debian:12 AS a\nRUN ./make.sh\nFROM scratch\nCOPY --from=a /srv/data /data\n',
    );
    const hovered = async (): Promise<string> =>
      JSON.stringify(await client.hover(uri, { line: 3, character: 1 }));
    assert.doesNotMatch(await hovered(), /last built/);
    await request(client, { uri });
    assert.match(await hovered(), /When it was last built, it held 1 file\./);
    await client.edit(uri, './other.sh', './make.sh');
    assert.doesNotMatch(await hovered(), /last built/);
    await client.stop();
  });
});
