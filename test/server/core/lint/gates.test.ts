/** What a stage rule asks for only spares work: without it the findings over the corpus are the same. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze, NO_SURROUNDINGS, rules, type Rule } from '../../../../server/src/core';
import { DEFAULT_CONFIGURATION } from '../../../../server/src/core/lint/configuration';
import { Linter } from '../../../../server/src/core/lint/linter';
import { corpusFiles } from '../../../harness/corpus';

it('no rule finds less because of the stages that it asks for', () => {
  const asking = new Linter(rules);
  const asked = new Linter(rules.map(withoutGates));
  const texts = [...(corpusFiles() ?? []).map(({ text }) => text), ...rules.flatMap(examplesOf)];
  for (const text of texts) {
    for (const parity of [undefined, 'hadolint', 'buildkit'] as const) {
      const { facts, surroundings } = analyze(text, { surroundings: { ...NO_SURROUNDINGS, parity } });
      const [some, all] = [asking, asked].map((linter) =>
        linter
          .lint(facts, surroundings, DEFAULT_CONFIGURATION)
          .findings.map(({ rule, message, at }) => `${rule} ${String(at.span.start)} ${message}`),
      );
      assert.deepEqual(some, all, `${String(parity)}: ${text}`);
    }
  }
});

function withoutGates(rule: Rule): Rule {
  if (rule.scope !== 'stage') return rule;
  const open: { -readonly [Key in keyof typeof rule]: (typeof rule)[Key] } = { ...rule };
  delete open.keywords;
  delete open.withEdges;
  return open;
}

function examplesOf({ docs: { examples } }: Rule): readonly string[] {
  return [...examples.bad, ...examples.good].map((example) =>
    typeof example === 'string' ? example : example.dockerfile,
  );
}
