/** The laws every rule keeps, checked over the whole registry. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  analyze,
  applyEdits,
  NO_SURROUNDINGS,
  rules,
  type Analysis,
  type Finding,
  type Rule,
} from '../../../../server/src/core';
import type { Example } from '../../../../server/src/core/lint/rule';
import { repositoryRoot } from '../../../harness/repository';

const ROOT = repositoryRoot();
const RULES_FOLDER = join(ROOT, 'server/src/core/rules');
const TESTS_FOLDER = join(ROOT, 'test/server/core/rules');
const PAGES_FOLDER = join(ROOT, 'server/docs/rules');

describe('the registry', () => {
  it('is the folder of rules', () => {
    const files = categories(RULES_FOLDER).flatMap((category) =>
      namesIn(join(RULES_FOLDER, category), '.ts').map((id) => `${category}/${id}`),
    );
    assert.deepEqual(rules.map((rule) => `${rule.meta.category}/${rule.id}`).sort(), files.sort());
  });

  it('has a test and a page for every rule, and none for another', () => {
    const tests = categories(TESTS_FOLDER).flatMap((category) =>
      namesIn(join(TESTS_FOLDER, category), '.test.ts'),
    );
    const ids = rules.map((rule) => rule.id).sort();
    assert.deepEqual(tests.sort(), ids);
    assert.deepEqual(namesIn(PAGES_FOLDER, '.md').sort(), ids);
  });
});

for (const rule of rules) {
  describe(rule.id, () => {
    it('has a name, a lesson and references of the agreed form', () => {
      assert.match(
        rule.id,
        /^(?:(?:no|require|prefer|consistent|valid|unused|unknown)-[a-z0-9]+(?:-[a-z0-9]+)*|syntax|shellcheck)$/,
      );
      assert.ok(rule.docs.lesson.trim().split('\n').length <= 15, 'the lesson is longer than 15 lines');
      assert.doesNotMatch(rule.docs.summary, /\.$|\n/);
      assert.ok(
        rule.docs.references.length > 0 &&
          rule.docs.references.every((address) => address.startsWith('https://')),
      );
      assert.ok(rule.docs.examples.bad.length > 0 && rule.docs.examples.good.length > 0);
      assert.match(rule.meta.since, /^\d+\.\d+\.\d+$/);
    });

    it('looks for words that can be found: runs of small letters', () => {
      const words = rule.scope === 'suppression' ? [] : (rule.words ?? []);
      assert.deepEqual(
        words.filter((word) => !/^[a-z]+$/.test(word)),
        [],
      );
    });

    for (const [index, example] of rule.docs.examples.bad.entries())
      it(`reports bad example ${String(index + 1)} once`, () => {
        const { findings } = analyzedExample(example, rule);
        const own = findings.filter((finding) => isOf(finding, rule));
        assert.equal(own.length, 1, describeFindings(findings));
        assert.doesNotMatch(own[0]?.message ?? '', /\{\w+\}/, 'a hole in the message was not filled');
      });

    for (const [index, example] of rule.docs.examples.good.entries())
      it(`has nothing to say about good example ${String(index + 1)}`, () => {
        const { findings } = analyzedExample(example, rule);
        const loud = findings.filter(
          (finding) => isOf(finding, rule) || finding.level === 'error' || finding.level === 'warning',
        );
        assert.deepEqual(loud, [], describeFindings(loud));
      });

    it('offers the fixes that it announces, and safe ones keep their promise', () => {
      let offered = 0;
      for (const example of rule.docs.examples.bad) {
        const analysis = analyzedExample(example, rule);
        const finding = analysis.findings.find((candidate) => isOf(candidate, rule));
        assert.ok(finding);
        const fixes = analysis.fixesOf(finding);
        offered += fixes.length > 0 ? 1 : 0;
        for (const fix of fixes) {
          assert.ok(fix.edits.length + fix.newFiles.length > 0, `"${fix.title}" changes nothing`);
          if (fix.safety === 'safe')
            assertSafe(rule, analysis, finding, applyEdits(analysis.text, fix.edits));
        }
      }
      if (rule.meta.fix === 'none') assert.equal(offered, 0, 'announces no fix and offers one');
      if (rule.meta.fix === 'always')
        assert.equal(offered, rule.docs.examples.bad.length, 'announces a fix always');
      if (rule.meta.fix === 'sometimes') assert.ok(offered > 0, 'announces a fix and never offers one');
    });
  });
}

/** A safe fix removes its finding, brings no new error, and does not apply again to its own result. */
function assertSafe(rule: Rule, before: Analysis, finding: Finding, text: string): void {
  const after = analyze(text, { surroundings: before.surroundings, configuration: before.configuration });
  const count = (analysis: Analysis): number =>
    analysis.findings.filter((candidate) => candidate.rule === finding.rule).length;
  assert.ok(count(after) < count(before), `the fix does not remove the finding:\n${text}`);
  const errors = (analysis: Analysis): number =>
    analysis.findings.filter((candidate) => candidate.level === 'error').length;
  assert.ok(errors(after) <= errors(before), `the fix of ${rule.id} makes an error:\n${text}`);
  assert.equal(after.dockerfile.text, text);
}

/** A rule that is off everywhere is switched on, since its examples could show nothing otherwise. */
function analyzedExample(example: Example, rule: Rule): Analysis {
  const { dockerfile, surroundings } =
    typeof example === 'string' ? { dockerfile: example, surroundings: {} } : example;
  const analysis = analyze(dockerfile, {
    surroundings: { ...NO_SURROUNDINGS, ...surroundings },
    configuration: { rules: isOff(rule) ? { [rule.id]: 'information' } : {} },
  });
  assert.deepEqual(analysis.failures, []);
  return analysis;
}

function isOff({ meta: { level } }: Rule): boolean {
  return typeof level === 'string' ? level === 'off' : Object.values(level).every((one) => one === 'off');
}

function isOf(finding: Finding, rule: Rule): boolean {
  return finding.rule === rule.id || finding.rule.startsWith(`${rule.id}/`);
}

function describeFindings(findings: readonly Finding[]): string {
  return (
    findings.map((finding) => `${finding.level} ${finding.rule}: ${finding.message}`).join('\n') ||
    'no findings'
  );
}

function categories(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function namesIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));
}

// The page of a rule is generated; that it says what the rule says is checked by the generator itself.
describe('pages', () => {
  it('carry the lesson of their rule', () => {
    for (const rule of rules) {
      const page = readFileSync(join(PAGES_FOLDER, `${rule.id}.md`), 'utf8');
      assert.ok(page.includes(rule.docs.summary), rule.id);
    }
  });
});
