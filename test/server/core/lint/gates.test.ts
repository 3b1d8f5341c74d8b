/** What a rule asks for (keywords, words, edges) only spares work: without it the findings over the corpus are the same. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze, NO_SURROUNDINGS, rules, type Rule } from '../../../../server/src/core';
import { DEFAULT_CONFIGURATION } from '../../../../server/src/core/lint/configuration';
import { Linter } from '../../../../server/src/core/lint/linter';
import { corpusFiles } from '../../../harness/corpus';

it('no rule finds less because of what it asks for', () => {
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
  switch (rule.scope) {
    case 'suppression':
      return rule;
    case 'instruction': {
      const open: Open<typeof rule> = { ...rule };
      // It is made for its keywords, and only its words spare work.
      delete open.words;
      return open;
    }
    case 'stage': {
      const open: Open<typeof rule> = { ...rule };
      delete open.keywords;
      delete open.words;
      delete open.withEdges;
      return open;
    }
    case 'file': {
      const open: Open<typeof rule> = { ...rule };
      delete open.keywords;
      delete open.words;
      return open;
    }
  }
}

type Open<R> = { -readonly [Key in keyof R]: R[Key] };

function examplesOf({ docs: { examples } }: Rule): readonly string[] {
  return [...examples.bad, ...examples.good].map((example) =>
    typeof example === 'string' ? example : example.dockerfile,
  );
}
