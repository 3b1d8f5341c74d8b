import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze, NO_SURROUNDINGS } from '../../../../server/src/core';

const rulesOf = (text: string): string[] => analyze(text).findings.map((finding) => finding.rule);
const TWO =
  'FROM golang:1.23 AS a\nFROM alpine:3.20 AS b\nCOPY --from=9 /x /x\nCOPY --from=8 /y /y\nFROM scratch\nCOPY --from=7 /z /z\n';
const FINDS = 'no-unknown-stage-reference';
const count = (text: string): number => rulesOf(text).filter((rule) => rule === FINDS).length;

describe('a suppression comment', () => {
  it('silences the next instruction, blank lines between or not', () => {
    assert.equal(count(TWO), 3);
    assert.equal(count(TWO.replace('COPY --from=9', `# stagewright ignore=${FINDS}\n\nCOPY --from=9`)), 2);
  });

  it('is detached by an empty comment', () => {
    assert.equal(count(TWO.replace('COPY --from=9', `# stagewright ignore=${FINDS}\n#\nCOPY --from=9`)), 3);
  });

  it('silences the stage it stands in, or the one that begins below it', () => {
    assert.equal(
      count(TWO.replace('COPY --from=9', `# stagewright stage-ignore=${FINDS} reason=a list\nCOPY --from=9`)),
      1,
    );
    assert.equal(count(TWO.replace('FROM scratch', `# stagewright stage-ignore=${FINDS}\nFROM scratch`)), 2);
  });

  it('silences the file, wherever it stands', () => {
    assert.equal(count(`${TWO}# stagewright file-ignore=other, ${FINDS}\n`), 0);
  });

  it('silences a family by its name', () => {
    assert.equal(
      rulesOf('FROM alpine:3.20\n# stagewright ignore=syntax\nCOPPY a b\n').filter((rule) =>
        rule.startsWith('syntax'),
      ).length,
      0,
    );
  });

  it('may stand between a stage and its description', () => {
    const text = '# base the base of all\n# stagewright ignore=no-latest-tag\nFROM alpine:latest AS base\n';
    assert.equal(analyze(text).facts.stages[0]?.description, 'the base of all');
  });

  it('silences nothing when it names another rule', () => {
    assert.equal(count(TWO.replace('COPY --from=9', '# stagewright ignore=no-latest-tag\nCOPY --from=9')), 3);
  });
});

describe('a suppression of another tool', () => {
  const from = 'FROM alpine:latest\nUSER nobody\n';
  const latest = (text: string): number => rulesOf(text).filter((rule) => rule === 'no-latest-tag').length;

  it('silences what has its code as an equivalent', () => {
    for (const comment of [
      '# hadolint ignore=DL3007',
      '# hadolint ignore=DL3006, DL3007 # rebuilt every night',
      '# hadolint ignore = DL3007 - rebuilt every night',
      '# hadolint global ignore=DL3007',
      '# hadolint stage ignore=DL3007',
      '# stagewright ignore=DL3007',
    ])
      assert.equal(latest(`${comment}\n${from}`), 0, comment);
  });

  it('silences nothing when that tool would not read it', () => {
    for (const comment of [
      '# hadolint ignore=crazy,DL3007',
      '# hadolint ignore=DL3007,crazy',
      '# hadolint ignore=DL3006',
      '# hadolint DL3007',
      '# hadolint stage ignore=DL3007\n#',
      '# check=skip=DL3007',
    ])
      assert.equal(latest(`${comment}\n${from}`), 1, comment);
    assert.equal(latest(`FROM alpine:3.20\n# hadolint stage ignore=DL3007\nRUN a\n${from}`), 1);
  });

  it('of BuildKit counts in the directive for the file, above an instruction for that', () => {
    const command = 'FROM scratch AS a\nCOPY a /\nFROM alpine:3.20\nUSER nobody\nCMD run\n';
    const shellForms = (text: string): number =>
      rulesOf(text).filter((rule) => rule === 'prefer-exec-form').length;
    assert.equal(shellForms(command), 1);
    assert.equal(
      shellForms(`# check=skip=StageNameCasing, JSONArgsRecommended // why;error=true\n${command}`),
      0,
    );
    assert.equal(shellForms(`# check=skip=all\n${command}`), 0);
    assert.equal(shellForms(`# check=skip=jsonargsrecommended\n${command}`), 1);
    assert.equal(
      shellForms(command.replace('CMD', '# check=skip=JSONArgsRecommended;error=true why\nCMD')),
      0,
    );
    assert.equal(shellForms(command.replace('CMD', '# check=skip=all\nCMD')), 0);
    assert.equal(shellForms(command.replace('CMD', '# check=nonsense=1;skip=all\nCMD')), 1);
  });

  it('of BuildKit gives way to the build argument', () => {
    const text = '# check=skip=all\nFROM alpine:3.20\nUSER nobody\nCMD run\n';
    const given = (value: string): boolean =>
      analyze(text, {
        surroundings: { ...NO_SURROUNDINGS, buildArguments: new Map([['BUILDKIT_DOCKERFILE_CHECK', value]]) },
      }).findings.some(({ rule }) => rule === 'prefer-exec-form');
    assert.equal(given('error=true'), true);
    assert.equal(given('skip=JSONArgsRecommended'), false);
  });

  it('makes errors of what stops the build', () => {
    const text = 'FROM alpine:3.20\nUSER nobody\nCMD run\n';
    const level = (whole: string): string | undefined =>
      analyze(whole).findings.find(({ rule }) => rule === 'prefer-exec-form')?.level;
    assert.equal(level(text), 'warning');
    assert.equal(level(`# check=error=true\n${text}`), 'error');
    assert.equal(level(`# check=skip=StageNameCasing;error=1\n${text}`), 'error');
    assert.equal(level(`# check=error=false\n${text}`), 'warning');
  });

  it('of tally counts as tally takes it', () => {
    for (const comment of [
      '# tally ignore=DL3007',
      '#tally ignore = DL3000 , hadolint/DL3007',
      '# Tally Ignore=DL3007;reason=rebuilt every night',
      '# tally ignore=all',
    ])
      assert.equal(latest(`${comment}\n${from}`), 0, comment);
    assert.equal(latest(`${from}# tally global ignore=DL3007\n`), 0);
    for (const comment of [
      '# tally ignore=DL3007 reason=why',
      '# tally ignore=DL3007 # why',
      '# tally ignore=hadolint/*',
      '# tally ignore=dl3007',
      '# tally stage ignore=DL3007',
      '# tally ignore=buildkit/DL3007',
    ])
      assert.equal(latest(`${comment}\n${from}`), 1, comment);
    const command = 'FROM alpine:3.20\nUSER nobody\nCMD run\n';
    const shellForms = (text: string): number =>
      rulesOf(text).filter((rule) => rule === 'prefer-exec-form').length;
    assert.equal(shellForms(command), 1);
    assert.equal(shellForms(`# tally global ignore=JSONArgsRecommended\n${command}`), 0);
    const modes = (comment: string): readonly string[] =>
      rulesOf(`FROM a\n${comment}\nRUN chmod -R 777 /d\n`).filter((rule) => rule === 'no-world-writable');
    assert.equal(modes('#').length, 1);
    assert.equal(modes('# tally ignore=world-writable-state-path-workaround').length, 0);
    assert.equal(modes('# tally ignore=tally/world-writable-state-path-workaround').length, 0);
  });

  it('of checkov, trivy and dockerfile-utils counts too', () => {
    const rules = rulesOf(from.replace('USER nobody\n', ''));
    assert.ok(rules.includes('require-non-root-user'));
    assert.equal(
      latest(`${from}\n#checkov:skip=CKV_DOCKER_7:we pin elsewhere\n`),
      latest(`${from}# stagewright file-ignore=CKV_DOCKER_7\n`),
    );
    assert.ok(
      !rulesOf('#checkov:skip=CKV_DOCKER_3\nFROM alpine:3.20\n# dockerfile-utils: ignore\nINCLUDE+ x\n').some(
        (rule) => rule.startsWith('syntax'),
      ),
    );
  });

  it('speaks alone when that tool is imitated', () => {
    const findings = (comment: string): number =>
      analyze(`${comment}\n${from}`, {
        surroundings: { ...NO_SURROUNDINGS, parity: 'hadolint' },
      }).findings.filter(({ rule }) => rule === 'DL3007').length;
    assert.equal(findings('# hadolint ignore=DL3007'), 0);
    assert.equal(findings('# stagewright ignore=DL3007'), 1);
  });

  it('costs no more than the text is long', () => {
    const many = Array.from(
      { length: 5_000 },
      (_, at) => `# hadolint global ignore=DL${String(10_000 + at)}\n`,
    );
    const stages = 'FROM alpine:latest\n# hadolint ignore=DL3007\n'.repeat(5_000);
    assert.equal(latest(`${many.join('')}${'# hadolint ignore=DL3007\n'.repeat(20_000)}${stages}${from}`), 0);
  });
});
