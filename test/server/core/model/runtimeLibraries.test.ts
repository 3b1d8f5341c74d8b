import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runtimeLibrariesOf } from '../../../../server/src/core/model/runtimeLibraries';

test('Ubuntu has the names of the 64-bit times from 24.04 on, and no others of Debian that changed', () => {
  const of = (name: string, version: string): readonly string[] | undefined =>
    runtimeLibrariesOf(name, 'debian', { id: 'ubuntu', version });
  assert.deepEqual(of('libcurl4-openssl-dev', '22.04'), ['libcurl4']);
  assert.deepEqual(of('libcurl4-openssl-dev', '24.04'), ['libcurl4t64']);
  assert.deepEqual(of('libexpat1-dev', '22.04'), ['libexpat1']);
  // Debian's releases have other versions of these than Ubuntu's.
  assert.equal(of('libssl-dev', '20.04'), undefined);
  assert.equal(of('libicu-dev', '22.04'), undefined);
  assert.equal(runtimeLibrariesOf('libcurl4-openssl-dev', 'debian', { id: 'ubuntu' }), undefined);
});
