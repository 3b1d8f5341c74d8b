import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../server/src/core';

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

  it('silences nothing when it names another rule', () => {
    assert.equal(count(TWO.replace('COPY --from=9', '# stagewright ignore=no-latest-tag\nCOPY --from=9')), 3);
  });
});
