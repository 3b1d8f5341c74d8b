import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-curl-fail';

describe(RULE, () => {
  it('reports curl whose output is kept', () => {
    checkRule(RULE, 'FROM debian:12\nRUN «curl» -sSLO https://a/x && «curl» -L https://a/y -o y\n', {
      level: 'hint',
    });
    checkRule(RULE, 'FROM debian:12\nRUN «curl» -s https://a/x | tar -x\nRUN «curl» -s https://a/x > /x\n');
  });

  it('is silent where curl fails, or somebody looks at the answer', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN curl -fsSLO https://a/x && curl --fail -o y https://a/y && curl -sSfL https://a -o z\n',
    );
    checkRule(RULE, 'FROM debian:12\nRUN curl -so x https://a/x && echo "ab  x" | sha256sum -c -\n');
    checkRule(
      RULE,
      'FROM debian:12\nRUN curl -s -o /dev/null -w "%{http_code}" https://a\nRUN curl -I https://a > h\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN curl https://a\nRUN curl -s localhost:80 > x\nRUN if curl -so x https://a; then ls; fi\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nHEALTHCHECK CMD curl -s http://localhost/ > /dev/null\nRUN apt-get install -y curl > log\n',
    );
  });

  it('adds the option to a cluster, or before the others', () => {
    checkFix(
      RULE,
      'FROM debian:12\nRUN curl -sSL -o x https://a/x\n',
      'FROM debian:12\nRUN curl -fsSL -o x https://a/x\n',
    );
    checkFix(
      RULE,
      'FROM debian:12\nRUN curl https://a/x -o x\n',
      'FROM debian:12\nRUN curl -f https://a/x -o x\n',
    );
    checkFix(
      RULE,
      'FROM debian:12\nRUN curl --silent \\\n -O https://a/x\n',
      'FROM debian:12\nRUN curl -f --silent \\\n -O https://a/x\n',
    );
    checkFix(
      RULE,
      'FROM debian:12\nRUN ["curl", "-O", "https://a/x"]\n',
      'FROM debian:12\nRUN ["curl", "-f", "-O", "https://a/x"]\n',
    );
  });
});
