/** What a person chooses around a smoke build, as requests: values, retention, comparison; the engine does what the test says. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CancellationToken, ResponseError } from 'vscode-languageserver-protocol/node';
import type { OtherSide, SmokeJob, SmokeTwice } from '../../../server/src/lsp/platform';
import {
  type InitializationOptions,
  KEPT_NAME_PATTERN,
  type SmokeDecideParams,
  type SmokeResult,
  type SmokeValues,
} from '../../../server/src/protocol';
import type {
  ComparisonReport,
  ReproductionReport,
  RetentionDecision,
  SmokeReport,
} from '../../../server/src/smoke';
import { smokeBuild } from '../../../server/src/smoke';
import { TestClient } from '../../harness/lspClient';
import { refused, scriptedEngine, scriptedInput } from '../smoke/scriptedEngine';

const URI = 'file:///project/Dockerfile';

const TEXT = `ARG BASE
FROM \${BASE} AS build
ARG NPM_TOKEN
RUN --mount=type=secret,id=npmrc,required=true npm ci
FROM scratch
COPY --from=build /app /app
`;

async function passed(): Promise<SmokeReport> {
  return smokeBuild(scriptedInput(), scriptedEngine(() => undefined).port);
}

interface Started {
  readonly client: TestClient;
  readonly jobs: readonly SmokeJob[];
}

async function start(
  options: InitializationOptions = {},
  twice?: SmokeTwice,
  work: (job: SmokeJob) => Promise<unknown> = () => Promise.resolve(),
): Promise<Started> {
  const jobs: SmokeJob[] = [];
  const client = await TestClient.start(
    { initializationOptions: { runsSmokeBuilds: true, ...options } },
    {
      async smoke(job) {
        jobs.push(job);
        await work(job);
        return passed();
      },
      smokeTwice: twice,
    },
  );
  await client.open(URI, TEXT);
  return { client, jobs };
}

function build(client: TestClient, more: object = {}): Promise<SmokeResult> {
  return client.connection.sendRequest<SmokeResult>('stagewright/smoke', {
    uri: URI,
    token: 'mine',
    ...more,
  });
}

describe('the values that a build needs', () => {
  it('are told with the lines that ask for them', async () => {
    const { client } = await start();
    const values = await client.connection.sendRequest<SmokeValues>('stagewright/smoke/values', { uri: URI });
    assert.deepEqual(values, {
      arguments: [
        { name: 'BASE', line: 0, isSecret: false },
        { name: 'NPM_TOKEN', line: 2, isSecret: true },
      ],
      secrets: [{ id: 'npmrc', line: 3, isRequired: true }],
      ssh: [],
    });
    await client.stop();
  });

  it('are those of the stage that is chosen', async () => {
    const { client } = await start();
    await client.edit(URI, 'FROM busybox AS other\nFROM scratch', 'FROM scratch');
    const values = await client.connection.sendRequest<SmokeValues>('stagewright/smoke/values', {
      uri: URI,
      target: 'OTHER',
    });
    assert.deepEqual(values, { arguments: [], secrets: [], ssh: [] });
    const none = await client.connection.sendRequest('stagewright/smoke/values', { uri: 'file:///other' });
    assert.equal(none, null);
    await client.stop();
  });

  it('are handed over to the build', async () => {
    const { client, jobs } = await start();
    const values = {
      arguments: { BASE: 'node:20' },
      secrets: [{ kind: 'value', id: 'npmrc', value: 'hunter22' }],
      ssh: ['default'],
    };
    await build(client, { values, builders: 'compare', keep: 'shop:1' });
    assert.deepEqual(jobs[0]?.values, values);
    assert.equal(jobs[0].builders, 'compare');
    assert.equal(jobs[0].keep, 'shop:1');
    await client.stop();
  });
});

const OFFER = {
  limitMs: 60_000,
  shell: { program: 'docker', args: ['run'] },
  isInShell: false,
  problem: undefined,
};
const NEVER = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined };

describe('the retention decision', () => {
  it('is asked only of a client that said it can be asked, and only when the request wants it', async () => {
    for (const [options, more] of [
      [{}, { retention: 'ask' }],
      [{ decidesSmokeBuilds: true }, {}],
    ] as const) {
      const { client, jobs } = await start(options);
      await build(client, more);
      assert.equal(jobs[0]?.decide, undefined);
      await client.stop();
    }
  });

  it('is the client’s, who sees the report', async () => {
    const decisions: RetentionDecision[] = [];
    const { client } = await start({ decidesSmokeBuilds: true }, undefined, async (job) => {
      const report = await passed();
      decisions.push((await job.decide?.({ ...OFFER, report }, NEVER)) ?? { kind: 'remove' });
    });
    const questions: SmokeDecideParams[] = [];
    client.connection.onRequest('stagewright/smoke/decide', (params: SmokeDecideParams) => {
      questions.push(params);
      return { kind: 'keep', name: 'shop:1' };
    });
    await build(client, { retention: 'ask' });
    assert.deepEqual(decisions, [{ kind: 'keep', name: 'shop:1' }]);
    assert.equal(questions[0]?.token, 'mine');
    assert.equal(questions[0].report.verdict, 'passed');
    assert.deepEqual(questions[0].shell, { program: 'docker', args: ['run'] });
    await client.stop();
  });

  it('is remove for whatever a client answers that is no decision', async () => {
    const answers: unknown[] = [null, 'keep', { kind: 'keep' }, { kind: 'keep', name: 7 }, { kind: 'burn' }];
    const decisions: unknown[] = [];
    const { client } = await start({ decidesSmokeBuilds: true }, undefined, async (job) => {
      const report = await passed();
      while (answers.length > 0) decisions.push(await job.decide?.({ ...OFFER, report }, NEVER));
    });
    client.connection.onRequest('stagewright/smoke/decide', () => answers.shift());
    await build(client, { retention: 'ask' });
    assert.deepEqual(
      decisions,
      Array.from({ length: 5 }, () => ({ kind: 'remove' })),
    );
    await client.stop();
  });

  it('is taken back from the client when nobody waits for it any more', async () => {
    let cancel: (() => void) | undefined;
    let decision: unknown;
    const signal = {
      ...NEVER,
      addEventListener: (_type: 'abort', listener: () => void) => (cancel = listener),
    };
    const { client } = await start({ decidesSmokeBuilds: true }, undefined, async (job) => {
      const report = await passed();
      decision = await job.decide?.({ ...OFFER, report }, signal);
    });
    client.connection.onRequest(
      'stagewright/smoke/decide',
      (_params: SmokeDecideParams, token: CancellationToken) =>
        new Promise((resolve) => {
          token.onCancellationRequested(() => resolve({ kind: 'remove' }));
          cancel?.();
        }),
    );
    await build(client, { retention: 'ask' });
    assert.deepEqual(decision, { kind: 'remove' });
    await client.stop();
  });
});

describe('the name that an image is kept under', () => {
  it('is one for the server where the protocol says so', async () => {
    for (const name of [
      'shop',
      'shop:1.2-RC',
      'host.example:5000/team/shop_a:x',
      'a__b/c-d',
      'Shop',
      '--all',
      'a b',
      'a:b:c',
      'a/',
      '',
    ]) {
      const engine = scriptedEngine((args) =>
        args.startsWith('image inspect --format {{.Id}}') && !args.includes('sha256:')
          ? refused('No such image')
          : undefined,
      );
      const report = await smokeBuild(scriptedInput(undefined, { keep: name }), engine.port);
      assert.equal(report.cleanup.kept.length === 1, new RegExp(KEPT_NAME_PATTERN, 'u').test(name), name);
    }
  });
});

describe('two builds beside each other', () => {
  async function twice(others: OtherSide[]): Promise<SmokeTwice> {
    const report = await passed();
    const comparison: ComparisonReport = {
      verdict: 'passed',
      summary: 'Same size, same behaviour.',
      labels: { before: 'HEAD', after: 'this Dockerfile' },
      configuration: [],
      probes: [],
      packages: { added: [], removed: [], changed: [] },
      before: report,
      after: report,
    };
    const reproduction: ReproductionReport = {
      verdict: 'passed',
      summary: 'The same.',
      difference: undefined,
      layers: 2,
      compared: 'contents',
      digests: undefined,
      build: report,
    };
    return {
      compare(_job, other) {
        others.push(other);
        return Promise.resolve(comparison);
      },
      reproduce: () => Promise.resolve(reproduction),
    };
  }

  it('are a revision, a stage, or another Dockerfile as the editor has it', async () => {
    const others: OtherSide[] = [];
    const { client } = await start({}, await twice(others));
    await client.open('file:///project/Other', 'FROM busybox\n');
    for (const other of [
      { kind: 'revision', revision: 'HEAD' },
      { kind: 'stage', target: 'build' },
      { kind: 'file', uri: 'file:///project/Other' },
    ]) {
      const params = { uri: URI, token: 'mine', other };
      const report = await client.connection.sendRequest<ComparisonReport>(
        'stagewright/smoke/compare',
        params,
      );
      assert.equal(report.verdict, 'passed');
    }
    assert.deepEqual(others, [
      { kind: 'revision', revision: 'HEAD' },
      { kind: 'stage', target: 'build' },
      { kind: 'text', label: 'Other', dockerfile: 'file:///project/Other', text: 'FROM busybox\n' },
    ]);
    await client.stop();
  });

  it('with a file that is not there is refused with its name', async () => {
    const { client } = await start({}, await twice([]));
    const params = { uri: URI, token: 'mine', other: { kind: 'file', uri: 'file:///nowhere/a%20b' } };
    await assert.rejects(client.connection.sendRequest('stagewright/smoke/compare', params), (error) => {
      assert.ok(error instanceof ResponseError);
      assert.match(error.message, /a b cannot be read/u);
      return true;
    });
    await client.stop();
  });

  it('are the same one twice', async () => {
    const { client } = await start({}, await twice([]));
    const report = await client.connection.sendRequest<ReproductionReport>('stagewright/smoke/reproduce', {
      uri: URI,
      token: 'mine',
    });
    assert.equal(report.layers, 2);
    await client.stop();
  });
});
