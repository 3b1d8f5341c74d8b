/** Which ignore file counts for a Dockerfile, from what its folder is known to hold. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type IgnoreFile, surroundingsIn } from '../../../../server/src/core';

function ignoreFileIn(
  files: Readonly<Record<string, string | undefined>>,
  names: ReadonlySet<string> | undefined = new Set(Object.keys(files)),
): IgnoreFile {
  return surroundingsIn('web.Dockerfile', names, (name) => files[name]).ignoreFile;
}

describe('the ignore file of a Dockerfile', () => {
  it('is the one that is named after it, else the one of the context', () => {
    const shared = { '.dockerignore': 'shared' };
    assert.deepEqual(ignoreFileIn({ ...shared, 'web.Dockerfile.dockerignore': 'own' }), {
      kind: 'present',
      path: 'web.Dockerfile.dockerignore',
      text: 'own',
    });
    assert.deepEqual(ignoreFileIn({ ...shared, 'api.Dockerfile.dockerignore': 'other' }), {
      kind: 'present',
      path: '.dockerignore',
      text: 'shared',
    });
  });

  it('is absent in a folder without one, and an empty one is there', () => {
    assert.deepEqual(ignoreFileIn({ 'web.Dockerfile': '' }), { kind: 'absent', path: '.dockerignore' });
    assert.equal(ignoreFileIn({ '.dockerignore': '' }).kind, 'present');
  });

  it('is unknown where it cannot be read or the folder cannot be listed', () => {
    assert.equal(ignoreFileIn({ '.dockerignore': undefined }).kind, 'unknown');
    assert.equal(
      ignoreFileIn({ 'web.Dockerfile.dockerignore': undefined, '.dockerignore': 'shared' }).kind,
      'unknown',
    );
    assert.equal(surroundingsIn('Dockerfile', undefined, () => undefined).ignoreFile.kind, 'unknown');
    assert.equal(surroundingsIn('Dockerfile', undefined, () => 'x').ignoreFile.kind, 'present');
  });
});
