import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-shell-instruction';

describe(RULE, () => {
  it('reports the link that is replaced', () => {
    checkRule(RULE, 'FROM debian:12\nRUN ln -sf /bin/bash «/bin/sh»\n', { level: 'information' });
    checkRule(
      RULE,
      'FROM debian:12\nRUN rm /bin/sh && ln -s /bin/bash «/bin/sh»\nONBUILD RUN ln -sfv bash «/usr/bin/sh»\n',
    );
  });

  it('is silent for other links and other uses of the shell', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN ln -s /bin/sh /usr/local/bin/sh && /bin/sh -c ls && cp /bin/sh /x\n',
    );
    checkRule(RULE, 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN echo ln -s /bin/bash /bin/sh\n');
  });
});
