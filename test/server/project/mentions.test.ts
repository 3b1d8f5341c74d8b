import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as yaml from 'yaml';
import { type BuildFile, mentionsOf, type Named } from '../../../server/src/project';

const DOCKERFILE = '/shop/Dockerfile';
const TARGET: Named = { kind: 'target', name: 'build' };
const ARGUMENT: Named = { kind: 'argument', name: 'VERSION' };

/** The files with every place marked, or why they cannot be written anew. */
function marked(named: Named, ...files: readonly BuildFile[]): string {
  const { found, obstacle } = mentionsOf(DOCKERFILE, named, [files], yaml);
  if (obstacle !== undefined) return obstacle;
  return files
    .map((file) => {
      let text = file.text;
      for (const { span } of found
        .filter((each) => each.file === file)
        .toSorted((a, b) => b.span.start - a.span.start))
        text = `${text.slice(0, span.start)}[${text.slice(span.start, span.end)}]${text.slice(span.end)}`;
      return text;
    })
    .join('');
}

function compose(text: string, name = 'compose.yaml'): BuildFile {
  return { path: `/shop/${name}`, text };
}

describe('where other files name a stage', () => {
  it('is build.target of the services of this Dockerfile', () => {
    const text = (value: string, second: string): string =>
      `services:\n  web:\n    build:\n      context: .\n      target: ${value} # the one\n  db:\n    build: { context: ., target: "${second}" }\n  other:\n    build: { context: ./other, target: build }\n  image:\n    image: build\n`;
    assert.equal(marked(TARGET, compose(text('build', 'Build'))), text('[build]', '[Build]'));
  });

  it('is read through anchors and merges, and in files that lie over others', () => {
    const text = (value: string): string =>
      `x-base: &base\n  context: .\n  target: ${value}\nservices:\n  a:\n    build: *base\n  b:\n    build:\n      <<: *base\n      args: { A: "1" }\n`;
    assert.equal(marked(TARGET, compose(text('build'))), text('[build]'));
    const main = compose('services:\n  a:\n    build: .\n');
    const over = (value: string): string => `services:\n  a:\n    build:\n      target: ${value}\n`;
    assert.equal(
      marked(TARGET, main, compose(over("'build'"), 'compose.override.yaml')),
      main.text + over("'[build]'"),
    );
  });

  it('is target of a Bake file, inherited or not', () => {
    const text = (one: string, two: string): string =>
      `variable "T" { default = "x" }\ntarget "_base" {\n  target = "${one}"\n  args = { A = "}" }\n}\ntarget "app" {\n  inherits = ["_base"]\n}\ntarget "two" {\n  context = "."\n  target = "${two}" # why\n}\ntarget "three" {\n  target = "other"\n}\n`;
    assert.equal(
      marked(TARGET, { path: '/shop/docker-bake.hcl', text: text('build', 'build') }),
      text('[build]', '[build]'),
    );
    const json = (value: string): string =>
      `{ "target": { "app": { "target": "${value}" }, "other": { "context": "other", "target": "build" } } }`;
    assert.equal(marked(TARGET, { path: '/shop/docker-bake.json', text: json('build') }), json('[build]'));
  });

  it('is build.target of a dev container', () => {
    const text = (value: string): string =>
      `{\n  // why\n  "build": { "dockerfile": "../Dockerfile", "context": "..", "target": "${value}", },\n}\n`;
    assert.equal(
      marked(TARGET, { path: '/shop/.devcontainer/devcontainer.json', text: text('build') }),
      text('[build]'),
    );
  });

  it('stands in the way where a name is made of something else, or is for several Dockerfiles', () => {
    assert.match(
      marked(TARGET, compose('services:\n  a:\n    build: { context: ., target: "${T:-build}" }\n')),
      /compose\.yaml makes the name "build" of "a" out of something else/,
    );
    assert.match(
      marked(TARGET, {
        path: '/shop/docker-bake.hcl',
        text: 'variable "T" { default = "build" }\ntarget "a" {\n  target = T\n}\n',
      }),
      /out of something else/,
    );
    assert.match(
      marked(
        TARGET,
        compose(
          'x-b: &t build\nservices:\n  a:\n    build: { context: ., target: *t }\n  b:\n    build: { context: ./other, target: *t }\n',
        ),
      ),
      /to several Dockerfiles/,
    );
  });

  it('says nothing of files that cannot be read', () => {
    assert.equal(marked(TARGET, compose('services: [')), 'services: [');
    assert.equal(marked(TARGET, { path: '/shop/docker-bake.hcl', text: 'target "a" {' }), 'target "a" {');
  });
});

describe('where other files name a build argument', () => {
  it('is the key or the start of an item', () => {
    const map = (key: string): string =>
      `services:\n  a:\n    build:\n      context: .\n      args:\n        ${key}: "1"\n        OTHER: VERSION\n`;
    assert.equal(marked(ARGUMENT, compose(map('VERSION'))), map('[VERSION]'));
    const items = (item: string): string =>
      `services:\n  a:\n    build:\n      context: .\n      args: [OTHER=1, ${item}=2]\n`;
    assert.equal(marked(ARGUMENT, compose(items('VERSION'))), items('[VERSION]'));
    const bake = (key: string): string => `target "a" {\n  args = {\n    ${key} = "1"\n  }\n}\n`;
    assert.equal(
      marked(ARGUMENT, { path: '/shop/docker-bake.hcl', text: bake('VERSION') }),
      bake('[VERSION]'),
    );
  });
});
