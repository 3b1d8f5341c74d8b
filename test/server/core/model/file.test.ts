import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  analyze,
  NO_SURROUNDINGS,
  type Analysis,
  type StageFacts,
  type Surroundings,
} from '../../../../server/src/core';

function stages(text: string, surroundings: Partial<Surroundings> = {}): readonly StageFacts[] {
  return analyze(text, { surroundings: { ...NO_SURROUNDINGS, ...surroundings } }).facts.stages;
}

function roles(text: string, surroundings: Partial<Surroundings> = {}): string[] {
  return stages(text, surroundings).map((stage) => stage.role);
}

describe('roles', () => {
  it('follow FROM as base and COPY --from as builder', () => {
    assert.deepEqual(
      roles('FROM a AS os\nFROM os AS deps\nFROM deps AS build\nFROM os\nCOPY --from=build /x /x\n'),
      ['base', 'builder', 'builder', 'final'],
    );
  });

  it('follow a mount as builder', () => {
    assert.deepEqual(roles('FROM a AS tools\nFROM b\nRUN --mount=type=bind,from=tools,target=/t x\n'), [
      'builder',
      'final',
    ]);
  });

  it('call a named stage that nothing needs a target, its helpers too, and an unnamed one unreachable', () => {
    assert.deepEqual(
      roles('FROM a AS gen\nFROM b AS test\nCOPY --from=gen /x /x\nFROM c\nRUN true\nFROM d\n'),
      ['target', 'target', 'unreachable', 'final'],
    );
  });

  it('leave a stage a builder whose name is written with a slip where it is taken from', () => {
    const text = 'FROM a AS build\nRUN x\nFROM nginx\nCOPY --from=NAME /x /x\n';
    assert.deepEqual(roles(text.replace('NAME', 'biuld')), ['builder', 'final']);
    assert.deepEqual(roles(text.replace('NAME', 'buil')), ['builder', 'final']);
    assert.deepEqual(roles(text.replace('NAME', 'busybox')), ['target', 'final']);
    assert.deepEqual(roles(text.replace('NAME', 'biuld:1')), ['target', 'final']);
    assert.deepEqual(roles(text.replace('NAME', 'biuld'), { namedContexts: new Set(['biuld']) }), [
      'target',
      'final',
    ]);
  });

  it('take the targets that build files of the workspace name as further final stages', () => {
    const text =
      'FROM a AS base\nFROM base AS dev\nFROM a AS build\nFROM base AS prod\nCOPY --from=build /x /x\n';
    assert.deepEqual(roles(text, { targets: ['DEV', 'nothing'] }), ['base', 'final', 'builder', 'final']);
    assert.deepEqual(roles(text, { targets: ['dev', 'build'] }), ['base', 'final', 'final', 'final']);
    assert.deepEqual(roles(text, { targets: ['dev'], target: 'prod' }), [
      'base',
      'target',
      'builder',
      'final',
    ]);
  });

  it('take the chosen target as final instead of the last stage', () => {
    assert.deepEqual(roles('FROM a AS one\nFROM b AS two\n', { target: 'one' }), ['final', 'target']);
    assert.deepEqual(roles('# stagewright target=one\nFROM a AS one\nFROM b AS two\n'), ['final', 'target']);
  });

  it('call every stage that an unknown FROM may mean a base', () => {
    assert.deepEqual(
      roles('FROM scratch AS bin-linux\nFROM scratch AS bin-windows\nFROM a AS other\nFROM bin-$TARGETOS\n'),
      ['base', 'base', 'target', 'final'],
    );
  });

  it('run the triggers of a parent in its child only', () => {
    assert.deepEqual(
      roles(
        'FROM a AS files\nFROM b AS parent\nONBUILD COPY --from=files /x /x\nFROM parent AS child\nFROM child\n',
      ),
      ['builder', 'base', 'base', 'final'],
    );
  });
});

describe('references', () => {
  const resolution = (text: string): unknown => stages(text).at(-1)?.edges.at(-1)?.to;

  it('mean an index in COPY and never in a mount', () => {
    assert.deepEqual(resolution('FROM a\nFROM b\nCOPY --from=0 /x /x\n'), { kind: 'stage', index: 0 });
    assert.deepEqual(resolution('FROM a\nFROM b\nCOPY --from=2 /x /x\n'), { kind: 'out-of-range', count: 2 });
    assert.deepEqual(resolution('FROM a\nFROM b\nRUN --mount=from=0,target=/x y\n'), {
      kind: 'index-in-mount',
    });
  });

  it('mean the last stage of a name in COPY and the nearest above in FROM', () => {
    const [, , third, fourth] = stages(
      'FROM a AS x\nFROM b AS x\nFROM x AS y\nFROM c\nCOPY --from=X /x /x\n',
    );
    assert.deepEqual(third?.base, { kind: 'stage', index: 1 });
    assert.deepEqual(fourth?.edges[0]?.to, { kind: 'stage', index: 1 });
  });

  it('compare the name in FROM as written, and take a later stage as an image there', () => {
    assert.deepEqual(stages('FROM a AS build\nFROM Build\n')[1]?.base, { kind: 'image', reference: 'Build' });
    assert.deepEqual(stages('FROM later\nFROM a AS later\n')[0]?.base, { kind: 'forward', index: 1 });
  });

  it('do not take variables, and give way to named contexts', () => {
    assert.deepEqual(resolution('FROM a AS b\nFROM c\nCOPY --from=$X /x /x\n'), { kind: 'variable' });
    assert.deepEqual(stages('FROM a AS b\nFROM b\n', { namedContexts: new Set(['b']) })[1]?.base, {
      kind: 'named-context',
      name: 'b',
    });
  });
});

describe('the state of a stage', () => {
  it('comes from the stage it is built FROM', () => {
    const [, child] = stages(
      'FROM node:20-alpine AS base\nWORKDIR /app\nUSER node\nENV A=1\nARG B=2\nFROM base\nWORKDIR src\n',
    );
    assert.equal(child?.end.workdir, '/app/src');
    assert.equal(child?.end.user, 'node');
    assert.equal(child?.end.env.get('A'), '1');
    assert.equal(child?.end.args.get('B'), '2');
    assert.equal(child?.image?.language?.name, 'node');
  });

  it('fills global arguments into FROM, and takes them over with a bare ARG', () => {
    const [stage] = stages('ARG V=20\nFROM node:${V}-alpine\nARG V\nENV W=$V\n');
    assert.equal(stage?.baseText, 'node:20-alpine');
    assert.equal(stage?.end.env.get('W'), '20');
  });

  it('knows that ENTRYPOINT clears an inherited CMD', () => {
    const [, child] = stages('FROM a AS p\nCMD ["x"]\nFROM p\nENTRYPOINT ["y"]\n');
    assert.equal(child?.command.cmd, undefined);
  });
});

describe('an edit', () => {
  it('keeps the facts of the stages that it does not reach', () => {
    const text =
      'FROM golang:1.23 AS a\nRUN go build\nFROM node:20 AS b\nRUN npm ci\nFROM scratch\nCOPY --from=a /x /x\nCOPY --from=b /y /y\n';
    const before = analyze(text);
    assert.equal(before.failures.length, 0);
    const after: Analysis = analyze(text.replace('npm ci', 'npm i'), { previous: before });
    assert.deepEqual(
      after.facts.stages.map((stage, index) => stage === before.facts.stages[index]),
      [true, false, false],
    );
  });

  it('gives the same findings as analysing anew', () => {
    const text =
      'ARG V=1\nFROM golang:1.23 AS a\nRUN echo $V\nFROM alpine AS b\nCOPY --from=0 /x /x\nFROM scratch\nCOPY --from=bb / /\n';
    let analysis = analyze(text);
    for (let end = text.length; end > 0; end -= 3) {
      const shorter = text.slice(0, end);
      analysis = analyze(shorter, { previous: analysis });
      const anew = analyze(shorter);
      const list = (from: Analysis): unknown =>
        from.findings.map((finding) => [
          finding.rule,
          finding.level,
          finding.message,
          from.locate(finding.at),
        ]);
      assert.deepEqual(list(analysis), list(anew), JSON.stringify(shorter));
    }
  });
});
