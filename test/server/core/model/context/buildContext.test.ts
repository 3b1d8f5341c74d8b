/** What is asked of a build context: kinds, patterns, and the walk that finds secrets and bulk in what is sent. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedContext } from '../../../../../server/src/core';
import { kindAt } from '../../../../../server/src/core/model/context/buildContext';

const MEGABYTE = 1024 * 1024;

describe('a build context', () => {
  const context = listedContext({ 'src/app.ts': {}, 'package.json': {}, 'docs/a/b.md': {} });

  it('knows what a path is', () => {
    assert.equal(kindAt(context, ''), 'folder');
    assert.equal(kindAt(context, 'src'), 'folder');
    assert.equal(kindAt(context, 'src/app.ts'), 'file');
    assert.equal(kindAt(context, 'src/app.js'), 'missing');
    assert.equal(kindAt(context, 'package.json/x'), 'missing');
  });

  it('says nothing where a link is on the way', () => {
    const linked = {
      ...context,
      entriesIn: (folder: string) => (folder === '' ? new Map([['lib', 'link' as const]]) : undefined),
    };
    assert.equal(kindAt(linked, 'lib'), 'link');
    assert.equal(kindAt(linked, 'lib/a'), undefined);
  });
});

describe('a survey', () => {
  it('finds what usually holds credentials, by name and where needed by text', () => {
    const survey = listedContext({
      '.env': {},
      '.env.example': {},
      '.env.production': { text: 'VITE_URL=https://example.com\n' },
      'api/.env.production': { text: 'DB_PASSWORD=hunter2hunter2\n' },
      'deploy/id_ed25519': {},
      'deploy/id_ed25519.pub': {},
      'certs/ca.pem': { text: '-----BEGIN CERTIFICATE-----\n' },
      'certs/server.key': { text: '-----BEGIN PRIVATE KEY-----\n' },
      '.npmrc': { text: 'registry=https://registry.example.com/\n//r/:_authToken=${NPM_TOKEN}\n' },
      'web/.npmrc': { text: '//registry.example.com/:_authToken=0123456789abcdef\n' },
    }).survey();
    assert.deepEqual(
      survey?.secrets.map(({ path }) => path),
      ['.env', 'api/.env.production', 'deploy/id_ed25519', 'certs/server.key', 'web/.npmrc'],
    );
  });

  it('does not look at what is not sent', () => {
    const survey = listedContext(
      { '.env': {}, 'keys/a.kdbx': {}, 'other/a.kdbx': {} },
      '.env\nkeys\n',
    ).survey();
    assert.deepEqual(
      survey?.secrets.map(({ path }) => path),
      ['other/a.kdbx'],
    );
  });

  it('weighs folders that no build needs, the heaviest first', () => {
    const survey = listedContext(
      {
        'package.json': {},
        '.git/objects/a': { bytes: 3 * MEGABYTE },
        'node_modules/x/index.js': { bytes: 5 * MEGABYTE },
        'node_modules/y/index.js': { bytes: 5 * MEGABYTE },
        'dist/app.js': { bytes: 1000 },
        'dump.sql': { bytes: 20 * MEGABYTE },
        'small.zip': { bytes: 100 },
        'lib/dist/app.js': { bytes: 1000 },
      },
      '',
    ).survey();
    assert.deepEqual(
      survey?.bulk.map(({ path, bytes, files }) => [path, bytes / MEGABYTE > 1, files]),
      [
        ['dump.sql', true, 1],
        ['node_modules', true, 2],
        ['.git', true, 1],
        ['dist', false, 1],
      ],
    );
    assert.equal(survey?.isComplete, true);
  });
});
