import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-readable-secret-mount';

describe(RULE, () => {
  it('reports a mode that lets everybody read', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\nRUN --mount=type=secret,id=a,«mode=0444» --mount=type=ssh,«mode=666» true\n',
      {
        level: 'hint',
      },
    );
  });

  it('is silent about modes for the owner and group, other mounts and variables', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\nARG M\nRUN --mount=type=secret,id=a,mode=0400 --mount=type=secret,id=b,mode=0440,gid=10 --mount=type=cache,target=/c,mode=0777 --mount=type=secret,id=c,mode=$M --mount=type=secret,id=d,uid=1000 true\n',
    );
  });

  it('gives it to the numeric user of the step, or leaves the mode out for root', () => {
    checkFix(
      RULE,
      'FROM alpine:3.20\nUSER 1000:1000\nRUN --mount=type=secret,id=a,mode=0444 true\n',
      'FROM alpine:3.20\nUSER 1000:1000\nRUN --mount=type=secret,id=a,uid=1000 true\n',
    );
    checkFix(
      RULE,
      'FROM alpine:3.20\nRUN --mount=type=secret,id=a,mode=0444 true\n',
      'FROM alpine:3.20\nRUN --mount=type=secret,id=a true\n',
    );
  });
});
