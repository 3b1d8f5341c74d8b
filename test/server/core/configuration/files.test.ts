import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as yaml from 'yaml';
import {
  analyze,
  type Level,
  NO_SURROUNDINGS,
  NOTHING_CHOSEN,
  readConfigurationFile,
  readHadolintFile,
  type ReadConfiguration,
  settingsChooser,
  settingsForPath,
  surroundingsWith,
} from '../../../../server/src/core';
import { repositoryRoot } from '../../../harness/repository';

function complaints(text: string, { problems }: ReadConfiguration): string[] {
  return problems.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`);
}

const inOurs = (text: string): string[] => complaints(text, readConfigurationFile(text));
const inTheirs = (text: string): string[] => complaints(text, readHadolintFile(text, yaml));

describe('.stagewright.jsonc', () => {
  it('says everything that can be chosen', () => {
    const text = `{
  // Ours.
  "$schema": "x.json",
  "rules": { "no-latest-tag": "error", "require-image-tag": { "builder": "off" }, "syntax/unknown-instruction": "hint" },
  "categories": { "packages": "off" },
  "target": "app",
  "namedContexts": { "shared": "../shared" },
  "trustedRegistries": ["docker.io", "*.example.com"],
  "options": { "labels": { "version": "semver" }, "strictLabels": true, "pinnedManagers": ["apt"] },
  "failOn": "information",
  "smoke": { "engine": "podman", "timeout": 60 },
  "overrides": [{ "files": ["dev/**"], "rules": { "no-latest-tag": "off" } }],
}`;
    const { settings, problems } = readConfigurationFile(text.replace('"packages"', '"stages"'));
    assert.deepEqual(problems, []);
    assert.deepEqual(settings, {
      $schema: 'x.json',
      rules: {
        'no-latest-tag': 'error',
        'require-image-tag': { builder: 'off' },
        'syntax/unknown-instruction': 'hint',
      },
      categories: { stages: 'off' },
      target: 'app',
      namedContexts: { shared: '../shared' },
      trustedRegistries: ['docker.io', '*.example.com'],
      options: { labels: { version: 'semver' }, strictLabels: true, pinnedManagers: ['apt'] },
      failOn: 'information',
      smoke: { engine: 'podman', timeout: 60 },
      overrides: [{ files: ['dev/**'], rules: { 'no-latest-tag': 'off' } }],
    });
  });

  it('says what is wrong at its place, and what was meant', () => {
    assert.deepEqual(inOurs('{ "rulse": {} }'), [
      '"rulse": There is no setting "rulse" here; did you mean "rules"?',
    ]);
    assert.deepEqual(inOurs('{ "rules": { "no-latst-tag": "error", "no-latest-tag": "eror" } }'), [
      '"no-latst-tag": There is no rule "no-latst-tag"; did you mean "no-latest-tag"?',
      '"eror": "eror" is not a level; did you mean "error"?',
    ]);
    assert.deepEqual(inOurs('{ "rules": { "no-latest-tag": { "finall": "off" } } }'), [
      '"finall": There is no setting "finall" here; did you mean "final"?',
    ]);
    assert.deepEqual(inOurs('{ "target": 1, "trustedRegistries": "x", "smoke": { "timeout": -1 } }'), [
      '1: 1 is not what is expected here: a text.',
      '"x": A list is expected here, in square brackets.',
      '-1: -1 is not what is expected here: a number above zero.',
    ]);
    assert.deepEqual(inOurs('[]'), ['[]: Names with values are expected here, in curly brackets.']);
    assert.deepEqual(inOurs('{ "target": "a", "target": "b" }'), [
      '"target": "target" is given a second time; the last one counts.',
    ]);
  });

  it('keeps what is right', () => {
    const { settings } = readConfigurationFile(
      '{ "rules": { "nonsense": "off", "no-latest-tag": "off" }, "target": ',
    );
    assert.deepEqual(settings, { rules: { 'no-latest-tag': 'off' } });
  });

  it('tells a mistake in JSON from a value without effect', () => {
    const { problems } = readConfigurationFile('{ "x": 1, }}');
    assert.deepEqual(
      problems.map(({ level }) => level),
      ['warning', 'error'],
    );
  });

  it('takes no name for a rule that every object has', () => {
    assert.equal(
      inOurs('{ "rules": { "constructor": "off", "__proto__": "off" }, "toString": 1 }').length,
      3,
    );
  });
});

describe('.hadolint.yaml', () => {
  it('says what it says to hadolint', () => {
    const text = `
failure-threshold: info
ignored:
  - DL3008
override:
  error: [DL3007]
  style: [DL3006, SC2086]
trustedRegistries: [docker.io]
label-schema:
  author: text
  contact: email
strict-labels: true
no-color: true
`;
    const { settings, problems } = readHadolintFile(text, yaml);
    assert.deepEqual(problems, []);
    assert.deepEqual(settings, {
      equivalents: {
        'hadolint/DL3006': 'hint',
        'hadolint/SC2086': 'hint',
        'hadolint/DL3007': 'error',
        'hadolint/DL3008': 'off',
      },
      trustedRegistries: ['docker.io'],
      options: { labels: { author: 'text', contact: 'email' }, strictLabels: true },
      failOn: 'information',
    });
    assert.deepEqual(readHadolintFile('no-fail: true\nfailure-threshold: error\n', yaml).settings, {
      failOn: 'never',
    });
    assert.deepEqual(readHadolintFile('# nothing\n', yaml).settings, {});
  });

  it('is told where it is wrong', () => {
    assert.deepEqual(inTheirs('ignore:\n  - DL3008\n'), [
      'ignore: There is no setting "ignore" here; did you mean "ignored"?',
    ]);
    assert.equal(inTheirs('failure-threshold: warn\n').length, 1);
    assert.ok(inTheirs('ignored: [DL3008\n').length > 0);
  });
});

describe('what is chosen', () => {
  const choose = settingsChooser();
  const chosenFrom = (text: string, path: string) =>
    choose(settingsForPath(readConfigurationFile(text).settings, path));
  const TEXT = 'FROM alpine:latest AS a\nRUN x > /y\nFROM alpine:latest\nCOPY --from=a /y /y\nUSER nobody\n';
  const levels = (configuration: typeof NOTHING_CHOSEN.configuration): (Level | undefined)[] => {
    const found = analyze(TEXT, { configuration }).findings.filter(({ rule }) => rule === 'no-latest-tag');
    return [0, 1].map((index) => found.find(({ stage }) => stage?.index === index)?.level);
  };

  it('is the usual when nobody says anything, and the same object for the same settings', () => {
    assert.equal(choose([]), NOTHING_CHOSEN);
    assert.equal(choose([{}, {}]), NOTHING_CHOSEN);
    assert.equal(choose([{ target: 'a' }]), choose([{}, { target: 'a' }]));
  });

  it('is what the stronger source says, part by part', () => {
    const chosen = choose([
      { rules: { a: 'off', b: 'error' }, smoke: { engine: 'docker', timeout: 1 }, target: 'x' },
      { rules: { a: { final: 'hint' }, b: 'default' }, smoke: { timeout: 2 } },
    ]);
    assert.deepEqual(chosen.configuration.rules, {
      a: { final: 'hint', base: 'off', target: 'off', builder: 'off' },
      b: 'default',
    });
    assert.deepEqual(chosen.smoke, { engine: 'docker', timeout: 2 });
    assert.equal(chosen.target, 'x');
  });

  it('is overridden for the paths that are named, the last one first', () => {
    const text = `{ "rules": { "no-latest-tag": "error" }, "overrides": [
      { "files": ["dev/**", "*.dev"], "rules": { "no-latest-tag": "hint" } },
      { "files": ["dev/x/Dockerfile"], "rules": { "no-latest-tag": { "final": "off" } } },
      { "rules": { "no-latest-tag": "off" } } ] }`;
    assert.deepEqual(levels(chosenFrom(text, 'Dockerfile').configuration), ['error', 'error']);
    assert.deepEqual(levels(chosenFrom(text, 'a/b/Dockerfile.dev').configuration), ['hint', 'hint']);
    assert.deepEqual(levels(chosenFrom(text, 'dev/y/Dockerfile').configuration), ['hint', 'hint']);
    assert.deepEqual(levels(chosenFrom(text, 'dev/x/Dockerfile').configuration), ['hint', undefined]);
    assert.deepEqual(levels(chosenFrom(text, '../Dockerfile').configuration), ['error', 'error']);
  });

  it('grades by category where the rule itself is not named', () => {
    const of = (text: string) => levels(chosenFrom(text, 'Dockerfile').configuration);
    assert.deepEqual(of('{ "categories": { "reproducibility": { "builder": "off" } } }'), [
      undefined,
      'warning',
    ]);
    assert.deepEqual(of('{ "categories": { "reproducibility": "off" } }'), [undefined, undefined]);
    assert.deepEqual(
      of('{ "categories": { "reproducibility": "off" }, "rules": { "no-latest-tag": "hint" } }'),
      ['hint', 'hint'],
    );
  });

  it('grades by the codes of hadolint where we say nothing', () => {
    const of = (theirs: string, ours = '{}') =>
      levels(
        choose([readHadolintFile(theirs, yaml).settings, readConfigurationFile(ours).settings]).configuration,
      );
    assert.deepEqual(of('ignored: [DL3007]'), [undefined, undefined]);
    assert.deepEqual(of('override: { info: [DL3007] }'), ['information', 'information']);
    assert.deepEqual(of('ignored: [DL3007]', '{ "rules": { "no-latest-tag": "error" } }'), [
      'error',
      'error',
    ]);
    assert.deepEqual(of('ignored: [DL3006]'), ['warning', 'warning']);
  });

  it('does not bring a rule to roles for which it is not meant', () => {
    const { configuration } = choose([readHadolintFile('override: { error: [DL3002] }', yaml).settings]);
    const rules = analyze('FROM alpine:3.20 AS a\nRUN x\nFROM alpine:3.20\nCOPY --from=a /x /x\n', {
      configuration,
    })
      .findings.filter(({ rule }) => rule === 'require-non-root-user')
      .map(({ level, stage }) => `${level} ${String(stage?.index)}`);
    assert.deepEqual(rules, ['error 1']);
  });

  it('is added to what was found around the Dockerfile', () => {
    const found = { ...NO_SURROUNDINGS, namedContexts: new Set(['a']), target: 'x' };
    assert.equal(surroundingsWith(found, NOTHING_CHOSEN), found);
    const chosen = choose([
      {
        namedContexts: { b: '../b' },
        trustedRegistries: ['r'],
        options: { labels: { l: 'url' }, pinnedManagers: ['apt'] },
      },
    ]);
    const { namedContexts, target, policy } = surroundingsWith(found, chosen);
    assert.deepEqual([...namedContexts], ['a', 'b']);
    assert.equal(target, 'x');
    assert.deepEqual(policy, {
      trustedRegistries: ['r'],
      labels: { kinds: new Map([['l', 'url']]), isStrict: false },
      pinnedManagers: new Set(['apt']),
    });
    assert.equal(surroundingsWith(found, choose([{ target: 'y' }])).target, 'y');
  });
});

describe('the page about configuration', () => {
  it('shows a file that is right', () => {
    const page = readFileSync(join(repositoryRoot(), 'server/docs/configuration.md'), 'utf8');
    const example = /```jsonc\n([^]*?)```/.exec(page)?.[1];
    assert.ok(example);
    assert.deepEqual(inOurs(example), []);
  });
});
