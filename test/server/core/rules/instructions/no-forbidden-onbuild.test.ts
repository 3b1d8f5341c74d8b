import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-forbidden-onbuild';

describe(RULE, () => {
  it('reports what the builder refuses as a trigger', () => {
    checkRule(RULE, 'FROM alpine:3.20\nONBUILD «ONBUILD» RUN true\nONBUILD «from» alpine\n', {
      level: 'error',
    });
    checkRule(RULE, 'FROM alpine:3.20\nonbuild «MAINTAINER» Jane\n');
  });

  it('is silent for every other trigger', () => {
    checkRule(RULE, 'FROM alpine:3.20\nONBUILD RUN echo FROM\nONBUILD COPY --from=a b c\nONBUILD\n');
    checkRule(RULE, 'FROM alpine:3.20\nRUN ONBUILD FROM x\n');
  });
});
