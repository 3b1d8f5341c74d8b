import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-overwritten-command';

describe(RULE, () => {
  it('reports an ENTRYPOINT that clears the CMD of its parent stage', () => {
    checkRule(RULE, 'FROM node:20 AS b\nCMD ["a.js"]\nFROM b\n«ENTRYPOINT» ["node"]\n', { level: 'warning' });
    checkRule(RULE, 'FROM node:20 AS a\nCMD ["a.js"]\nFROM a AS b\nRUN x\nFROM b\n«ENTRYPOINT» ["node"]\n');
  });

  it('reports a CMD that an ENTRYPOINT in shell form does not read', () => {
    checkRule(RULE, 'FROM node:20\nENTRYPOINT node a.js\n«CMD» ["--port", "80"]\n');
    checkRule(RULE, 'FROM node:20 AS b\nENTRYPOINT node a.js\nFROM b\n«CMD» --port 80\n');
  });

  it('is silent where the CMD is used or gone on purpose', () => {
    checkRule(RULE, 'FROM node:20 AS b\nCMD ["a.js"]\nFROM b\nENTRYPOINT ["node"]\nCMD ["a.js"]\n');
    checkRule(RULE, 'FROM node:20 AS b\nCMD ["a.js"]\nFROM b\nENTRYPOINT ["node", "a.js"]\nCMD []\n');
    checkRule(RULE, 'FROM nginx:1.27\nENTRYPOINT ["/entry.sh"]\n');
    checkRule(RULE, 'FROM node:20\nENTRYPOINT ["node"]\nCMD ["a.js"]\n');
    checkRule(RULE, 'FROM node:20\nENTRYPOINT node a.js "$0" "$@"\nCMD ["--port", "80"]\n');
    checkRule(RULE, 'FROM node:20 AS b\nENTRYPOINT ["node"]\nFROM b\nCMD ["a.js"]\n');
  });
});
