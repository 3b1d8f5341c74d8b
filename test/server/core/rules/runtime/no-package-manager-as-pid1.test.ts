import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-package-manager-as-pid1';

describe(RULE, () => {
  it('reports a manager that is process 1', () => {
    checkRule(RULE, 'FROM node:20\nCMD «["npm", "start"]»\n', { level: 'information' });
    checkRule(RULE, 'FROM node:20\nCMD «exec yarn start»\n');
    checkRule(RULE, 'FROM node:20\nENTRYPOINT «["pnpm", "run"]»\nCMD ["serve"]\n');
    checkRule(RULE, 'FROM node:20 AS worker\nCMD «["npm", "run", "work"]»\nFROM scratch\n', {
      level: 'hint',
    });
  });

  it('is silent below an init or a shell, for other commands and for development servers', () => {
    checkRule(RULE, 'FROM node:20\nENTRYPOINT ["tini", "--"]\nCMD ["npm", "start"]\n');
    checkRule(RULE, 'FROM node:20\nENTRYPOINT ["dumb-init", "npm", "start"]\n');
    checkRule(RULE, 'FROM node:20\nCMD npm start\n');
    checkRule(RULE, 'FROM node:20\nENTRYPOINT ["/entry.sh"]\nCMD ["npm", "start"]\n');
    checkRule(RULE, 'FROM node:20\nCMD ["npm", "run", "dev"]\n');
    checkRule(RULE, 'FROM node:20\nCMD ["npm", "install"]\n');
    checkRule(RULE, 'FROM node:20\nCMD ["yarn", "node", "a.js"]\n');
    checkRule(RULE, 'FROM oven/bun:1\nCMD ["bun", "run", "a.ts"]\n');
  });

  it('names what npm itself would start', () => {
    checkFix(RULE, 'FROM node:20\nCMD ["npm", "start"]\n', 'FROM node:20\nCMD ["node", "server.js"]\n');
  });
});
