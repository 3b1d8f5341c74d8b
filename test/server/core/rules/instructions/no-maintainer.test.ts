import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-maintainer';

describe(RULE, () => {
  it('reports every MAINTAINER, however it is written', () => {
    checkRule(RULE, 'FROM alpine:3.20\n«MAINTAINER» Jane <jane@example.org>\n', { level: 'warning' });
    checkRule(RULE, 'FROM alpine:3.20\n«maintainer» Jane\n«MAINTAINER» Joe\n');
  });

  it('is silent for labels, for text that mentions it, and for a trigger, which the builder refuses anyway', () => {
    checkRule(RULE, 'FROM alpine:3.20\nLABEL maintainer="jane@example.org"\n# MAINTAINER Jane\n');
    checkRule(RULE, 'FROM alpine:3.20\nRUN echo MAINTAINER \\\n  MAINTAINER x\nONBUILD MAINTAINER Jane\n');
  });

  it('writes a label with the same words', () => {
    checkFix(
      RULE,
      'FROM alpine:3.20\nMAINTAINER Jane Doe <jane@example.org>\n',
      'FROM alpine:3.20\nLABEL org.opencontainers.image.authors="Jane Doe <jane@example.org>"\n',
    );
    checkFix(
      RULE,
      'FROM alpine:3.20\nMAINTAINER "Jane Doe"\n',
      'FROM alpine:3.20\nLABEL org.opencontainers.image.authors="Jane Doe"\n',
    );
    checkFix(
      RULE,
      'FROM alpine:3.20\r\nMAINTAINER Jane "J" Doe, $ome\\one\r\n',
      'FROM alpine:3.20\r\nLABEL org.opencontainers.image.authors="Jane \\"J\\" Doe, \\$ome\\\\one"\r\n',
    );
  });
});
