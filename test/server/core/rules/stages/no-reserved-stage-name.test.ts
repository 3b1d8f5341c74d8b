import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-reserved-stage-name';

describe(RULE, () => {
  it('reports both names, whatever their capitals', () => {
    checkRule(RULE, 'FROM alpine AS «scratch»\nFROM alpine AS «Context»\n', { level: 'error' });
  });

  it('is silent about names that only hold the word', () => {
    checkRule(RULE, 'FROM alpine AS from-scratch\nFROM scratch\nCOPY --from=from-scratch /context /\n');
    checkRule(RULE, 'FROM scratch AS contexts\n');
  });

  it('renames every reference, but no FROM scratch', () => {
    checkFix(
      RULE,
      'FROM a AS context\nFROM context AS b\nFROM scratch\nCOPY --from=context /x /x\n',
      'FROM a AS sources\nFROM sources AS b\nFROM scratch\nCOPY --from=sources /x /x\n',
    );
    checkFix(
      RULE,
      'FROM a AS scratch\nFROM scratch\nCOPY --from=scratch /x /x\n',
      'FROM a AS empty\nFROM scratch\nCOPY --from=empty /x /x\n',
    );
  });

  it('is called by the codes of the other tools when these are asked for', () => {
    for (const [parity, code] of [
      ['hadolint', 'DL3063'],
      ['buildkit', 'ReservedStageName'],
    ] as const) {
      const { findings } = analyzed('FROM foo:bar AS scratch\n', { surroundings: { parity } });
      assert.deepEqual(
        findings.map(({ rule }) => rule).filter((rule) => rule === code),
        [code],
      );
    }
  });
});
