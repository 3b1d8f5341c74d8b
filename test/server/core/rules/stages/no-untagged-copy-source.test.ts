import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-untagged-copy-source';

describe(RULE, () => {
  it('reports images without a version, copied or mounted', () => {
    checkRule(
      RULE,
      'FROM php:8.3\nCOPY --from=«composer» /usr/bin/composer /usr/bin/\nCOPY --from=«ghcr.io/astral-sh/uv:latest» /uv /bin/\nRUN --mount=type=bind,from=«mwader/static-ffmpeg»,target=/f cp /f/ffmpeg /bin\n',
      { level: 'warning' },
    );
  });

  it('only informs where there is no version to name', () => {
    checkRule(RULE, 'FROM scratch\nCOPY --from=«gcr.io/distroless/static» /etc/passwd /etc/\n', {
      level: 'information',
    });
  });

  it('is silent about stages, named contexts, digests, versions, and words that no registry has', () => {
    checkRule(RULE, 'FROM alpine AS build\nFROM scratch\nCOPY --from=build /x /x\nCOPY --from=0 /y /y\n');
    checkRule(RULE, 'FROM scratch\nCOPY --from=composer:2.7 /x /x\nCOPY --from=composer:lts /x /x\n');
    checkRule(
      RULE,
      'FROM scratch\nCOPY --from=composer@sha256:beefdbd8a1da6d2915566fde36db9db0b524eb737fc57cd1367effd16dc0d06d /x /x\n',
    );
    checkRule(RULE, 'FROM scratch\nCOPY --from=source / /\nCOPY --from=${X} /x /x\n');
    checkRule(RULE, 'FROM scratch\nCOPY --from=composer /x /x\n', {
      surroundings: { namedContexts: new Set(['composer']) },
    });
  });
});
