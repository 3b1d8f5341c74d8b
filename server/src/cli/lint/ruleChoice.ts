/** Which rules `--rule` chooses: by our names, by category, or by the codes of other tools. */
import { type Configuration, nearest, type Rule, ruleById, rules } from '../../core/index';
import { UsageError } from '../command';
import type { PlacedFinding } from '../lintReport';
import { rulesByCode } from '../ruleNames';

export interface RuleChoice {
  /** By the rule's own name. */
  asksFor(id: string): boolean;
  includes(finding: PlacedFinding): boolean;
  /** A chosen rule that is off is wanted all the same; one that is off in every stage by itself is a warning then. */
  configured(configuration: Configuration): Configuration;
}

/** `typed` are values of the option, each with one or more names between commas; undefined when there are none. */
export function ruleChoice(typed: readonly string[]): RuleChoice | undefined {
  const names = typed.flatMap((each) => each.split(',')).map((each) => each.trim());
  if (names.length === 0) return undefined;
  const choices = names.map(choiceNamed);
  const chosen = new Set(choices.flatMap((choice) => choice.rules));
  const cache = new WeakMap<Configuration, Configuration>();
  return {
    asksFor: (id) => [...chosen].some((rule) => rule.id === id),
    includes: (finding) => choices.some((choice) => includes(choice, finding)),
    configured(configuration) {
      // One object for all files, for the linter keeps what it knows of a configuration by its identity.
      let known = cache.get(configuration);
      if (known === undefined) {
        known = switchedOn(configuration, chosen);
        cache.set(configuration, known);
      }
      return known;
    },
  };
}

interface Choice {
  readonly rules: readonly Rule[];
  /** Only findings of this name, where the rules report others too: `syntax/unknown-instruction`, `DL3006` under parity. */
  readonly code: string | undefined;
}

function choiceNamed(name: string): Choice {
  const own = ruleById.get(name);
  if (own !== undefined) return { rules: [own], code: undefined };
  const shellcheck = /^(?:hadolint\/)?(SC\d+)$/i.test(name) ? ruleById.get('shellcheck') : undefined;
  // No list has all of its codes.
  if (shellcheck !== undefined)
    return { rules: [shellcheck], code: `shellcheck/${name.slice(name.indexOf('/') + 1).toUpperCase()}` };
  const found = rulesByCode(name);
  if (found.length > 0) return { rules: found, code: name };
  const ofCategory = rules.filter(({ meta }) => meta.category === name);
  if (ofCategory.length > 0) return { rules: ofCategory, code: undefined };
  throw new UsageError(unknownRule(name));
}

function includes({ rules: chosen, code }: Choice, { rule, source }: PlacedFinding): boolean {
  if (!chosen.some(({ id }) => id === source)) return false;
  if (code === undefined || rule === source || rule === code) return true;
  // Named by another tool's code, but reported under our name: nothing narrower is known.
  if (rule.startsWith(`${source}/`)) return !code.startsWith(`${source}/`);
  return rule.toLowerCase() === code.slice(code.indexOf('/') + 1).toLowerCase();
}

function switchedOn(configuration: Configuration, chosen: ReadonlySet<Rule>): Configuration {
  const settings = { ...configuration.rules };
  let isChanged = false;
  for (const rule of chosen) {
    const setting = settings[rule.id];
    const isOff = setting === undefined || setting === 'default' ? isOffByItself(rule) : setting === 'off';
    if (!isOff) continue;
    settings[rule.id] = isOffByItself(rule) ? 'warning' : 'default';
    isChanged = true;
  }
  return isChanged ? { ...configuration, rules: settings } : configuration;
}

function isOffByItself({ meta: { level } }: Rule): boolean {
  return typeof level === 'string' ? level === 'off' : Object.values(level).every((each) => each === 'off');
}

function unknownRule(name: string): string {
  const meant = nearest(name, new Set(rules.flatMap(({ id, meta }) => [id, meta.category])));
  return meant === undefined
    ? `there is no rule "${name}": name one as findings show it, a category, or another tool's code`
    : `there is no rule "${name}": did you mean "${meant}"?`;
}
