import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-consecutive-run';

describe(RULE, () => {
  it('reports single commands in a row in what is shipped', () => {
    checkRule(RULE, 'FROM alpine:3.20\nRUN a\n# why\n«RUN» b\n«RUN» c\n', { level: 'hint' });
    checkRule(RULE, 'FROM alpine:3.20\nRUN --mount=type=secret,id=x a\n«RUN» --mount=type=secret,id=x b\n');
    checkRule(RULE, 'FROM alpine:3.20 AS a\nRUN a\n«RUN» b\nFROM a\nRUN c\n');
  });

  it('is silent in a builder, for chains, other flags, heredocs and what lies between', () => {
    checkRule(RULE, 'FROM golang:1.23 AS b\nRUN a\nRUN b\nFROM scratch\nCOPY --from=b /a /a\n');
    checkRule(RULE, 'FROM alpine:3.20\nRUN a && b\nRUN c\nRUN d; e\nRUN f | g\nENV A=1\nRUN h\n');
    checkRule(RULE, 'FROM alpine:3.20\nRUN a\nRUN --network=none b\nRUN <<EOF\nc\nEOF\nRUN ["d"]\n');
  });

  it('joins the two', () => {
    checkFix(
      RULE,
      'FROM alpine:3.20\nRUN a\nRUN b c\nUSER x\n',
      'FROM alpine:3.20\nRUN a \\\n    && b c\nUSER x\n',
    );
    checkFix(
      RULE,
      '# escape=`\r\nFROM alpine:3.20\r\nRUN a\r\n# why\r\nRUN b\r\n',
      '# escape=`\r\nFROM alpine:3.20\r\nRUN a `\r\n# why\r\n    && b\r\n',
    );
  });
});
