import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  analyze,
  applyEdits,
  type Finding,
  suppressionEdit,
  type SuppressionReach,
} from '../../../../server/src/core';

const RULE = 'prefer-named-stage-reference';
const STAGES = 'FROM golang:1.23\nRUN go build\nFROM scratch\nCOPY --from=0 /app /app\n';

/** The text once the first finding of the rule is silenced; asserts that it is, and nothing else is. */
function silenced(text: string, reach: SuppressionReach): string {
  const analysis = analyze(text);
  const finding = analysis.findings.find(({ rule }) => rule === RULE);
  assert.ok(finding);
  const edit = suppressionEdit(analysis.facts, finding, reach);
  assert.ok(edit);
  const after = applyEdits(text, [edit]);
  const rules = (findings: readonly Finding[]): string[] =>
    findings.map(({ rule }) => rule).filter((rule) => rule !== RULE);
  const again = analyze(after).findings;
  assert.equal(
    again.some(({ rule }) => rule === RULE),
    false,
    after,
  );
  assert.deepEqual(rules(again), rules(analysis.findings));
  return after;
}

describe('a comment that silences', () => {
  it('one instruction stands above it, as far in as it', () => {
    assert.equal(
      silenced(STAGES.replace('COPY', '  COPY'), 'instruction'),
      STAGES.replace('COPY', `  # stagewright ignore=${RULE}\n  COPY`),
    );
  });

  it('one instruction of many lines stands above the first', () => {
    const text = STAGES.replace('/app /app', '\\\n  # why\n  /app /app');
    assert.equal(silenced(text, 'instruction'), text.replace('COPY', `# stagewright ignore=${RULE}\nCOPY`));
  });

  it('has the line ends of the file', () => {
    const text = STAGES.replaceAll('\n', '\r\n');
    assert.equal(silenced(text, 'instruction'), text.replace('COPY', `# stagewright ignore=${RULE}\r\nCOPY`));
  });

  it('is added to one that is there, in front of its reason', () => {
    const text = STAGES.replace('COPY', '# stagewright ignore=no-latest-tag reason=they said so\nCOPY');
    assert.equal(silenced(text, 'instruction'), text.replace('no-latest-tag', `no-latest-tag,${RULE}`));
  });

  it('is not added to one of another reach or another instruction', () => {
    const text = `# stagewright ignore=no-latest-tag\n${STAGES}`;
    assert.equal(silenced(text, 'instruction'), text.replace('COPY', `# stagewright ignore=${RULE}\nCOPY`));
    assert.equal(silenced(text, 'file'), `# stagewright file-ignore=${RULE}\n${text}`);
  });

  it('a stage stands above its FROM, or joins the one in it', () => {
    assert.equal(
      silenced(STAGES, 'stage'),
      STAGES.replace('FROM scratch', `# stagewright stage-ignore=${RULE}\nFROM scratch`),
    );
    const text = STAGES.replace('COPY', '# stagewright stage-ignore=no-latest-tag\nCOPY');
    assert.equal(silenced(text, 'stage'), text.replace('no-latest-tag', `no-latest-tag,${RULE}`));
  });

  it('the file stands at its top, below what must come first', () => {
    const comment = `# stagewright file-ignore=${RULE}\n`;
    assert.equal(silenced(STAGES, 'file'), `${comment}${STAGES}`);
    const directives = '# syntax=docker/dockerfile:1\n#escape=`\n';
    assert.equal(silenced(`${directives}${STAGES}`, 'file'), `${directives}${comment}${STAGES}`);
    const shebang = '#!/usr/bin/env -S docker build -f\n# syntax=docker/dockerfile:1\n';
    assert.equal(silenced(`${shebang}${STAGES}`, 'file'), `${shebang}${comment}${STAGES}`);
    assert.equal(silenced(`\ufeff${STAGES}`, 'file'), `\ufeff${comment}${STAGES}`);
  });

  it('does not exist for an instruction or stage that the finding does not have', () => {
    const analysis = analyze(STAGES);
    const finding = analysis.findings.find(({ rule }) => rule === RULE);
    assert.ok(finding);
    const nowhere: Finding = { ...finding, at: { node: null, span: { start: 0, end: 0 } }, stage: undefined };
    assert.equal(suppressionEdit(analysis.facts, nowhere, 'instruction'), undefined);
    assert.equal(suppressionEdit(analysis.facts, nowhere, 'stage'), undefined);
    assert.ok(suppressionEdit(analysis.facts, nowhere, 'file'));
  });
});
