import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-unknown-stage-reference';

describe(RULE, () => {
  it('reports a near miss of a stage name in COPY, in a mount and in FROM', () => {
    checkRule(RULE, 'FROM golang:1.23 AS build\nFROM scratch\nCOPY --from=«biuld» /app /app\n', {
      level: 'warning',
    });
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nFROM alpine\nRUN --mount=type=bind,from=«buidl»,target=/x ls\n',
    );
    checkRule(RULE, 'FROM golang:1.23 AS builder\nFROM «buildr»\nRUN ls\n');
  });

  it('is silent about images, near miss or not', () => {
    checkRule(RULE, 'FROM alpine AS base\nFROM alpine\nCOPY --from=bash /bin/bash /bin/bash\n');
    checkRule(
      RULE,
      'FROM alpine AS nginy\nFROM alpine\nCOPY --from=nginx /x /x\nCOPY --from=nginz:1 /x /x\n',
    );
    checkRule(RULE, 'FROM alpine AS build\nFROM alpine\nCOPY --from=example.org/buidl /x /x\n');
  });

  it('reports an index that is out of range, and any index in a mount', () => {
    checkRule(RULE, 'FROM a AS b\nFROM c\nCOPY --from=«2» /x /x\n', { level: 'error' });
    checkRule(RULE, 'FROM a AS b\nFROM c\nRUN --mount=from=«0»,target=/x ls\n', { level: 'error' });
  });

  it('writes the name that was meant', () => {
    checkFix(
      RULE,
      'FROM golang:1.23 AS build\nFROM scratch\nCOPY --from=biuld /a /a\n',
      'FROM golang:1.23 AS build\nFROM scratch\nCOPY --from=build /a /a\n',
    );
    checkFix(
      RULE,
      'FROM a AS b\nFROM c\nRUN --mount=from=0,target=/x ls\n',
      'FROM a AS b\nFROM c\nRUN --mount=from=b,target=/x ls\n',
    );
  });
});
