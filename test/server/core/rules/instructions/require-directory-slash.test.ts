import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-directory-slash';

describe(RULE, () => {
  it('reports the destination of several sources', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCOPY a b «/app»\nADD --chown=1 a b c «dir»\n', { level: 'error' });
    checkRule(RULE, 'FROM alpine:3.20\nCOPY ["a", "b", «"dir»"]\n'.replace('»"]', '"»]'));
    checkRule(RULE, 'FROM alpine:3.20\nONBUILD COPY a b «"dir"»\n');
    checkRule(RULE, 'FROM alpine:3.20\nCOPY <<A b «/c»\nx\nA\n');
  });

  it('is silent for folders, for one source, and for what a variable may say', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCOPY a b ./\nCOPY a b .\nCOPY a b ..\nCOPY a b /tmp/.\nCOPY a b c/\n');
    checkRule(
      RULE,
      'FROM alpine:3.20\nCOPY a b\nCOPY *.json app\nCOPY a b $DIR\nCOPY a\nCOPY\nCOPY <<A /c\nA\n',
    );
    checkRule(RULE, '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY a b C:\\app\\\n');
  });

  it('adds the slash inside the quotes', () => {
    checkFix(RULE, 'FROM alpine:3.20\nCOPY a b dir\n', 'FROM alpine:3.20\nCOPY a b dir/\n');
    checkFix(RULE, 'FROM alpine:3.20\nCOPY ["a", "b", "d"]\n', 'FROM alpine:3.20\nCOPY ["a", "b", "d/"]\n');
  });
});
