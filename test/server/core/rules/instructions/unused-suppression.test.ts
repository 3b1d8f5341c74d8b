import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze, fixAll, NO_SURROUNDINGS } from '../../../../../server/src/core';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'unused-suppression';
/** The build context can be listed, so that every rule sees what it needs. */
const SEEING = { surroundings: { contextEntries: new Set<string>() } };

describe(RULE, () => {
  it('reports the word that silences nothing, and only that', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20 AS a\n# stagewright ignore=no-latest-tag,«no-duplicate-runtime-instruction»\nFROM alpine:latest\nCMD ["x"]\n',
      { level: 'information' },
    );
    checkRule(
      RULE,
      '# stagewright stage-ignore=«no-self-stage-reference», no-latest-tag\nFROM alpine:latest\n',
      SEEING,
    );
  });

  it('reports what stands in front of nothing', () => {
    checkRule(RULE, 'FROM alpine:3.20\n# stagewright ignore=«require-non-root-user»\n');
    checkRule(RULE, '# stagewright ignore=«no-latest-tag»\n#\nFROM alpine:latest\n');
  });

  it('is silent about a rule that did not run, or did not see all it needs', () => {
    const text = '# stagewright file-ignore=require-dockerignore\nFROM alpine:3.20\nCOPY a b\n';
    checkRule(RULE, text);
    checkRule(RULE, text.replace('require-dockerignore', '«require-dockerignore»'), SEEING);
    checkRule(RULE, text.replace('require-dockerignore', 'no-latest-tag'), {
      configuration: { rules: { 'no-latest-tag': 'off' } },
    });
    checkRule(RULE, text.replace('require-dockerignore', 'no-latest-tag'), {
      configuration: { rules: {}, categories: { reproducibility: 'off' } },
    });
    checkRule(RULE, '# stagewright file-ignore=no-latest-tag\nFROM alpine:{{ .Version }}\n');
    const builder =
      'FROM alpine:3.20 AS a\n# stagewright ignore=no-latest-tag\nRUN x\nFROM scratch\nCOPY --from=a /x /\n';
    checkRule(RULE, builder, { configuration: { rules: { 'no-latest-tag': { builder: 'off' } } } });
  });

  it('is silent about codes and comments of other tools, which may find more', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\n# stagewright ignore=DL3007\nRUN true\n# hadolint ignore=DL3007\nRUN true\n',
    );
    checkRule(RULE, '# check=skip=JSONArgsRecommended\n#checkov:skip=CKV_DOCKER_2:none\nFROM alpine:3.20\n');
  });

  it('knows the members of a family', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\n# stagewright ignore=syntax\nCOPPY a b\n# stagewright ignore=«syntax/x»\nRUN true\n',
      SEEING,
    );
  });

  it('can be silenced for the stage or the file, and is not reported for silencing nothing itself', () => {
    const text = 'FROM alpine:3.20\n# stagewright ignore=no-latest-tag\nRUN true\n';
    checkRule(RULE, `# stagewright file-ignore=${RULE}\n${text}`);
    checkRule(RULE, `# stagewright stage-ignore=${RULE}\n${text}`);
    checkRule(RULE, `# stagewright file-ignore=${RULE}\nFROM alpine:3.20\n`);
  });

  it('takes out the word, and the comment with the last one', () => {
    const from = 'FROM alpine:latest\nUSER nobody\n';
    const ignore = (list: string): string => `# stagewright ignore=${list} reason=why\n${from}`;
    checkFix(RULE, ignore('no-duplicate-runtime-instruction, no-latest-tag'), ignore('no-latest-tag'));
    checkFix(RULE, ignore('no-latest-tag, no-duplicate-runtime-instruction'), ignore('no-latest-tag'));
    checkFix(RULE, `${from}\r\n  # stagewright ignore=no-latest-tag\r\nRUN a\r\n`, `${from}\r\nRUN a\r\n`);
    checkFix(RULE, `\ufeff# stagewright ignore=no-duplicate-runtime-instruction\n${from}`, `\ufeff${from}`);
    checkFix(RULE, `${from}# stagewright ignore=no-latest-tag`, from);
  });

  it('does not make a directive of the line below unasked', () => {
    const text =
      '# stagewright ignore=no-duplicate-runtime-instruction\n# escape=`\nFROM alpine:3.20\nUSER nobody\n';
    assert.equal(fixAll(text, { surroundings: NO_SURROUNDINGS }).text, text);
    const spaced = text.replace('# escape', '\n# escape');
    assert.equal(fixAll(spaced).text, spaced.slice(spaced.indexOf('\n') + 1));
  });

  it('says the same after an edit elsewhere', () => {
    const text = '# stagewright ignore=no-latest-tag\nFROM alpine:latest\nUSER nobody\n';
    const previous = analyze(text);
    assert.equal(
      previous.findings.some(({ rule }) => rule === RULE),
      false,
    );
    const edited = analyze(text.replace('latest\n', '3.20\n'), { previous });
    assert.equal(edited.findings.filter(({ rule }) => rule === RULE).length, 1);
  });
});
