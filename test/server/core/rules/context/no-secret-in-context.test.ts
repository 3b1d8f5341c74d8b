import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedContext, type ListedFile } from '../../../../../server/src/core';
import { analyzed, checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-secret-in-context';

function holding(files: Readonly<Record<string, ListedFile>>, text = '') {
  return {
    context: listedContext(files, text),
    ignoreFile: { kind: 'present', path: '.dockerignore', text } as const,
  };
}

describe(RULE, () => {
  const files = { '.env': {}, 'server.js': {}, 'config/tls/server.p12': {}, 'config/app.yml': {} };

  it('reports the COPY that takes it in, once', () => {
    checkRule(RULE, 'FROM node:20 AS b\nCOPY «config» /c\nCOPY «.» .\nFROM scratch\nCOPY . /x\n', {
      surroundings: holding(files),
      level: 'warning',
    });
  });

  it('names the files', () => {
    assert.deepEqual(messagesOf(RULE, 'FROM node:20\nCOPY . .\n', { surroundings: holding(files) }), [
      'This copies .env and config/tls/server.p12, which usually hold credentials; add them to .dockerignore.',
    ]);
    assert.deepEqual(messagesOf(RULE, 'FROM node:20\nCOPY config c\n', { surroundings: holding(files) }), [
      'This copies config/tls/server.p12, which usually holds a key store; add it to .dockerignore.',
    ]);
  });

  it('is silent about what is ignored, named on purpose, made for others or not copied', () => {
    checkRule(RULE, 'FROM node:20\nCOPY . .\n', { surroundings: holding(files, '.env\n**/*.p12\n') });
    checkRule(RULE, 'FROM node:20\nCOPY .env server.js ./\n', { surroundings: holding(files) });
    checkRule(RULE, 'FROM node:20\nCOPY . .\n', {
      surroundings: holding({
        '.env.example': {},
        'test/server.key': { text: '-----BEGIN PRIVATE KEY-----' },
        'certs/ca.pem': { text: '-----BEGIN CERTIFICATE-----' },
        '.npmrc': { text: 'save-exact=true\n' },
      }),
    });
  });

  it('is silent while the context is not known', () => {
    checkRule(RULE, 'FROM node:20\nCOPY . .\n', { surroundings: { context: undefined } });
    const { context, ...others } = holding(files);
    checkRule(RULE, 'FROM node:20\nCOPY . .\n', {
      surroundings: { ...others, context: { ...context, survey: () => undefined } },
    });
  });

  it('adds every one of them to the ignore file, or makes one', () => {
    const fixOf = (surroundings: Parameters<typeof analyzed>[1]) => {
      const analysis = analyzed('FROM node:20\nCOPY . .\n', surroundings);
      const finding = analysis.findings.find(({ rule }) => rule === RULE);
      assert.ok(finding);
      return analysis.fixesOf(finding)[0]?.newFiles;
    };
    assert.deepEqual(fixOf({ surroundings: holding(files, '.git') }), [
      { path: '.dockerignore', text: '.git\n.env\nconfig/tls/server.p12\n', replaces: '.git' },
    ]);
    const ignoreFile = { kind: 'absent', path: '.dockerignore' } as const;
    assert.deepEqual(fixOf({ surroundings: { ...holding(files), ignoreFile } }), [
      { path: '.dockerignore', text: '.env\nconfig/tls/server.p12\n' },
    ]);
  });
});
