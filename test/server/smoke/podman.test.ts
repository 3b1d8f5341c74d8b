/** What Podman prints and keeps, as it has printed it: steps become instructions, and its marks are read back. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyze, type Analysis } from '../../../server/src/core/index';
import { buildRecord, type BuildRecord } from '../../../server/src/smoke/buildRecord';
import {
  imageId,
  labelled,
  labelText,
  markingSecret,
  markOfWorkingContainer,
  plainName,
} from '../../../server/src/smoke/engines/podman';
import { podmanReader } from '../../../server/src/smoke/engines/podmanOutput';
import { historyStepOf } from '../../../server/src/smoke/historyLines';
import { smokeStages } from '../../../server/src/smoke/index';
import { decodeMark, encodeMark, type Mark } from '../../../server/src/smoke/lease';

interface Output {
  readonly dockerfile: string;
  /** Lines of both streams; those of the error output begin with `! `. */
  readonly lines: readonly string[];
}

/** Each line takes a tenth of a second. */
function read({ dockerfile, lines }: Output): { readonly record: BuildRecord; readonly cached: number } {
  const analysis: Analysis = analyze(dockerfile);
  const stages = smokeStages(analysis);
  let now = 0;
  const reader = podmanReader(stages, () => now);
  const record = buildRecord(stages, 40, () => undefined);
  for (const line of lines) {
    now += 100;
    const events = line.startsWith('! ') ? reader.stderr(line.slice(2)) : reader.stdout(line);
    for (const event of events) record.take(event);
  }
  for (const event of reader.end()) record.take(event);
  return { record, cached: reader.cached() };
}

const ID = '96ea0e467d3f32fb0c44123da6a04552ba5b95f15ab94eeaa35dafd3ca123e2d';

describe('the output of a build', () => {
  const dockerfile = [
    'ARG VERSION=latest',
    'FROM busybox:$VERSION AS build',
    'WORKDIR /app',
    'RUN echo out; \\',
    '    echo err >&2',
    'FROM busybox AS unused',
    'RUN false',
    'FROM alpine:3.20',
    'COPY --from=build /app /app',
    'CMD ["true"]',
    '',
  ].join('\n');

  test('has a step for each instruction, those of unused stages left out', () => {
    const { record, cached } = read({
      dockerfile,
      lines: [
        '[1/3] STEP 1/3: FROM busybox:latest AS build',
        '[1/3] STEP 2/3: WORKDIR /app',
        `--> Using cache ${ID}`,
        '--> 96ea0e467d3',
        '[1/3] STEP 3/3: RUN echo out;     echo err >&2',
        'out',
        '! err',
        '--> 8e1af41388b',
        '[3/3] STEP 1/4: FROM alpine:3.20',
        '[3/3] STEP 2/4: COPY --from=build /app /app',
        '--> cadfc033a7e',
        '[3/3] STEP 3/4: CMD ["true"]',
        '--> 487dd66d352',
        '[3/3] STEP 4/4: LABEL "dev.stagewright.smoke"="x"',
        '[3/3] COMMIT',
        '--> 9c2dc7e0326',
        ID,
      ],
    });
    assert.deepEqual(
      record
        .instructions(undefined)
        .map(({ line, stage, cached, durationMs }) => [line, stage, cached, durationMs]),
      [
        [1, 0, false, 100],
        [2, 0, true, 0],
        [3, 0, false, 300],
        [7, 2, false, 100],
        [8, 2, false, 100],
        [9, 2, false, 100],
      ],
    );
    assert.deepEqual(record.instructions(undefined)[2]?.log, ['out', 'err']);
    assert.equal(cached, 3);
    assert.equal(record.failedStep(), undefined);
  });

  test('a file with one stage names none', () => {
    const { record } = read({
      dockerfile: 'FROM scratch\nCOPY a /\n',
      lines: [
        'STEP 1/3: FROM scratch',
        'STEP 2/3: COPY a /',
        '--> c8bfc5d39a3',
        'STEP 3/3: LABEL "x"="y"',
        'COMMIT',
      ],
    });
    assert.deepEqual(
      record.instructions(undefined).map(({ line }) => line),
      [0, 1],
    );
  });

  test('a command that fails is told with its exit code, at its line, and with its own complaints in the log', () => {
    const { record } = read({
      dockerfile: 'FROM busybox\nRUN true\nRUN echo "a\\": b"; exit 4\n',
      lines: [
        'STEP 1/4: FROM busybox',
        'STEP 2/4: RUN true',
        '--> 55b0d48a7c0',
        'STEP 3/4: RUN echo "a\\": b"; exit 4',
        '! Error: of the command',
        '! Error: building at STEP "RUN echo "a\\": b"; exit 4": while running runtime: exit status 4',
      ],
    });
    const failed = record.failedStep();
    assert.equal(failed?.place?.instruction.line, 2);
    assert.equal(failed.error, 'the command did not complete successfully: exit code: 4');
    assert.deepEqual(failed.log, ['Error: of the command']);
    assert.deepEqual(record.said(), ['ERROR: the command did not complete successfully: exit code: 4']);
  });

  const FAILURES: readonly (readonly [string, string, string])[] = [
    [
      'COPY nope /',
      'building at STEP "COPY nope /": checking on sources under "/tmp/c2": copier: stat: "/nope": no such file or directory',
      '"/nope": not found',
    ],
    [
      'FOO bar',
      'building at STEP "FOO ": Build error: Unknown instruction: "FOO" &imagebuilder.Step{Env:[]string{"PATH=/bin"}, Original:"FOO bar"}',
      'unknown instruction: FOO',
    ],
  ];
  for (const [instruction, complaint, said] of FAILURES)
    test(`what is wrong with ${instruction} is said plainly`, () => {
      const { record } = read({
        dockerfile: `FROM busybox\n${instruction}\n`,
        lines: ['STEP 1/3: FROM busybox', `STEP 2/3: ${instruction}`, `! Error: ${complaint}`],
      });
      assert.equal(record.failedStep()?.error, said);
      assert.equal(record.failedStep()?.place?.instruction.line, 1);
    });

  test('an image that cannot be had is the fault of its FROM', () => {
    const { record } = read({
      dockerfile: 'FROM nothere\nRUN true\n',
      lines: [
        'STEP 1/3: FROM nothere',
        '! Error: creating build container: short-name "nothere" did not resolve',
      ],
    });
    assert.equal(record.failedStep()?.place?.instruction.line, 0);
    assert.equal(record.failedStep()?.error, 'short-name "nothere" did not resolve');
  });

  test('a command that prints what looks like a step begins none', () => {
    const { record } = read({
      dockerfile: 'FROM busybox\nRUN echo\nRUN true\nRUN false\n',
      lines: [
        'STEP 1/5: FROM busybox',
        'STEP 2/5: RUN echo',
        'STEP 4/5: RUN false',
        '--> 55b0d48a7c0',
        'STEP 3/5: RUN true',
      ],
    });
    assert.deepEqual(
      record.instructions(undefined).map(({ line, log }) => [line, log]),
      [
        [0, []],
        [1, ['STEP 4/5: RUN false']],
        [2, []],
      ],
    );
  });

  test('a line of a heredoc that is taken for an instruction belongs to the heredoc', () => {
    const { record } = read({
      dockerfile: 'FROM busybox\nRUN <<EOF\necho a\nEOF\n',
      lines: [
        'STEP 1/5: FROM busybox',
        'STEP 2/5: RUN <<EOF',
        '--> a6f14b89a32',
        'STEP 3/5: echo a',
        '! Error: building at STEP "ECHO ": Build error: Unknown instruction: "ECHO" &imagebuilder.Step{}',
      ],
    });
    assert.equal(record.failedStep()?.place?.instruction.line, 1);
  });

  test('steps that the base image brings (ONBUILD) belong to the FROM', () => {
    const { record } = read({
      dockerfile: 'FROM triggering\nRUN echo own\nCOPY a /\n',
      lines: [
        'STEP 1/4: FROM triggering',
        'STEP 2/6: RUN echo trigger',
        '--> 3659a04449a',
        'STEP 3/6: COPY a /trigger',
        '--> 2469ea5a0ca',
        'STEP 4/6: RUN echo own',
        'own',
        '--> 6ef5164fc60',
        'STEP 5/6: COPY a /',
        '--> c9ef808aa7a',
        'STEP 6/6: LABEL "x"="y"',
      ],
    });
    assert.deepEqual(
      record.instructions(undefined).map(({ line, durationMs, log }) => [line, durationMs, log]),
      [
        [0, 300, []],
        [1, 200, ['own']],
        [2, 100, []],
      ],
    );
  });

  test('a build that breaks off has the step that was at work', () => {
    const { record } = read({
      dockerfile: 'FROM busybox\nRUN sleep 300\n',
      lines: ['STEP 1/3: FROM busybox', 'STEP 2/3: RUN sleep 300', 'begun'],
    });
    assert.equal(record.failedStep(), undefined);
  });
});

describe('marks', () => {
  const mark: Mark = {
    kind: 'build',
    run: 'a1b2c3d4e5f6',
    owner: `o'$HOME "x", \`id\` 100% ü`,
    host: 'here',
    expires: Date.parse('2026-01-01T00:00:00Z'),
  };

  test('of a label survive lists of comma-separated values, and Dockerfiles', () => {
    const text = labelText(encodeMark(mark));
    assert.match(text, /^[^",$\\`\s]+$/u);
    assert.deepEqual(decodeMark(text), mark);
    assert.equal(decodeMark('%'), undefined);
  });

  test('of a container that was built in are found in its description, and in nobody else’s', () => {
    const [, secret] = markingSecret(encodeMark(mark), '/run/mark');
    const description = (secrets: readonly unknown[]): string =>
      JSON.stringify({ CommonBuildOpts: { Secrets: secrets } });
    assert.deepEqual(markOfWorkingContainer(description(['id=npm,src=/x', secret])), mark);
    assert.equal(markOfWorkingContainer(description(['id=npm,src=/x', 5])), undefined);
    assert.equal(markOfWorkingContainer('{}'), undefined);
    assert.equal(markOfWorkingContainer(''), undefined);
  });
});

test('the label is the last instruction, whatever the text ends with', () => {
  assert.equal(labelled('FROM a', 'n', 'v'), 'FROM a\nLABEL n="v"\n');
  assert.equal(labelled('FROM a\nRUN b \\\n', 'n', 'v'), 'FROM a\nRUN b \nLABEL n="v"\n');
  assert.equal(labelled('FROM a\nRUN `b`\n', 'n', 'v'), 'FROM a\nRUN `b`\n\nLABEL n="v"\n');
  assert.equal(
    labelled('# escape=`\nFROM a\nRUN b `\n', 'n', 'v'),
    '# escape=`\nFROM a\nRUN b \nLABEL n="v"\n',
  );
});

test('names and ids are told as Docker tells them', () => {
  assert.equal(imageId(ID), `sha256:${ID}`);
  assert.equal(imageId(`sha256:${ID}`), `sha256:${ID}`);
  assert.equal(plainName('localhost/a:1'), 'a:1');
  assert.equal(plainName('docker.io/library/a:1'), 'docker.io/library/a:1');
});

test('the history of Buildah reads as that of BuildKit', () => {
  const step = (createdBy: string): readonly unknown[] =>
    Object.values(historyStepOf(createdBy, 'FROM cadfc033a7e4'));
  assert.deepEqual(step('/bin/sh -c #(nop) COPY file:7f8c in /www/ '), ['COPY file:7f8c in /www/ ', true]);
  assert.deepEqual(step('/bin/sh -c apk add x'), ['RUN /bin/sh -c apk add x', true]);
  assert.deepEqual(step('|1 TOKEN=t /bin/sh -c true'), ['RUN |1 TOKEN=t /bin/sh -c true', true]);
  assert.equal(step('/bin/sh -c #(nop) LABEL "dev.stagewright.smoke"="x"')[1], false);
  assert.equal(historyStepOf('/bin/sh -c #(nop) CMD ["sh"]', '').isFromDockerfile, false);
});
