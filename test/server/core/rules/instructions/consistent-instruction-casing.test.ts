import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'consistent-instruction-casing';

describe(RULE, () => {
  it('reports what differs from most of the file', () => {
    checkRule(RULE, 'FROM alpine:3.20\n«run» true\n«Copy» a b\nUSER nobody\n', { level: 'hint' });
    checkRule(RULE, 'from alpine:3.20\nrun true\n«COPY» a b\n«FROM» alpine:3.20\nrun true\n');
  });

  it('takes capitals where it is even, and looks at the arguments before the first FROM without counting them', () => {
    checkRule(RULE, 'FROM alpine:3.20\n«run» true\n');
    checkRule(RULE, '«arg» A=1\n«arg» B=1\n«arg» C=1\nFROM alpine:3.20\nRUN true\n');
    checkRule(RULE, '«ARG» A=1\nfrom alpine:3.20\n');
  });

  it('is silent when all are the same', () => {
    checkRule(RULE, 'ARG A=1\nFROM alpine:3.20\nRUN echo run from copy\nONBUILD run true\n');
    checkRule(RULE, 'arg a=1\nfrom alpine:3.20\nrun echo RUN\n');
    checkRule(RULE, '');
  });

  it('changes the keyword only', () => {
    checkFix(RULE, 'FROM alpine:3.20\nrun echo run\n', 'FROM alpine:3.20\nRUN echo run\n');
    checkFix(RULE, 'from a:1\nrun b\nCMD ["c"]\n', 'from a:1\nrun b\ncmd ["c"]\n');
  });
});
