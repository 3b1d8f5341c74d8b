/** Dockerfiles inside of Compose files: their text, and the place of each character. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as yaml from 'yaml';
import { type InlineDockerfile, inlineDockerfiles } from '../../../server/src/project';

const PATH = '/work/compose.yaml';

function inlinesIn(text: string): readonly InlineDockerfile[] {
  const found = inlineDockerfiles(PATH, text, yaml);
  assert.ok(found !== undefined, 'this is no YAML');
  return found;
}

function only(text: string): InlineDockerfile {
  const [inline, ...others] = inlinesIn(text);
  assert.ok(inline !== undefined && others.length === 0);
  return inline;
}

/** Every character but line ends stands in the Compose file where `outerOf` says. */
function assertPlaced({ text, block }: InlineDockerfile, outer: string): void {
  assert.ok(block !== undefined);
  for (const [at, character] of [...text].entries())
    if (character !== '\n') assert.equal(outer[block.outerOf(at)], character, `at ${at.toString()}`);
}

const serviceWith = (scalar: string): string =>
  `services:\n  web:\n    build:\n      dockerfile_inline: ${scalar}`;

describe('a literal block', () => {
  for (const [name, scalar, expected] of [
    ['without anything', '|\n        FROM x\n        RUN y\n', 'FROM x\nRUN y\n'],
    ['with blank and deeper lines', '|\n        FROM x\n\n        RUN a \\\n            b\n', undefined],
    ['with a comment and a chomping sign', '|- # ours\n        FROM x\n        RUN y\n', 'FROM x\nRUN y'],
    ['that keeps its last lines', '|+\n        FROM x\n\n\n', 'FROM x\n\n\n'],
    ['that says its indentation', '|2\n          # first\n        FROM x\n', undefined],
    ['at the end of the file', '|\n        FROM x\n        RUN y', 'FROM x\nRUN y\n'],
    ['with doubled dollars', '|\n        FROM x\n        RUN $$a$$$$b $${c}\n', 'FROM x\nRUN $a$$b ${c}\n'],
    ['with blank lines first', '|\n\n        FROM x\n', '\nFROM x\n'],
  ] as const)
    it(`${name} is placed character by character`, () => {
      const outer = serviceWith(scalar);
      const inline = only(outer);
      if (expected !== undefined) assert.equal(inline.text, expected);
      assertPlaced(inline, outer);
      assert.equal(inline.openLines.size, 0);
    });

  it('may have CR LF, and keeps them when it is replaced', () => {
    const outer = serviceWith('|\n        FROM x\n        RUN $$y\n  db: {image: z}\n').replaceAll(
      '\n',
      '\r\n',
    );
    const inline = only(outer);
    assert.equal(inline.text, 'FROM x\nRUN $y\n');
    assertPlaced(inline, outer);
    assert.equal(inline.block?.replacedBy(inline.text, outer), outer);
    assert.equal(
      inline.block.replacedBy('FROM x\n\nUSER $u\n', outer),
      outer.replace('        RUN $$y', () => '\r\n        USER $$u'),
    );
  });

  it('is left as it is where Compose fills something in', () => {
    const outer = serviceWith('|\n        FROM x:${TAG:-1}\n        RUN $$a\n');
    const inline = only(outer);
    assert.deepEqual([...inline.openLines], [0]);
    assert.equal(inline.block?.replacedBy('FROM y\n', outer), undefined);
  });
});

describe('other places and scalars', () => {
  it('in quotes and folded ones have no lines of their own', () => {
    for (const scalar of [
      '"FROM x\\nRUN y\\n"',
      "'FROM x'",
      'FROM x',
      '>\n        FROM x\n\n        RUN y\n',
    ]) {
      const inline = only(serviceWith(scalar));
      assert.match(inline.text, /^FROM x/);
      assert.equal(inline.block, undefined);
    }
  });

  it('are found behind aliases and merge keys, once for all services', () => {
    const [inline, ...others] = inlinesIn(`
x-build: &build
  context: app
  dockerfile_inline: |
    FROM x
services:
  one: {build: *build}
  two: {build: {<<: *build, target: dev}}
  three: {build: {context: ., dockerfile: Dockerfile}}
  four: {image: y}
`);
    assert.deepEqual(others, []);
    assert.deepEqual(
      inline?.builds.map(({ name, context, target }) => ({ name, context, target })),
      [
        { name: 'one', context: '/work/app', target: undefined },
        { name: 'two', context: '/work/app', target: 'dev' },
      ],
    );
  });

  it('are none in a file without services, and not known in one that is no YAML', () => {
    for (const text of ['', '- dockerfile_inline', 'services: 3 # dockerfile_inline', serviceWith('3')])
      assert.deepEqual(inlinesIn(text), []);
    assert.equal(inlineDockerfiles(PATH, 'services: [ # dockerfile_inline', yaml), undefined);
  });
});
