import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkFix, checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-malformed-exec-form';

describe(RULE, () => {
  it('reports what is nearly a JSON array', () => {
    checkRule(RULE, "FROM a\nCMD «['a', 'b']»\n", { level: 'warning' });
    checkRule(RULE, 'FROM a\nENTRYPOINT «["a" "b"]»\nCMD «["a", "b",]»\n');
    checkRule(RULE, 'FROM a\nCMD «["a", "b"»\n');
    checkRule(RULE, 'FROM a\nCMD «["a", "b]»\n');
    checkRule(RULE, 'FROM a\nRUN «[“npm”, “ci”]»\n');
    checkRule(RULE, "FROM a\nHEALTHCHECK --interval=5s CMD «['a']»\nVOLUME «['/a']»\nONBUILD CMD «['a']»\n");
  });

  it('calls it an error where the builder stops', () => {
    checkRule(RULE, 'FROM a\nCMD «["sleep", 10]»\n', { level: 'error' });
  });

  it('is silent about arrays, and about the test of the shell', () => {
    checkRule(RULE, 'FROM a\nCMD ["a", "b"]\nENTRYPOINT []\nVOLUME ["/a"]\nHEALTHCHECK CMD ["a"]\n');
    checkRule(RULE, 'FROM a\nRUN [ -f /x ] && y\nRUN [ "$A" = "b" ] || exit 1\nRUN [[ -n $A ]] && y\n');
    checkRule(RULE, "FROM a\nRUN [ 'a' ] && y\nCMD [ -f x ] && exec y\n");
  });

  it('says what is wrong', () => {
    assert.deepEqual(messagesOf(RULE, 'FROM a\nCMD ["C:\\S.exe", "a"]\n'), [
      'This is no JSON array, so it runs as a shell command; it should be ["C:\\\\S.exe", "a"].',
    ]);
    assert.deepEqual(messagesOf(RULE, "FROM a\nCOPY ['a', 'b']\n"), [
      'This is no JSON array, so its words are taken as paths; JSON knows only double quotes.',
    ]);
  });

  it('writes the array', () => {
    checkFix(RULE, "FROM a\nCMD ['a', 'b']\n", 'FROM a\nCMD ["a", "b"]\n');
    checkFix(RULE, 'FROM a\nCMD ["a" "b",]\n', 'FROM a\nCMD ["a", "b"]\n');
    checkFix(RULE, 'FROM a\nCMD ["sleep", 10]\n', 'FROM a\nCMD ["sleep", "10"]\n');
    checkFix(RULE, 'FROM a\nCMD ["C:\\S.exe", "a"]\n', 'FROM a\nCMD ["C:\\\\S.exe", "a"]\n');
    checkFix(RULE, "FROM a\nHEALTHCHECK CMD ['a']\n", 'FROM a\nHEALTHCHECK CMD ["a"]\n');
  });
});
