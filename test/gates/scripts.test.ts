/** A script that is named somewhere and is not there ends a run without a word, so every name is looked up. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repository } from './scratchTree';

describe('the scripts of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };

  for (const file of ['.ci/run', 'README.md', 'CONTRIBUTING.md', 'package.json'])
    it(`are all there that ${file} names`, () => {
      const text = readFileSync(join(repository, file), 'utf8');
      const named = [...text.matchAll(/\bnpm run (?:-s |--silent )?([\w:]+)/g)].map(([, name]) => name ?? '');
      assert.ok(named.length > 0);
      assert.deepEqual(
        named.filter((name) => !(name in scripts)),
        [],
      );
    });
});
