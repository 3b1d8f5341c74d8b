/** Which images can be pinned, and what the file looks like afterwards. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze, applyEdits, pinEdits, pinPlan } from '../../../../server/src/core';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

interface Pinned {
  readonly asked: readonly string[];
  readonly left: readonly string[];
  /** With `@` for the digest of each image. */
  readonly text: string;
}

function pinned(text: string): Pinned {
  const { images, left } = pinPlan(analyze(text).facts);
  const asked = images.map(({ reference }) => reference);
  const edits = pinEdits(images, new Map(asked.map((reference) => [reference, DIGEST])));
  return {
    asked,
    left: left.map((each) => `${text.slice(each.place.start, each.place.end)}: ${each.reason}`),
    text: applyEdits(text, edits).replaceAll(DIGEST, '…'),
  };
}

describe('pinning images', () => {
  it('keeps the tag, and the rest of the line', () => {
    assert.deepEqual(
      pinned('FROM --platform=linux/arm64  node:20-alpine   AS build # no comment\n').text.slice(0, 50),
      'FROM --platform=linux/arm64  node:20-alpine@…   AS',
    );
    assert.deepEqual(
      pinned('FROM node:20\r\nFROM \\\r\n  ghcr.io/acme/app:1.2\r\n').text,
      'FROM node:20@…\r\nFROM \\\r\n  ghcr.io/acme/app:1.2@…\r\n',
    );
  });

  it('finds the images of COPY --from and mounts, each asked for once', () => {
    const text = `FROM golang:1.22 AS build
RUN --mount=type=bind,from=tonistiigi/xx:1.4,target=/xx true
FROM golang:1.22
COPY --from=build /a /b
COPY --from=busybox:1.36 /bin/sh /bin/
`;
    const result = pinned(text);
    assert.deepEqual(result.asked, ['golang:1.22', 'tonistiigi/xx:1.4', 'busybox:1.36']);
    assert.equal(
      result.text,
      text.replaceAll('golang:1.22', 'golang:1.22@…').replace('xx:1.4', 'xx:1.4@…').replace('1.36', '1.36@…'),
    );
  });

  it('writes the tag that an image without one has', () => {
    assert.deepEqual(pinned('FROM alpine\nFROM alpine:latest\n'), {
      asked: ['alpine:latest'],
      left: [],
      text: 'FROM alpine:latest@…\nFROM alpine:latest@…\n',
    });
  });

  it('pins the default of an argument that is the whole image', () => {
    assert.equal(
      pinned('ARG BASE="alpine:3.20"\nARG OTHER=debian:12\nFROM ${OTHER} AS a\nFROM $OTHER\n').text,
      'ARG BASE="alpine:3.20"\nARG OTHER=debian:12@…\nFROM ${OTHER} AS a\nFROM $OTHER\n',
    );
  });

  it('leaves names with variables in them, and images that are on no registry', () => {
    const text =
      'ARG V=20\nARG B="alpine:3.20"\nARG N\nFROM node:$V AS a\nFROM $B AS b\nFROM $N AS c\nFROM ours:1\n';
    assert.deepEqual(pinned(text), {
      asked: [],
      left: ['node:$V: variable', '$B: variable', '$N: variable', 'ours:1: local'],
      text,
    });
  });

  it('has nothing to do with stages, scratch and digests', () => {
    const text = `FROM scratch AS a\nFROM a\nFROM alpine:3.20@${DIGEST}\nCOPY --from=a / /\n`;
    assert.deepEqual(pinned(text), { asked: [], left: [], text: text.replaceAll(DIGEST, '…') });
  });

  it('leaves an image without an answer as it is', () => {
    const text = 'FROM a/b:1\nFROM c/d:1\n';
    const { images } = pinPlan(analyze(text).facts);
    assert.equal(
      applyEdits(text, pinEdits(images, new Map([['c/d:1', DIGEST]]))),
      `FROM a/b:1\nFROM c/d:1@${DIGEST}\n`,
    );
  });
});
