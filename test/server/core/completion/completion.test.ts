/** Completion as examples of Dockerfiles: the mark | is the pointer. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  completions,
  listedContext,
  type Completion,
  type CompletionList,
  type Surroundings,
} from '../../../../server/src/core';
import { analyzed } from '../../../harness/checkRule';

function at(marked: string, surroundings: Partial<Surroundings> = {}): CompletionList | undefined {
  const offset = marked.indexOf('|');
  assert.notEqual(offset, -1, 'the pointer | is missing');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const found = completions(analyzed(text, { surroundings }), offset);
  if (found !== undefined) assert.equal(found.replaces.end, offset);
  return found;
}

function labels(marked: string, surroundings: Partial<Surroundings> = {}): readonly string[] {
  return at(marked, surroundings)?.items.map(({ label }) => label) ?? [];
}

function item(marked: string, label: string, surroundings: Partial<Surroundings> = {}): Completion {
  const found = at(marked, surroundings)?.items.find((each) => each.label === label);
  assert.ok(found, `${label} is not offered`);
  return found;
}

/** The label, with what it replaces written out. */
function chosen(marked: string, label: string, surroundings: Partial<Surroundings> = {}): string {
  const list = at(marked, surroundings);
  const found = list?.items.find((each) => each.label === label);
  assert.ok(list && found, `${label} is not offered`);
  const text = marked.replace('|', '');
  return text.slice(0, list.replaces.start) + found.insert + text.slice(list.replaces.end);
}

const CONTEXT = listedContext({ 'package.json': {}, 'src/a.ts': {}, 'src/deep/b.ts': {}, 'secret.env': {} });
const IGNORE = { kind: 'present', path: '.dockerignore', text: 'secret.env\n' } as const;

const BUILD = `FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /out/app . && cargo build --release --bin web
FROM alpine:3.20 AS run
RUN adduser -D web
`;

describe('instructions', () => {
  it('begin on a blank line and while their name is typed', () => {
    assert.deepEqual(labels('|'), ['FROM', 'ARG']);
    assert.ok(labels(`${BUILD}|`).includes('HEALTHCHECK'));
    assert.equal(chosen(`${BUILD}COP|`, 'COPY'), `${BUILD}COPY `);
    assert.equal(item(`${BUILD}cop|`, 'copy').insert, 'copy ');
  });

  it('are documented in one line each, and have tab stops', () => {
    for (const { detail, insert, snippet } of at(`${BUILD}|`)?.items ?? []) {
      assert.match(detail, /^[^\n]{10,120}$/);
      assert.ok(snippet?.startsWith(insert));
    }
  });

  it('leave out behind ONBUILD what cannot stand there', () => {
    const found = labels(`${BUILD}ONBUILD |`);
    assert.ok(found.includes('COPY') && !found.includes('FROM') && !found.includes('ONBUILD'));
  });
});

describe('stages', () => {
  it('are those above, the nearest first, behind --from= and FROM', () => {
    assert.deepEqual(labels(`${BUILD}COPY --from=|`), ['build']);
    assert.deepEqual(labels(`${BUILD}FROM scratch\nCOPY --from=|`), ['run', 'build']);
    assert.deepEqual(labels(`${BUILD}FROM scratch\nRUN --mount=type=bind,from=r|`), ['run', 'build']);
    assert.deepEqual(labels(`${BUILD}FROM |`).slice(0, 3), ['run', 'build', 'scratch']);
    assert.equal(chosen(`${BUILD}COPY --from=bu| /x /x`, 'build'), `${BUILD}COPY --from=build /x /x`);
  });

  it('have an index where they have no name, but for mounts and FROM', () => {
    assert.deepEqual(labels('FROM a\nFROM b\nCOPY --from=|'), ['0']);
    assert.deepEqual(labels('FROM a\nFROM b\nRUN --mount=from=|'), []);
  });

  it('are all of them in the comment that chooses the shipped one', () => {
    assert.deepEqual(labels(`# stagewright target=|\n${BUILD}`), ['build', 'run']);
  });
});

describe('images', () => {
  it('are those that are known, with their tags', () => {
    assert.ok(labels('FROM no|').includes('node'));
    assert.ok(labels('FROM node:|').includes('22-alpine'));
    assert.match(item('FROM node:|', '22-alpine').detail, /musl/);
    assert.deepEqual(labels('FROM nobody/knows:|'), []);
    assert.equal(chosen('FROM node:22-a|', '22-alpine'), 'FROM node:22-alpine');
    assert.deepEqual(labels('FROM node:22 |'), ['AS']);
  });
});

describe('paths of another stage', () => {
  it('are what its commands make, first', () => {
    const found = labels(`${BUILD}COPY --from=build |`);
    assert.deepEqual(found.slice(0, 3), ['/out/app', '/src/target/release', '/src/target/release/web']);
    assert.match(item(`${BUILD}COPY --from=build /o|`, '/out/app').detail, /^Made by line 4 \(go\)\.$/);
    assert.match(
      item(`${BUILD}COPY --from=build |`, '/src/target/release/web').detail,
      /^What line 4 \(cargo\) usually leaves\.$/,
    );
  });

  it('go down folder by folder, and into mounts', () => {
    const text = 'FROM alpine AS a\nCOPY x.txt /data/deep/x.txt\nFROM alpine\n';
    assert.deepEqual(labels(`${text}COPY --from=a /data|`), ['/data/']);
    assert.deepEqual(labels(`${text}COPY --from=a /data/|`), ['/data/deep/']);
    assert.deepEqual(labels(`${text}COPY --from=a /data/deep/|`), ['/data/deep/x.txt']);
    assert.deepEqual(labels(`${text}RUN --mount=from=a,source=/data/deep/|`), ['/data/deep/x.txt']);
    assert.equal(
      chosen(`${text}COPY --from=a /data/deep/x| /x`, '/data/deep/x.txt'),
      `${text}COPY --from=a /data/deep/x.txt /x`,
    );
  });

  it('are not guessed of an image', () => {
    assert.deepEqual(labels('FROM alpine\nCOPY --from=busybox:1.36 /b|'), []);
  });
});

describe('paths of the build context', () => {
  const surroundings = { context: CONTEXT, ignoreFile: IGNORE };

  it('are those that are sent', () => {
    const found = labels(`${BUILD}COPY |`, surroundings);
    assert.ok(found.includes('src/') && found.includes('package.json') && !found.includes('secret.env'));
    assert.deepEqual(labels(`${BUILD}COPY ./src/|`, surroundings), ['./src/deep/', './src/a.ts']);
    assert.deepEqual(labels(`${BUILD}RUN --mount=type=bind,source=src/|`, surroundings), [
      'src/deep/',
      'src/a.ts',
    ]);
  });

  it('come with places to put them', () => {
    const found = labels(`${BUILD}WORKDIR /app\nCOPY package.json |`, surroundings);
    assert.deepEqual(found.slice(0, 2), ['./', './package.json']);
    assert.ok(found.includes('/app/'));
  });
});

describe('flags and mounts', () => {
  it('are those of the instruction that are not there yet', () => {
    assert.ok(labels(`${BUILD}COPY --|`).includes('--from'));
    assert.ok(!labels(`${BUILD}COPY --from=build --| /a /b`).includes('--from'));
    assert.ok(!labels(`${BUILD}COPY a --|`).includes('--from'));
    assert.deepEqual(labels(`${BUILD}RUN |`).slice(0, 1), ['--mount']);
    assert.deepEqual(labels(`${BUILD}RUN npm i|`), []);
  });

  it('have their values', () => {
    assert.deepEqual(labels(`${BUILD}RUN --mount=|`), ['type']);
    assert.deepEqual(labels(`${BUILD}RUN --mount=type=|`), ['cache', 'bind', 'secret', 'ssh', 'tmpfs']);
    assert.deepEqual(labels(`${BUILD}RUN --mount=type=secret,id=x,|`).slice(0, 2), ['target', 'env']);
    assert.ok(labels(`${BUILD}RUN --mount=type=cache,target=|`).includes('/go/pkg/mod'));
    assert.deepEqual(labels(`${BUILD}RUN --mount=type=cache,sharing=|`), ['shared', 'locked', 'private']);
    assert.deepEqual(labels(`${BUILD}RUN --network=|`), ['none', 'default', 'host']);
    assert.ok(labels('FROM --platform=|').includes('$BUILDPLATFORM'));
  });
});

describe('variables', () => {
  const TEXT = 'ARG TAG=1\nFROM alpine:3.20\nARG NAME=x\nENV HOME_DIR=/srv\n';

  it('are those that are set at the place', () => {
    assert.deepEqual(labels(`${TEXT}LABEL a=$|`), ['HOME_DIR', 'PATH', 'NAME']);
    assert.deepEqual(labels(`${TEXT}RUN echo "\${N|"`), ['HOME_DIR', 'PATH', 'NAME']);
    assert.deepEqual(labels('ARG TAG=1\nFROM alpine:$|').slice(0, 1), ['TAG']);
    assert.match(item(`${TEXT}RUN $|`, 'NAME').detail, /^Build argument: x$/);
  });

  it('close their brace, unless it is there', () => {
    assert.equal(chosen(`${TEXT}RUN echo \${NA|`, 'NAME'), `${TEXT}RUN echo \${NAME}`);
    assert.equal(chosen(`${TEXT}RUN echo \${NA|}`, 'NAME'), `${TEXT}RUN echo \${NAME}`);
    assert.deepEqual(labels(`${TEXT}LABEL a=\\$|`), []);
  });

  it('can be declared in a stage', () => {
    assert.deepEqual(labels(`${TEXT}ARG |`).slice(0, 1), ['TAG']);
    assert.ok(labels(`${TEXT}ARG TARGET|`).includes('TARGETARCH'));
  });
});

describe('users, signals and checks', () => {
  it('are those that the stage has', () => {
    assert.deepEqual(labels(`${BUILD}USER |`), ['web', 'nobody', '65532', 'root']);
    assert.deepEqual(labels(`${BUILD}COPY --chown=|`), ['web', 'nobody', '65532', 'root']);
    assert.ok(labels('FROM node:22\nUSER |').includes('node'));
  });

  it('come from closed lists', () => {
    assert.ok(labels(`${BUILD}STOPSIGNAL |`).includes('SIGTERM'));
    assert.deepEqual(labels(`${BUILD}HEALTHCHECK |`).slice(0, 2), ['CMD', 'NONE']);
  });
});

describe('comments', () => {
  it('name rules, those that found something below first', () => {
    const text = 'FROM debian:12\n# stagewright ignore=|\nRUN apt-get install curl\n';
    const found = labels(text);
    assert.ok(found.includes('no-missing-artifact'));
    const first = at(text)?.items.filter(({ rank }) => rank === 0) ?? [];
    assert.ok(
      first.some(({ label }) => label === 'require-assume-yes'),
      'the rule that found something',
    );
    assert.ok(found.indexOf('require-assume-yes') < found.indexOf('no-missing-artifact'));
    assert.ok(!labels(text.replace('=|', '=require-assume-yes,|')).includes('require-assume-yes'));
  });

  it('speak to tools', () => {
    assert.ok(labels('# |\nFROM a\n').includes('syntax'));
    assert.ok(!labels('FROM a\n# |\n').includes('syntax'));
    assert.ok(labels('FROM a\n# stage|\n').includes('stagewright ignore'));
    assert.ok(labels('# check=skip=|\nFROM a\n').includes('StageNameCasing'));
    assert.deepEqual(labels('FROM a\n# a remark |\n'), []);
  });
});

describe('where nothing of ours can stand', () => {
  it('nothing is offered', () => {
    for (const marked of [
      `${BUILD}RUN <<EOF\necho |\nEOF\n`,
      `${BUILD}CMD ["|"]`,
      `${BUILD}RUN a \\\n  # note |\n  b`,
      `${BUILD}EXPOSE |`,
      `${BUILD}FROM a AS b |`,
    ])
      assert.equal(at(marked), undefined, marked);
  });
});
