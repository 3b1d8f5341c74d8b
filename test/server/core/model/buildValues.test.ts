/** What a person has to be asked for before a build. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze, buildValuesOf } from '../../../../server/src/core/index';

function asked(
  text: string,
  stage?: number,
  given: Readonly<Record<string, string | undefined>> = {},
): readonly string[] {
  const { facts } = analyze(text);
  const at = stage ?? facts.stages.length - 1;
  const values = buildValuesOf(facts, [at], new Map(Object.entries(given)));
  return [
    ...values.arguments.map(({ name, isSecret }) => `${name}${isSecret ? ' (secret)' : ''}`),
    ...values.secrets.map(({ id, isRequired }) => `secret ${id}${isRequired ? ' (required)' : ''}`),
    ...values.ssh.map(({ id }) => `ssh ${id}`),
  ];
}

describe('build arguments that are asked for', () => {
  it('have no default and are read', () => {
    assert.deepEqual(asked('FROM busybox\nARG A\nARG B=1\nARG C\nRUN echo $A $B\n'), ['A']);
  });

  it('are read by the builder, by the shell, or by a program that is called directly', () => {
    assert.deepEqual(asked('FROM busybox\nARG A\nENV X=$A\n'), ['A']);
    assert.deepEqual(asked('FROM busybox\nARG A\nRUN <<EOF\necho "${A}"\nEOF\n'), ['A']);
    assert.deepEqual(asked('FROM busybox\nARG A\nRUN ["sh", "-c", "echo $A"]\n'), ['A']);
    assert.deepEqual(asked('FROM busybox\nARG A\nENV X=${A:-x}\n'), []);
  });

  it('stand before the first FROM too', () => {
    assert.deepEqual(asked('ARG BASE\nARG TAG=1\nFROM ${BASE}:$TAG\n'), ['BASE']);
    assert.deepEqual(asked('ARG V=1\nFROM busybox\nARG V\nRUN echo $V\n'), []);
    assert.deepEqual(asked('ARG V\nFROM busybox\nARG V\nRUN echo $V\n'), ['V']);
  });

  it('are read by a stage that is built FROM this one', () => {
    assert.deepEqual(asked('FROM busybox AS a\nARG V\nFROM a\nRUN echo $V\n'), ['V']);
  });

  it('belong to a stage that takes part', () => {
    const text =
      'FROM busybox AS other\nARG A\nRUN echo $A\nFROM busybox AS build\nARG B\nRUN echo $B\nFROM scratch\nCOPY --from=build /x /\n';
    assert.deepEqual(asked(text), ['B']);
    assert.deepEqual(asked(text, 0), ['A']);
  });

  it('are not those that BuildKit fills in, nor what is given already', () => {
    const text =
      'FROM busybox\nARG TARGETARCH\nARG HTTP_PROXY\nARG A\nARG B\nRUN echo $TARGETARCH $HTTP_PROXY $A $B\n';
    assert.deepEqual(asked(text, 0, { A: '1', B: undefined }), ['B']);
  });

  it('named like a secret are asked for when a program may take them from its environment', () => {
    assert.deepEqual(asked('FROM node\nARG NPM_TOKEN\nRUN npm ci\n'), ['NPM_TOKEN (secret)']);
    assert.deepEqual(asked('FROM node\nRUN npm ci\nARG NPM_TOKEN\n'), []);
  });
});

describe('mounts that are asked for', () => {
  it('are secrets and agents, each once, unless they say that they are not needed', () => {
    assert.deepEqual(
      asked(
        `FROM busybox
RUN --mount=type=secret,id=a --mount=type=secret,id=b,required=false --mount=type=ssh true
RUN --mount=type=secret,id=a,required=true --mount=type=ssh,id=deploy --mount=type=cache,target=/c true
`,
      ),
      ['secret a (required)', 'ssh default', 'ssh deploy'],
    );
  });

  it('are called by their target without an id', () => {
    assert.deepEqual(asked('FROM busybox\nRUN --mount=type=secret,target=/root/.npmrc true\n'), [
      'secret .npmrc',
    ]);
  });
});
