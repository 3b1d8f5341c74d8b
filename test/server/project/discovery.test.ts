/** Where a Dockerfile's build context is, and which ignore file counts in it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { found } from './projectFiles';

describe('the build context', () => {
  it("is the Dockerfile's folder where nothing else is said", () => {
    const { context, isAssumed, contextEntries } = found('/work/web/Dockerfile', {
      '/work/web/Dockerfile': 'FROM scratch\nCOPY . /\n',
      '/work/package.json': '',
    });
    assert.deepEqual({ context, isAssumed }, { context: '/work/web', isAssumed: true });
    assert.deepEqual(contextEntries, new Set(['Dockerfile']));
  });

  it('is the folder above that holds what is copied, where its own does not', () => {
    const files = {
      '/work/.git/HEAD': '',
      '/work/go.mod': '',
      '/work/cmd/api/main.go': '',
      '/work/build/api/Dockerfile': 'FROM golang:1.23\nCOPY go.mod ./\nCOPY cmd/api cmd/api\nCOPY dist /x\n',
      '/go.mod': '',
    };
    assert.equal(found('/work/build/api/Dockerfile', files).context, '/work');
    const other = { ...files, '/work/build/api/Dockerfile': 'FROM scratch\nCOPY nowhere /\n' };
    assert.equal(found('/work/build/api/Dockerfile', other).context, '/work/build/api');
  });

  it('is never looked for above the repository, nor above the open folder outside of one', () => {
    const files = { '/work/a/b/Dockerfile': 'FROM scratch\nCOPY x /\n', '/work/x': '' };
    assert.equal(found('/work/a/b/Dockerfile', files).context, '/work');
    assert.equal(found('/work/a/b/Dockerfile', files, { roots: ['/work/a'] }).context, '/work/a/b');
    assert.equal(found('/work/a/b/Dockerfile', { ...files, '/work/a/.git/HEAD': '' }).context, '/work/a/b');
    assert.equal(found('/work/a/b/Dockerfile', files, { roots: [] }).context, '/work/a/b');
  });

  it('is what the settings name, before all else', () => {
    const files = {
      '/work/a/Dockerfile': '',
      '/work/compose.yaml': 'services: {a: {build: a}}',
      '/work/b/x': '',
    };
    const { context, isAssumed } = found('/work/a/Dockerfile', files, { context: 'b' });
    assert.deepEqual({ context, isAssumed }, { context: '/work/b', isAssumed: false });
    assert.equal(found('/work/a/Dockerfile', files, { context: '/elsewhere' }).context, '/elsewhere');
  });

  it('may lie outside of the project, and is then not looked through', () => {
    const files = {
      '/work/a/Dockerfile': '',
      '/work/compose.yaml': 'services: {a: {build: {context: /home/me, dockerfile: /work/a/Dockerfile}}}',
    };
    const { context, isInProject } = found('/work/a/Dockerfile', files);
    assert.deepEqual({ context, isInProject }, { context: '/home/me', isInProject: false });
    assert.ok(found('/work/a/Dockerfile', { '/work/a/Dockerfile': '' }).isInProject);
  });

  it('may be named by a Compose file of another open folder', () => {
    const files = {
      '/work/api/Dockerfile': '',
      '/work/api/.git/HEAD': '',
      '/work/deployment/docker-compose.yml':
        'services:\n  api:\n    build:\n      context: ..\n      dockerfile: api/Dockerfile\n',
    };
    const roots = ['/work/api', '/work/deployment'];
    assert.equal(found('/work/api/Dockerfile', files, { roots }).context, '/work');
  });
});

describe('the ignore file', () => {
  it('is the one that is named after the Dockerfile and beside it, else the one of the context', () => {
    const files = {
      '/work/.dockerignore': 'shared',
      '/work/docker/web.Dockerfile': '',
      '/work/docker/web.Dockerfile.dockerignore': 'own',
      '/work/docker/api.Dockerfile': '',
      '/work/compose.yaml':
        'services:\n  web: {build: {context: ., dockerfile: docker/web.Dockerfile}}\n  api: {build: {context: ., dockerfile: docker/api.Dockerfile}}\n',
    };
    assert.deepEqual(found('/work/docker/web.Dockerfile', files).ignoreFile, {
      kind: 'present',
      path: 'docker/web.Dockerfile.dockerignore',
      text: 'own',
    });
    assert.deepEqual(found('/work/docker/api.Dockerfile', files).ignoreFile, {
      kind: 'present',
      path: '.dockerignore',
      text: 'shared',
    });
  });

  it('is absent in a context without one, and an empty one is there', () => {
    const absent = found('/work/Dockerfile', { '/work/Dockerfile': '' }).ignoreFile;
    assert.deepEqual(absent, { kind: 'absent', path: '.dockerignore' });
    const empty = found('/work/Dockerfile', { '/work/Dockerfile': '', '/work/.dockerignore': '' }).ignoreFile;
    assert.equal(empty.kind, 'present');
  });

  it('is unknown where it cannot be read or the folder cannot be listed', () => {
    const unreadable = { '/work/Dockerfile': '', '/work/.dockerignore': undefined };
    assert.equal(found('/work/Dockerfile', unreadable).ignoreFile.kind, 'unknown');
    const named = {
      '/work/Dockerfile': '',
      '/work/Dockerfile.dockerignore': undefined,
      '/work/.dockerignore': '',
    };
    assert.equal(found('/work/Dockerfile', named).ignoreFile.kind, 'unknown');
    assert.equal(found('/nowhere/Dockerfile', {}).ignoreFile.kind, 'unknown');
    assert.equal(found('/nowhere/Dockerfile', {}).contextEntries, undefined);
  });
});
