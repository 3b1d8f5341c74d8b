import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-pipefail';

describe(RULE, () => {
  it('reports the program whose failure is lost', () => {
    checkRule(RULE, 'FROM debian:12\nRUN «curl» -fsSL https://a/x.tgz | tar -xz\n', { level: 'information' });
    checkRule(RULE, 'FROM debian:12\nRUN cd /a && V=$(«curl» -fs https://a/v | cut -d. -f1) && echo $V\n');
    checkRule(
      RULE,
      'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN «make» | tee log\nONBUILD RUN «make» | tee log\n',
    );
  });

  it('knows the shell of the stage and of the one it is built from', () => {
    checkRule(
      RULE,
      'FROM debian:12 AS a\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nFROM a\nRUN make | tee log\n',
    );
    checkRule(RULE, 'FROM alpine:3\nSHELL ["/bin/ash", "-o", "pipefail", "-c"]\nRUN make | tee log\n');
    checkRule(RULE, 'FROM alpine:3\nSHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN make | tee log\n');
    checkRule(
      RULE,
      'FROM debian:12\nRUN set -euo pipefail; make | tee log\nRUN bash -o pipefail -c "make | tee log"\n',
    );
    checkRule(
      RULE,
      'FROM mcr.microsoft.com/powershell\nSHELL ["pwsh", "-c"]\nRUN Get-Item | Select-Object\n',
    );
  });

  it('is silent where the failure does not matter, or is asked for', () => {
    checkRule(RULE, 'FROM debian:12\nRUN echo a | tee b && yes | make && printf x | chpasswd\n');
    checkRule(RULE, 'FROM debian:12\nRUN if ldd x | grep -q musl; then exit 1; fi\nRUN ls a || true\n');
    checkRule(RULE, 'FROM debian:12\nRUN curl -fs https://a | head -n1\nRUN make | tee log || true\n');
    checkRule(
      RULE,
      'FROM debian:12\nRUN echo "a | b"\nRUN chrome --version | cut -d. -f1\nRUN make 2>&1 | grep a | grep -q b\n',
    );
  });

  it('reports every pipe as hadolint does', () => {
    const surroundings = { parity: 'hadolint' } as const;
    checkRule(
      'DL4006',
      'FROM alpine:3\nSHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN «echo» a | sed s/a/b/\n',
      {
        surroundings,
      },
    );
  });

  it('inserts a SHELL that the image has', () => {
    checkFix(
      RULE,
      'FROM debian:12\r\nRUN curl -fs https://a | tar -x\r\n',
      'FROM debian:12\r\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\r\nRUN curl -fs https://a | tar -x\r\n',
    );
    checkFix(
      RULE,
      'FROM alpine:3\nRUN wget -qO- https://a | tar -x\n',
      'FROM alpine:3\nSHELL ["/bin/ash", "-o", "pipefail", "-c"]\nRUN wget -qO- https://a | tar -x\n',
    );
  });
});
