/** A person decides what becomes of the image: what is asked, what is followed, and that nobody waits for ever. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type RetentionDecision,
  type RetentionOffer,
  type RetentionQuestion,
  smokeBuild,
  type SmokeReport,
} from '../../../server/src/smoke/index';
import { type Answer, IMAGE, ok, refused, RUN, scriptedEngine, scriptedInput } from './scriptedEngine';

const UNKNOWN = refused('No such image');

/** Names are free unless they are among these. */
function engineWith(...taken: readonly string[]): Answer {
  return (args) => {
    const name = /^image inspect --format \{\{\.Id\}\} (.+)$/u.exec(args)?.[1];
    if (name === undefined || name === IMAGE) return undefined;
    return taken.includes(name) ? ok('sha256:other') : UNKNOWN;
  };
}

interface Decided {
  readonly report: SmokeReport;
  readonly offers: readonly RetentionOffer[];
  readonly asked: readonly string[];
}

async function decided(
  decisions: readonly RetentionDecision[],
  answer: Answer = engineWith(),
): Promise<Decided> {
  const offers: RetentionOffer[] = [];
  const left = [...decisions];
  const { port, asked } = scriptedEngine(answer);
  const report = await smokeBuild(scriptedInput(), port, {
    decide(offer) {
      offers.push(offer);
      const next = left.shift();
      return next === undefined ? Promise.reject(new Error('no more answers')) : Promise.resolve(next);
    },
  });
  return { report, offers, asked };
}

describe('the retention decision', () => {
  it('is made on the evidence, with the verdict and one sentence', async () => {
    const { report, offers } = await decided([{ kind: 'remove' }]);
    assert.equal(offers.length, 1);
    assert.equal(offers[0]?.report.verdict, 'passed');
    assert.match(offers[0].report.summary, /ran and passed/u);
    assert.equal(offers[0].limitMs, 10 * 60_000);
    assert.equal(offers[0].shell, undefined, 'no layer was read, so no shell was seen');
    assert.deepEqual(report.cleanup.kept, []);
    assert.equal(report.verdict, 'passed');
  });

  it('keeps the image under a name that is free', async () => {
    const { report, asked } = await decided([{ kind: 'keep', name: 'shop:smoke' }]);
    assert.deepEqual(report.cleanup.kept, ['image shop:smoke']);
    assert.ok(
      asked.some((args) => args.includes('--tag shop:smoke') || args.startsWith(`tag ${IMAGE} shop:smoke`)),
    );
  });

  it('never takes a name that is in use: it asks again and says why', async () => {
    const { report, offers, asked } = await decided(
      [{ kind: 'keep', name: 'mine:1' }, { kind: 'keep', name: '--all' }, { kind: 'remove' }],
      engineWith('mine:1'),
    );
    assert.match(offers[1]?.problem ?? '', /"mine:1" is in use/u);
    assert.match(offers[2]?.problem ?? '', /no image name/u);
    assert.deepEqual(report.cleanup.kept, []);
    assert.equal(
      asked.some((args) => args.startsWith('tag ') && args.includes('mine:1')),
      false,
    );
  });

  it('of a failed probe is asked too, and the verdict stays', async () => {
    const ended: Answer = (args) =>
      args.startsWith('container inspect')
        ? ok(JSON.stringify({ State: { Running: false, ExitCode: 3 } }))
        : engineWith()(args, { program: '', args: [] });
    const { report, offers } = await decided([{ kind: 'keep', name: 'broken:1' }], ended);
    assert.equal(offers[0]?.report.verdict, 'failed');
    assert.equal(report.verdict, 'failed');
    assert.deepEqual(report.cleanup.kept, ['image broken:1']);
  });

  it('is not asked where nothing was built, nor where a name was given before', async () => {
    const { offers } = await decided([], (args) =>
      args.startsWith('buildx build') ? refused('ERROR: no') : undefined,
    );
    assert.deepEqual(offers, []);
    const { port } = scriptedEngine(engineWith());
    const report = await smokeBuild(scriptedInput(undefined, { keep: 'shop:1' }), port, {
      decide: () => assert.fail('asked'),
    });
    assert.deepEqual(report.cleanup.kept, ['image shop:1']);
  });

  it('that fails, or never comes, means remove', async () => {
    const { report } = await decided([]);
    assert.deepEqual(report.cleanup.kept, []);
    assert.equal(report.verdict, 'passed');
    const silent: RetentionQuestion = () => new Promise(() => undefined);
    const { port } = scriptedEngine(engineWith());
    const input = scriptedInput();
    const late = await smokeBuild({ ...input, limits: { ...input.limits, decideMs: 50 } }, port, {
      decide: silent,
    });
    assert.equal(late.verdict, 'passed', late.summary);
    assert.deepEqual(late.cleanup.kept, []);
  });

  it('is cancelled with the smoke build, whose evidence stays what it was', async () => {
    const { port } = scriptedEngine(engineWith());
    const controller = new AbortController();
    let wasTold = false;
    const report = await smokeBuild(scriptedInput(), port, {
      signal: controller.signal,
      decide: (_offer, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            wasTold = true;
            resolve({ kind: 'keep', name: 'too:late' });
          });
          controller.abort();
        }),
    });
    assert.equal(report.verdict, 'passed');
    assert.equal(wasTold, true);
    assert.deepEqual(report.cleanup.kept, []);
  });

  it('has more time once a shell is open', async () => {
    const { offers } = await decided([{ kind: 'shell' }, { kind: 'remove' }]);
    assert.deepEqual(
      offers.map(({ isInShell, limitMs }) => [isInShell, limitMs]),
      [
        [false, 10 * 60_000],
        [true, 4 * 60 * 60_000],
      ],
    );
  });

  it('offers a shell that was seen in the layers, confined as the container was', async () => {
    const { port } = scriptedEngine(engineWith());
    const offers: RetentionOffer[] = [];
    await smokeBuild(
      scriptedInput(),
      {
        ...port,
        readArchive({ onEntry, wants }) {
          const entry = {
            path: 'bin/sh',
            kind: 'file',
            bytes: 9,
            mode: 0o755,
            uid: 0,
            gid: 0,
            target: undefined,
            modified: 0,
          } as const;
          void wants(entry);
          void onEntry('layer', entry, undefined, undefined);
          return Promise.resolve({
            kind: 'read',
            layers: ['layer'],
            configuration: '{}',
            bytes: 9,
            digest: undefined,
          });
        },
      },
      {
        decide(offer) {
          offers.push(offer);
          return Promise.resolve({ kind: 'remove' });
        },
      },
    );
    const { shell } = offers[0] ?? {};
    assert.equal(shell?.program, 'docker');
    const args = shell.args.join(' ');
    assert.match(args, /^run --rm --interactive --tty /u);
    assert.ok(args.includes(`--name stagewright-smoke-${RUN}-shell`), args);
    assert.match(args, /--label dev\.stagewright\.smoke=\{"kind":"container"/u);
    assert.match(args, /--network none .*--pids-limit .*no-new-privileges/u);
    assert.ok(args.endsWith(`--entrypoint /bin/sh ${IMAGE}`), args);
  });
});
