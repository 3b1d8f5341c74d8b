import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../server/src/core/index';
import { findSecrets } from '../../../../server/src/node/secretFinder';
import { secretExaminer, secretsOfConfiguration } from '../../../../server/src/smoke/contents/secrets';
import { smokeStages } from '../../../../server/src/smoke/index';
import { file, gone, imageOf } from './samples';

/** Put together here, so that no scanner takes this file for a leak. */
const TOKEN = ['npm', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

describe('secrets in files', () => {
  it('are told with the line that wrote them, also when a later layer deletes the file', async () => {
    const examiner = secretExaminer(findSecrets);
    const entry = file('root/.npmrc', 60);
    await examiner.read?.('layer-1', entry, bytes(`//registry.example/:_authToken=${TOKEN}\n`));
    const report = await examiner.conclude(imageOf([], [entry], [gone('root/.npmrc')]));
    assert.equal(report.length, 1);
    assert.deepEqual(
      { ...report[0], kind: '' },
      { kind: '', where: 'file', name: '/root/.npmrc', isSeen: false, line: 1, isBase: false },
    );
    assert.match(report[0]?.kind ?? '', /npm/u);
    assert.equal(JSON.stringify(report).includes(TOKEN), false);
  });

  it('are told whatever the file is called: a name ends no process', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    for (const name of ['ü\tline\nbreak', 'x::end', '||', '::start||::end', '../$(touch x)']) {
      const kinds = await findSecrets(name, bytes(`//registry.example/:_authToken=${TOKEN}\n`));
      assert.equal(kinds.length, 1, name);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off('unhandledRejection', note);
    assert.deepEqual(unhandled, []);
  });

  it('of the base image are its maker’s business', async () => {
    const examiner = secretExaminer(findSecrets);
    await examiner.read?.('layer-0', file('a', 1), bytes(`token=${TOKEN}`));
    assert.deepEqual(await examiner.conclude(imageOf([file('a', 1)])), []);
  });

  it('are looked for neither in data nor in dependencies', async () => {
    const examiner = secretExaminer(findSecrets);
    assert.equal(examiner.wants?.(file('app/node_modules/x/index.js', 5)), false);
    assert.equal(examiner.wants?.(file('app/data.bin', 5_000_000)), false);
    assert.equal(examiner.wants?.(file('app/.env', 5)), true);
    assert.deepEqual(await findSecrets('a', bytes(`\0${TOKEN}`)), []);
  });
});

describe('secrets in the configuration', () => {
  const text =
    'FROM busybox\nARG API_TOKEN\nARG MODE\nRUN make\nENV DB_PASSWORD=hunter22 LANG=C\nCMD ["x"]\n';
  const stages = smokeStages(analyze(text));
  const [stage] = stages;
  assert.ok(stage !== undefined);
  const step = (created_by: string, isEmpty: boolean): object => ({
    created_by,
    comment: 'buildkit.dockerfile.v0',
    ...(isEmpty ? { empty_layer: true } : {}),
  });
  const configuration = JSON.stringify({
    config: { Env: ['PATH=/bin', 'DB_PASSWORD=hunter22', 'LANG=C', 'BASE_TOKEN=of-the-base'] },
    history: [
      { created_by: 'ADD rootfs' },
      step('ARG API_TOKEN=s3cr3tvalue', true),
      step('ARG MODE=fast', true),
      step('RUN |2 API_TOKEN=s3cr3tvalue MODE=fast /bin/sh -c make # buildkit', false),
      step('ENV DB_PASSWORD=hunter22 LANG=C', true),
      step('CMD ["x"]', true),
    ],
  });

  it('are told once, at their line, and without their value', async () => {
    const report = await secretsOfConfiguration(configuration, { stages, stage }, findSecrets);
    assert.deepEqual(
      report.map(({ kind, where, name, line }) => [kind, where, name, line]),
      [
        ['build argument', 'history', 'API_TOKEN', 1],
        ['value of a secret', 'history', 'DB_PASSWORD', 4],
      ],
    );
    assert.doesNotMatch(JSON.stringify(report), /s3cr3tvalue|hunter22/u);
  });

  it('are none where none is', async () => {
    const plain = JSON.stringify({
      config: { Env: ['PATH=/bin'] },
      history: [step('RUN /bin/sh -c make # buildkit', false)],
    });
    assert.deepEqual(await secretsOfConfiguration(plain, { stages, stage }, findSecrets), []);
  });
});
