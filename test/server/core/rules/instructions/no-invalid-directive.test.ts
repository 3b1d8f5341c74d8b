import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-invalid-directive';
const FROM = 'FROM alpine:3.20\n';

describe(RULE, () => {
  it('reports what stops the build', () => {
    checkRule(RULE, `# syntax=docker/dockerfile:1\n# «Syntax»=docker/dockerfile:1.7\n${FROM}`, {
      level: 'error',
    });
    checkRule(RULE, `# escape=«^»\n${FROM}`, { level: 'error' });
    checkRule(RULE, `# check=«skip=all;eror=true»\n${FROM}`, { level: 'error' });
    checkRule(RULE, `# check=«error=yes»\n${FROM}`, { level: 'error' });
  });

  it('reports what was meant as a directive', () => {
    checkRule(RULE, `# «sytnax»=docker/dockerfile:1\n${FROM}`, { level: 'warning' });
    checkRule(RULE, `# «esacpe»=\`\n${FROM}`, { level: 'warning' });
    checkRule(RULE, `# «syntax» docker/dockerfile:1\n${FROM}`, { level: 'warning' });
    checkRule(RULE, `#«syntax»: docker/dockerfile:1\n${FROM}`, { level: 'warning' });
  });

  it('reports a directive that comes too late', () => {
    checkRule(RULE, `# About\n# «syntax»=docker/dockerfile:1\n${FROM}`, { level: 'warning' });
    checkRule(RULE, `\n# «escape»=\`\n${FROM}`);
    checkRule(RULE, `ARG V=1\n# «syntax»=docker/dockerfile:1\n${FROM}`, { level: 'warning' });
    checkRule(RULE, `# unknown=1\n# «syntax» = docker/dockerfile:1.7-labs\n${FROM}`);
  });

  it('is silent for directives in order and for comments that only mention one', () => {
    checkRule(
      RULE,
      `# syntax = docker/dockerfile:1\n# escape=\`\n# check=skip=JSONArgsRecommended;error=true\n\n# About\n${FROM}`,
    );
    checkRule(
      RULE,
      `# Syntax: see below\n# check=skip=StageNameCasing\n# escape this\n# syntax error\n# author=me\n${FROM}# syntax=docker/dockerfile:1\n`,
    );
    checkRule(
      RULE,
      `# syntax=docker/dockerfile:1\n# About\n# syntax=docker/dockerfile:1.4 was not enough\n# syntax=docker/dockerfile:1.4\n${FROM}`,
    );
    checkRule(RULE, '');
  });

  it('renames, moves and removes', () => {
    checkFix(RULE, `# sytnax=docker/dockerfile:1\n${FROM}`, `# syntax=docker/dockerfile:1\n${FROM}`);
    checkFix(
      RULE,
      `# About\n# syntax=docker/dockerfile:1\n${FROM}`,
      `# syntax=docker/dockerfile:1\n# About\n${FROM}`,
    );
    checkFix(RULE, `# check=skip=all\n# check=error=true\n${FROM}`, `# check=skip=all\n${FROM}`);
  });
});
