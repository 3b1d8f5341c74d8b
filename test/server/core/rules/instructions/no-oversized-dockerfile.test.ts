import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-oversized-dockerfile';
const MANY = 'RUN sudo true\n'.repeat(9_999);

describe(RULE, () => {
  it('is the only finding of an endless file, at the first instruction too many', () => {
    const text = `FROM alpine\n# a comment is no instruction\n${MANY}`;
    checkRule(RULE, text);
    checkRule(RULE, `${text}«RUN true»\n`, { level: 'information' });
    assert.deepEqual(
      analyzed(`${text}RUN true\n`).findings.map((finding) => finding.rule),
      [RULE],
    );
  });
});
