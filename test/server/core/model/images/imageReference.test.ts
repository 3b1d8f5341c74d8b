/** References are read as distribution/reference reads them; offsets point into the text as written. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  parseImageReference,
  parseReferencePattern,
} from '../../../../../server/src/core/model/images/imageReference';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('parseImageReference', () => {
  const names: readonly (readonly [text: string, registry: string, repository: string, familiar: string])[] =
    [
      ['node', 'docker.io', 'node', 'node'],
      ['library/node', 'docker.io', 'node', 'node'],
      ['docker.io/node', 'docker.io', 'node', 'node'],
      ['docker.io/library/node', 'docker.io', 'node', 'node'],
      ['index.docker.io/library/node', 'docker.io', 'node', 'node'],
      ['grafana/k6', 'docker.io', 'grafana/k6', 'grafana/k6'],
      ['ghcr.io/owner/name', 'ghcr.io', 'owner/name', 'ghcr.io/owner/name'],
      ['localhost/name', 'localhost', 'name', 'localhost/name'],
      ['localhost:5000/name', 'localhost:5000', 'name', 'localhost:5000/name'],
      ['127.0.0.1:5000/a/b', '127.0.0.1:5000', 'a/b', '127.0.0.1:5000/a/b'],
      ['[2001:db8::1]:5000/a', '[2001:db8::1]:5000', 'a', '[2001:db8::1]:5000/a'],
      ['Registry/name', 'Registry', 'name', 'Registry/name'],
      ['a__b/c-d.e', 'docker.io', 'a__b/c-d.e', 'a__b/c-d.e'],
    ];
  for (const [text, registry, repository, familiarName] of names) {
    it(`reads the name ${text}`, () => {
      const parsed = parseImageReference(text);
      assert.deepEqual(
        [parsed?.registry, parsed?.repository, parsed?.familiarName, parsed?.tag, parsed?.digest],
        [registry, repository, familiarName, undefined, undefined],
      );
    });
  }

  it('separates a tag from a port', () => {
    const parsed = parseImageReference('registry:5000/team/app:1.0');
    assert.deepEqual(
      [parsed?.registry, parsed?.repository, parsed?.tag],
      ['registry:5000', 'team/app', '1.0'],
    );
  });

  it('gives the offsets of name, tag and digest', () => {
    const text = `docker.io/library/node:20-slim@${digest}`;
    const spans = parseImageReference(text)?.spans;
    const cut = (range: { start: number; end: number } | undefined) => text.slice(range?.start, range?.end);
    assert.deepEqual(
      [cut(spans?.name), cut(spans?.tag), cut(spans?.digest)],
      ['docker.io/library/node', '20-slim', digest],
    );
  });

  it('reads a digest without a tag', () => {
    const parsed = parseImageReference(`alpine@${digest}`);
    assert.deepEqual([parsed?.tag, parsed?.digest], [undefined, digest]);
  });

  const wrong = [
    '',
    'Node',
    'node:',
    'node:a b',
    ':tag',
    'node@',
    'node@sha256:12',
    'a//b',
    '/a',
    'a/',
    '-a',
    'a..b',
  ];
  for (const text of [
    ...wrong,
    'a'.repeat(256),
    `n:${'a'.repeat(129)}`,
    'ab'.repeat(0) + 'f'.repeat(64),
    'node:$V',
    '<%=',
  ]) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(parseImageReference(text), undefined);
    });
  }
});

describe('parseReferencePattern', () => {
  it('keeps offsets when a variable with a default stands in the tag', () => {
    const text = 'node:${VERSION:-20}-slim';
    const parsed = parseReferencePattern(text);
    assert.equal(parsed?.familiarName, 'node');
    assert.equal(parsed.tag?.length, '${VERSION:-20}-slim'.length);
    assert.ok(parsed.tag.endsWith('-slim'));
  });

  it('refuses a variable where another registry or namespace could come in', () => {
    for (const text of ['$IMAGE', '${PREFIX}alpine:3', '${REGISTRY}/node:20', '${UNCLOSED']) {
      assert.equal(parseReferencePattern(text), undefined, text);
    }
  });
});
