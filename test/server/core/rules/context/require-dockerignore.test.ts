import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Surroundings } from '../../../../../server/src/core';
import { analyzed, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-dockerignore';
const surroundings: Partial<Surroundings> = { ignoreFile: { kind: 'absent', path: '.dockerignore' } };
const LESSON =
  'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n«COPY . .»\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n';

describe(RULE, () => {
  it('reports the first broad copy once', () => {
    checkRule(RULE, LESSON, { surroundings, level: 'warning' });
    checkRule(RULE, 'FROM node:20 AS a\n«ADD ./ /x»\nFROM node:20\nCOPY --from=a /x /x\nCOPY . .\n', {
      surroundings,
    });
    checkRule(RULE, 'FROM node:20\n«COPY * /x/»\n', { surroundings });
  });

  it('prefers a stage that is built', () => {
    checkRule(RULE, 'FROM node:20\nCOPY . .\nFROM node:20 AS dev\nCOPY . .\nFROM node:20\n«COPY . .»\n', {
      surroundings,
    });
  });

  it('is silent with an ignore file, when that is not known, and without a broad copy', () => {
    const text = LESSON.replace(/[«»]/g, '');
    checkRule(RULE, text, {
      surroundings: { ignoreFile: { kind: 'present', path: '.dockerignore', text: '.git\n' } },
    });
    checkRule(RULE, text);
    checkRule(
      RULE,
      'FROM node:20 AS a\nFROM node:20\nCOPY src /src\nCOPY --from=a . .\nADD https://example.com/a /a\n',
      { surroundings },
    );
  });

  it('is the only warning of the lesson without an ignore file, and there is none with one', () => {
    const text = LESSON.replace(/[«»]/g, '');
    const loud = (options: Partial<Surroundings>): string[] =>
      analyzed(text, { surroundings: options })
        .findings.filter(({ level }) => level === 'error' || level === 'warning')
        .map(({ rule }) => rule);
    assert.deepEqual(loud(surroundings), [RULE]);
    assert.deepEqual(
      loud({ ignoreFile: { kind: 'present', path: '.dockerignore', text: 'node_modules\n' } }),
      [],
    );
  });

  it('writes a list that fits the build and hides nothing that it names', () => {
    const written = (text: string): string[] => {
      const analysis = analyzed(text, { surroundings });
      const finding = analysis.findings.find(({ rule }) => rule === RULE);
      assert.ok(finding);
      const [fix] = analysis.fixesOf(finding);
      assert.deepEqual(fix?.edits, []);
      assert.equal(fix?.newFiles[0]?.path, '.dockerignore');
      return fix.newFiles[0].text.split('\n');
    };
    const lesson = written(LESSON.replace(/[«»]/g, ''));
    for (const line of ['.git', '**/node_modules', 'dist', '.env', 'Dockerfile*', 'coverage'])
      assert.ok(lesson.includes(line), line);
    assert.ok(!lesson.includes('target'));
    assert.ok(!lesson.includes('.venv'));

    const named = written(
      'FROM node:20\nCOPY . .\nCOPY dist/app .env ./\nCOPY .git ./.git\nRUN npm ci && npm run build\n',
    );
    for (const line of ['dist', '.env', '.git']) assert.ok(!named.includes(line), line);
    assert.ok(!written('FROM nginx:1.27\nCOPY . /usr/share/nginx/html\n').includes('dist'));
    assert.ok(!written('FROM golang:1.23\nCOPY . .\nRUN git describe > v\n').includes('.git'));
    assert.ok(written('FROM rust:1.83\nCOPY . .\nRUN cargo build\n').includes('target'));
  });
});
