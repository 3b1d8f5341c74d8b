/** Finds rules by whatever somebody calls them. */
import { type Rule, ruleById, rules } from '../core/index';

/** By our own id, by that of a family (`syntax/…`), or by another tool's code with or without the tool's name. */
export function rulesByCode(code: string): readonly Rule[] {
  const [family = ''] = code.split('/');
  const rule = ruleById.get(code) ?? ruleById.get(family);
  if (rule !== undefined) return [rule];
  const wanted = code.toLowerCase();
  return rules.filter(({ meta }) =>
    meta.equivalents.some((each) =>
      [each, each.slice(each.indexOf('/') + 1)].some((name) => name.toLowerCase() === wanted),
    ),
  );
}
