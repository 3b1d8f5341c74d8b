import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-copy-chown';

describe(RULE, () => {
  it('reports what stores the files of COPY again', () => {
    checkRule(RULE, 'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN «chown -R node:node /app»\n', {
      level: 'warning',
    });
    checkRule(
      RULE,
      'FROM node:20\nCOPY a /app/a\nCOPY b /app/b\nRUN mkdir /x && «chmod --recursive 755 /app»\n',
    );
    checkRule(RULE, 'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN adduser -D app && «chown -R app .»\n');
    checkRule(RULE, 'FROM node:20 AS w\nCOPY . /app\nRUN «chown -R node /app»\nFROM scratch\n', {
      level: 'hint',
    });
  });

  it('is silent where more than COPY has filled the directory, or nothing is stored twice', () => {
    checkRule(RULE, 'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN chown -R node /app\n');
    checkRule(RULE, 'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && chown -R node /app\n');
    checkRule(RULE, 'FROM node:20\nCOPY --chown=node . /app\nRUN chown -R node /app\n');
    checkRule(
      RULE,
      'FROM node:20\nCOPY . /app\nRUN chown node /app && chown -R node /data && chmod +x /app/run\n',
    );
    checkRule(
      RULE,
      'FROM node:20\nCOPY . /app\nRUN chown -R $USER /app && chmod -R u+w /app && chown -R node /app /data\n',
    );
    checkRule(
      RULE,
      'FROM node:20 AS b\nCOPY . /app\nRUN chown -R node /app\nFROM scratch\nCOPY --from=b /app /app\n',
    );
  });

  it('moves the owner into every COPY', () => {
    checkFix(
      RULE,
      'FROM node:20\nWORKDIR /app\nCOPY a .\nCOPY --link b .\nRUN chown -R node:node /app\nUSER node\n',
      'FROM node:20\nWORKDIR /app\nCOPY --chown=node:node a .\nCOPY --chown=node:node --link b .\nUSER node\n',
    );
    checkFix(
      RULE,
      'FROM node:20\nCOPY a /app/\nRUN mkdir /x && \\\n    chown -R node /app && \\\n    rm /y\n',
      'FROM node:20\nCOPY --chown=node a /app/\nRUN mkdir /x && \\\n    rm /y\n',
    );
    checkFix(
      RULE,
      'FROM node:20\nCOPY a /app/\nRUN chmod -R 755 /app && mkdir /x\n',
      'FROM node:20\nCOPY --chmod=755 a /app/\nRUN mkdir /x\n',
    );
  });

  it('offers nothing when the account is made too late', () => {
    const analysis = analyzed('FROM node:20\nCOPY . /app\nRUN adduser -D app && chown -R app /app\n');
    const finding = analysis.findings.find(({ rule }) => rule === RULE);
    assert.ok(finding);
    assert.deepEqual(analysis.fixesOf(finding), []);
  });
});
