import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-cd';

describe(RULE, () => {
  it('reports a RUN that begins by changing the directory', () => {
    checkRule(RULE, 'FROM node:22\nRUN «cd /app» && npm ci\nRUN «cd /opt»\nRUN «cd app»; make\n', {
      level: 'hint',
    });
  });

  it('is silent inside a script, for a subshell, and where the directory is worked out', () => {
    checkRule(RULE, 'FROM debian:12\nRUN tar -xf a.tgz && cd a && make && cd .. && rm -rf a\n');
    checkRule(
      RULE,
      'FROM debian:12\nRUN (cd /a && make) && make\nRUN cd "$HOME" && make\nRUN cd && ls\nRUN cd - && ls\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN cd /a && make && cd /b && make\nRUN cd /a || exit 1; make\nRUN echo cd /a\n',
    );
  });

  it('reports all of them as hadolint does', () => {
    checkRule('DL3003', 'FROM debian:12\nRUN tar -xf a && «cd a» && make\nONBUILD RUN «cd /opt»\n', {
      surroundings: { parity: 'hadolint' },
    });
  });

  it('names the directory by WORKDIR, and leads back', () => {
    checkFix(
      RULE,
      'FROM alpine:3\nWORKDIR /src\nRUN cd /app && \\\n    make\nRUN ls\n',
      'FROM alpine:3\nWORKDIR /src\nWORKDIR /app\nRUN make\nWORKDIR /src\nRUN ls\n',
    );
    checkFix(
      RULE,
      'FROM alpine:3\nRUN cd /app && make\nWORKDIR /srv\n',
      'FROM alpine:3\nWORKDIR /app\nRUN make\nWORKDIR /srv\n',
    );
    checkFix(
      RULE,
      'FROM alpine:3\nWORKDIR /src\nRUN cd a/b; make\n',
      'FROM alpine:3\nWORKDIR /src\nWORKDIR /src/a/b\nRUN make\nWORKDIR /src\n',
    );
    checkFix(RULE, 'FROM alpine:3\nRUN cd /app\n', 'FROM alpine:3\nWORKDIR /app\n');
  });
});
