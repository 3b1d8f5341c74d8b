import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-empty-continuation';

describe(RULE, () => {
  it('reports the first empty lines of an instruction', () => {
    checkRule(RULE, 'FROM alpine:3.20\nRUN apk add \\\n«\n  \t\n»    curl\n', { level: 'hint' });
    checkRule(RULE, 'FROM alpine:3.20\nEXPOSE \\\n«\n»80 \\\n\n81\n');
    checkRule(RULE, 'FROM alpine:3.20\nRUN a \\\n# why\n«\n»  b\n');
    checkRule(RULE, '# escape=`\nFROM alpine:3.20\nRUN a `\n«\n»  b\n');
  });

  it('is silent for comments, for empty lines between instructions and in heredocs', () => {
    checkRule(RULE, 'FROM alpine:3.20\n\nRUN a \\\n  # why\n  b\n\n\nRUN c\n');
    checkRule(RULE, 'FROM alpine:3.20\nRUN <<EOF\na \\\n\nb\nEOF\nRUN echo \\\\\n\nRUN b\n');
  });

  it('removes all of them and nothing else', () => {
    checkFix(
      RULE,
      'FROM alpine:3.20\r\nRUN a \\\r\n\r\n  # why\r\n\r\n  b\r\n\r\nRUN c\r\n',
      'FROM alpine:3.20\r\nRUN a \\\r\n  # why\r\n  b\r\n\r\nRUN c\r\n',
    );
  });
});
