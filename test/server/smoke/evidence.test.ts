/** Evidence about instructions: which one a build step or a label belongs to, and what a mark on an engine means. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, buildValuesOf } from '../../../server/src/core/index';
import { DEFAULT_LIMITS, type SmokeInput, smokeStages } from '../../../server/src/smoke/index';
import {
  decodeMark,
  encodeMark,
  expiredRuns,
  isOwn,
  type Mark,
  type Marked,
} from '../../../server/src/smoke/lease';
import { countedSteps } from '../../../server/src/smoke/countedSteps';
import { redactAll, redactorOf } from '../../../server/src/smoke/redact';
import { placeOfStep, targetStage } from '../../../server/src/smoke/stageMap';
import { scriptedInput } from './scriptedEngine';

const DOCKERFILE = [
  'ARG TAG=1', // 0
  'FROM node:$TAG AS build', // 1
  'WORKDIR /app', // 2
  'ENV A=b', // 3
  'COPY package*.json ./', // 4
  'RUN --mount=type=cache,target=/x npm ci \\', // 5
  '  && echo done', // 6
  'FROM build AS test', // 7
  'RUN npm test', // 8
  'FROM scratch', // 9
  'COPY --from=build /app/dist /', // 10
  'COPY <<EOF /note', // 11
  'hello', // 12
  'EOF', // 13
].join('\n');
const STAGES = smokeStages(analyze(DOCKERFILE));

const lineOf = (name: string): number | undefined => placeOfStep(STAGES, name)?.instruction.line;

test('a build step is found by its stage and number', () => {
  assert.equal(lineOf('[build 1/4] FROM docker.io/library/node:1'), 1);
  assert.equal(lineOf('[build 2/4] WORKDIR /app'), 2);
  assert.equal(lineOf('[build 3/4] COPY package*.json ./'), 4);
  assert.equal(lineOf('[build 4/4] RUN --mount=type=cache,target=/x npm ci   && echo done'), 5);
  assert.equal(lineOf('[linux/arm64 build 4/4] RUN npm ci'), 5);
});

test('steps are counted as they begin, of those that the stage needs', () => {
  const countsFor = (target: string, lines: readonly number[], cached = 99): readonly unknown[] => {
    const stage = targetStage(STAGES, target);
    assert.ok(stage !== undefined);
    const told: unknown[] = [];
    const take = countedSteps(STAGES, stage, (progress) => {
      told.push('count' in progress ? [progress.count.number, progress.count.of] : undefined);
    });
    take({ kind: 'instruction-finished', line: cached, stage: 0, durationMs: 0, cached: true });
    for (const line of lines) take({ kind: 'instruction-started', line, stage: 0 });
    return told.slice(1);
  };
  assert.deepEqual(countsFor('build', [1, 2, 5, 4]), [undefined, [1, 3], [2, 3], [3, 3]]);
  assert.deepEqual(
    countsFor('test', [8, 8, 2]),
    [
      [1, 4],
      [1, 4],
      [2, 4],
    ],
    'a step that begins twice is one',
  );
  assert.deepEqual(countsFor('build', [5], 2), [[2, 3]], 'what came from the cache counts');
  assert.deepEqual(countsFor('2', [11]), [[1, 5]], 'what a stage takes from is needed too, and test is not');
});

test('a stage on another stage or on scratch has no step for its base', () => {
  assert.equal(lineOf('[test 1/1] RUN npm test'), 8);
  assert.equal(lineOf('[stage-2 1/2] COPY --from=build /app/dist /'), 10);
  assert.equal(lineOf('[stage-2 2/2] COPY <<EOF /note'), 11);
});

test('when triggers of a base image shift the count, the words tell', () => {
  assert.equal(lineOf('[build 5/6] COPY package*.json ./'), 4);
  assert.equal(lineOf('[build 2/6] ADD trigger /'), undefined);
});

test('what is no step of the Dockerfile has no place', () => {
  for (const name of [
    '[internal] load build context',
    'exporting to image',
    '',
    '[other 1/2] RUN x',
    '[build x/4] RUN',
  ]) {
    assert.equal(lineOf(name), undefined);
  }
});

test('a target is a name in any case, or an index', () => {
  assert.deepEqual(
    [undefined, '', 'TEST', '0', '2', '3', 'none', '-1'].map((target) => targetStage(STAGES, target)?.index),
    [2, 2, 1, 0, 2, undefined, undefined, undefined],
  );
});

test('spans of the stages cover continuations and heredocs', () => {
  assert.deepEqual(
    STAGES.flatMap((stage) => stage.instructions.map(({ line, endLine }) => [line, endLine])).filter(
      ([start, end]) => start !== end,
    ),
    [
      [5, 6],
      [11, 13],
    ],
  );
});

const MARK: Mark = {
  kind: 'image',
  run: 'a1b2c3d4e5',
  owner: 'me "quoted"',
  host: 'höst, a=b',
  expires: 1_700_000_000_000,
};

test('a mark survives the label; what others write is no mark', () => {
  assert.deepEqual(decodeMark(encodeMark(MARK)), MARK);
  for (const label of [
    undefined,
    '',
    'kept',
    'mine',
    '{}',
    '{"kind":"image","run":"../..","expires":"2026-01-01"}',
    '{"kind":"image","run":"a1b2c3d4e5","expires":"soon"}',
  ]) {
    assert.equal(decodeMark(label), undefined);
  }
});

function marked(mark: Partial<Mark>, ...names: readonly string[]): Marked {
  return { mark: { ...MARK, ...mark }, id: 'id', names };
}

test('what inherited a label is not our own', () => {
  assert.equal(isOwn(marked({ kind: 'image' })), true);
  assert.equal(isOwn(marked({ kind: 'image' }, 'mine:1')), false);
  assert.equal(isOwn(marked({ kind: 'container' }, 'stagewright-smoke-a1b2c3d4e5')), true);
  assert.equal(isOwn(marked({ kind: 'container' }, 'mine')), false);
  assert.equal(isOwn(marked({ kind: 'lease' }, 'stagewright-smoke-a1b2c3d4e5-lease-7')), true);
  assert.equal(isOwn(marked({ kind: 'lease' }, 'mine')), false);
});

test('a run has expired when all of its objects have, and it was not kept', () => {
  const now = MARK.expires + 1;
  const runsOf = (...objects: readonly Marked[]): readonly string[] => [...expiredRuns(objects, now)];
  assert.deepEqual(runsOf(marked({})), [MARK.run]);
  assert.deepEqual(runsOf(marked({}), marked({ kind: 'lease', expires: now })), []);
  assert.deepEqual(runsOf(marked({}), marked({ run: 'f0f0f0f0f0', expires: now })), [MARK.run]);
  assert.deepEqual(runsOf(marked({}), marked({}, 'mine:1')), []);
});

function inputOf(text: string, buildArgs: Readonly<Record<string, string>> = {}): SmokeInput {
  return {
    dockerfilePath: '/x/Dockerfile',
    text,
    isSaved: true,
    contextDir: '/x',
    target: undefined,
    stages: smokeStages(analyze(text)),
    buildArgs,
    keep: undefined,
    program: 'docker',
    limits: DEFAULT_LIMITS,
  };
}

test('values of secret names are masked wherever they stand, and no others', () => {
  const text =
    'ARG MODE=production\nENV API_KEY="k3y-in-quotes" \\\n    DB_PASSWORD=hunter2x PWD=/app\nENV TOKEN a value to the end\nRUN echo secret words';
  const redact = redactorOf(
    inputOf(text, { GITHUB_TOKEN: 'from-outside', NODE_ENV: 'test-mode', PASSWORD: 'no' }),
    [],
  );
  assert.equal(
    redact('k3y-in-quotes hunter2x from-outside a value to the end production test-mode words /app no'),
    '*** *** *** *** production test-mode words /app no',
  );
});

test('secrets that their shape gives away are masked', () => {
  const redact = redactorOf(inputOf('FROM x'), []);
  assert.equal(
    redact(`fetch https://user:pa55@host/x with ghp_${'a1B2'.repeat(9)}`),
    'fetch https://user:***@host/x with ***',
  );
  assert.equal(
    redact('AKIAABCDEFGHIJKLMNOP and git@host:path and http://host:80/'),
    '*** and git@host:path and http://host:80/',
  );
});

test('every text of a report is masked, its own words are not', () => {
  const redact = redactorOf(inputOf('FROM x', { TOKEN: 'passed' }), []);
  assert.deepEqual(
    redactAll({ verdict: 'passed', list: [{ text: 'it passed', count: 1, none: null }] }, redact),
    {
      verdict: 'passed',
      list: [{ text: 'it ***', count: 1, none: null }],
    },
  );
});

test('an argument that the editor hides while it is typed is masked in the report', () => {
  const names = [
    'NPM_TOKEN',
    'dbPassword',
    'AWS_SECRET_ACCESS_KEY',
    'PRIVATEKEY',
    'SSHPASS',
    'PGPASSWORD',
    'APIKEY',
    'DEPLOY_KEY2',
    'DB_PASS',
    'MASTER_KEY',
    'SIGNING_KEY_BASE64',
    'PASSPHRASE',
    'CREDENTIALS',
    'SECRET_KEY_BASE',
  ];
  for (const name of names) {
    const text = `FROM busybox\nARG ${name}\nRUN echo $${name}\n`;
    const { facts } = analyze(text);
    assert.equal(buildValuesOf(facts, [0], new Map()).arguments[0]?.isSecret, true, `${name} is not hidden`);
    const redact = redactorOf(scriptedInput(text, { buildArgs: { [name]: 'hunter22' } }), []);
    assert.equal(redact('it is hunter22'), 'it is ***', `${name} is not masked`);
  }
});
