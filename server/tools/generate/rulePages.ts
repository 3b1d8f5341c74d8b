/** Writes a page of documentation for every rule from the rule itself, so that page, hover and message never differ. */
import { type Rule, rulePageText } from '../../src/core/index';
import type { Generator } from './generator';

const FOLDER = 'server/docs/rules';

export function rulePages(rules: readonly Rule[]): Generator {
  return {
    name: 'rule pages',
    folder: FOLDER,
    generate: () => new Map(rules.map((rule) => [`${FOLDER}/${rule.id}.md`, rulePageText(rule)])),
  };
}
