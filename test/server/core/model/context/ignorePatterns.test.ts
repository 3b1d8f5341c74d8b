/** Docker's matching of ignore files, by its documented examples and against the library that ports Docker's own. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import dockerignore from '@balena/dockerignore';
import fc from 'fast-check';
import { cleanPath, readIgnorePatterns } from '../../../../../server/src/core';

function kept(text: string, paths: readonly string[]): string[] {
  const patterns = readIgnorePatterns(text);
  return paths.filter((path) => !patterns.ignores(path));
}

describe('an ignore file', () => {
  it('matches from the root, unlike git', () => {
    assert.deepEqual(kept('temp\n', ['temp/a', 'src/temp']), ['src/temp']);
    assert.deepEqual(kept('**/temp\n', ['temp/a', 'src/temp', 'src/temper']), ['src/temper']);
    assert.deepEqual(kept('/foo/bar\nfoo/baz\n', ['foo/bar', 'foo/baz/x', 'foo/x']), ['foo/x']);
    assert.deepEqual(kept('*/temp*\n', ['a/temporary', 'a/b/temporary']), ['a/b/temporary']);
    assert.deepEqual(kept('temp?\n', ['tempa', 'temp', 'temp/b']), ['temp', 'temp/b']);
  });

  it('takes back what a later exception names, also below an ignored folder', () => {
    assert.deepEqual(kept('**\n!Dockerfile\n!src/**\n', ['Dockerfile', 'src/a/b.ts', 'src', 'x']), [
      'Dockerfile',
      'src/a/b.ts',
    ]);
    assert.deepEqual(
      kept('*.md\n!README*.md\nREADME-secret.md\n', ['a.md', 'README.md', 'README-secret.md']),
      ['README.md'],
    );
  });

  it('passes over comments, empty lines, white space, a byte order mark and broken patterns', () => {
    const text = '\ufeff# comment\r\n\r\n  node_modules/  \r\n[a-\r\n!\r\n';
    assert.deepEqual(kept(text, ['node_modules/x', '# comment', 'a']), ['# comment', 'a']);
  });

  it('looks at every folder on the way, as BuildKit does and the library does not', () => {
    assert.deepEqual(kept('**a\n', ['abb/a/b', 'abb/b']), ['abb/b']);
  });

  it('says which line decides', () => {
    const patterns = readIgnorePatterns('*\n!src\nsrc/secret\n');
    assert.equal(patterns.deciding('docs/a'), '*');
    assert.equal(patterns.deciding('src/a'), undefined);
    assert.equal(patterns.deciding('src/secret/a'), 'src/secret');
    assert.ok(patterns.hasExceptions);
  });

  it('agrees with the library on patterns of every kind', () => {
    const part = fc.constantFrom('a', 'b', 'ab', '*', '**', '?', 'a*', '*b', '.a', 'a.b');
    const pattern = fc
      .tuple(fc.constantFrom('', '!', '/', './'), fc.array(part, { minLength: 1, maxLength: 4 }))
      .map(([before, parts]) => before + parts.join('/'));
    const path = fc
      .array(fc.constantFrom('a', 'b', 'ab', '.a', 'a.b', 'abb'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 4 }), path, (lines, each) => {
        const text = lines.join('\n');
        assert.equal(readIgnorePatterns(text).ignores(each), dockerignore().add(text).ignores(each), text);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});

describe('a path', () => {
  it('is cleaned as Go does', () => {
    assert.equal(cleanPath('./a//b/../c/'), 'a/c');
    assert.equal(cleanPath('a/..'), '.');
    assert.equal(cleanPath('../../a'), '../../a');
    assert.equal(cleanPath('/../a/'), '/a');
  });
});
