import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { analyze, type IgnoreFile, NO_SURROUNDINGS } from '../../server/src/core';

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

const file = join(__dirname, '../../../snippets/dockerfile.json');
const snippets = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Snippet>>;
const ignoreFile: IgnoreFile = { kind: 'present', path: '.dockerignore', text: '.git\n' };

describe('a snippet', () => {
  for (const [name, { prefix, description, body }] of Object.entries(snippets)) {
    it(`${name}: has a description and a prefix that can be typed`, () => {
      assert.notEqual(description, '');
      for (const word of prefix) assert.match(word, /^[a-z][a-z-]+$/u);
    });
    const text = expand(body);
    if (!text.startsWith('FROM ')) continue;
    it(`${name}: teaches nothing that we would warn about`, () => {
      const { findings, failures } = analyze(text, { surroundings: { ...NO_SURROUNDINGS, ignoreFile } });
      const problems = findings.filter(({ level }) => level === 'error' || level === 'warning');
      assert.deepEqual(
        problems.map(({ rule, message }) => `${rule}: ${message}`),
        [],
      );
      assert.deepEqual(failures, []);
    });
  }
});

/** What stands in the editor when every placeholder keeps its default. */
function expand(body: readonly string[]): string {
  const text = body.join('\n');
  return text
    .replaceAll(/\$\{\d+:([^}]*)\}/gu, '$1')
    .replaceAll(/(?<!\\)\$\d/gu, '')
    .replaceAll('\\$', '$');
}
