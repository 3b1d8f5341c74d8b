/** Which level a rule has in a stage: what the configuration says, and where it says nothing, the rule's own. */
import type { StageFacts } from '../model/facts';
import type { Role } from '../model/roles';
import type { Configuration, RuleSetting } from './configuration';
import type { Level, Match, Rule } from './rule';

export const ROLES_OF_RULES = ['final', 'base', 'target', 'builder'] as const;

export type RuleRole = (typeof ROLES_OF_RULES)[number];

/** An unreachable stage is judged as a builder. */
export function ruleRole(role: Role): RuleRole {
  return role === 'unreachable' ? 'builder' : role;
}

/** The global scope belongs to every stage, so it is judged as strictly as the shipped one. */
export function roleIn(stage: StageFacts | undefined): RuleRole {
  return stage === undefined ? 'final' : ruleRole(stage.role);
}

/** `id` is the rule's own, or that of a member of its family. */
export function isOnFor(rule: Rule, configuration: Configuration, role: RuleRole, id = rule.id): boolean {
  // Codes of a family are configured one by one, and matches may carry any of them.
  if (rule.meta.isFamily === true && id === rule.id) return true;
  const { equivalents } = rule.meta;
  const configured = configuredLevel(rule, id, role, configuration);
  if (configured !== undefined) return configured !== 'off';
  const byCode = levelByCode(rule, equivalents, role, configuration);
  // A match may have fewer codes than its rule.
  const isPartlyOff = byCode === 'off' && equivalents.length > 1;
  return (isPartlyOff ? usualLevel(rule, role) : (byCode ?? usualLevel(rule, role))) !== 'off';
}

export function levelOf(
  rule: Rule,
  id: string,
  match: Match,
  stage: StageFacts | undefined,
  configuration: Configuration,
): Level | 'off' {
  const role = roleIn(stage);
  const configured =
    configuredLevel(rule, id, role, configuration) ??
    levelByCode(rule, match.equivalents ?? rule.meta.equivalents, role, configuration);
  if (configured !== undefined) return configured;
  const usual = usualLevel(rule, role);
  if (usual === 'off') return 'off';
  const level = match.level ?? usual;
  return rule.meta.concern !== undefined && stage?.isDevelopment === true ? 'hint' : level;
}

/** Undefined where the setting leaves it to others. */
export function settingFor(setting: RuleSetting | undefined, role: RuleRole): Level | 'off' | undefined {
  const level = typeof setting === 'object' ? setting[role] : setting;
  return level === 'default' ? undefined : level;
}

/** What the configuration says of a rule in stages of a role; undefined when it leaves that to the rule. */
function configuredLevel(
  rule: Rule,
  id: string,
  role: RuleRole,
  { rules, categories }: Configuration,
): Level | 'off' | undefined {
  return (
    settingFor(rules[id], role) ??
    settingFor(rules[rule.id], role) ??
    settingFor(categories?.[rule.meta.category], role)
  );
}

/** What the configuration says of the other tools' codes of a rule or match. */
function levelByCode(
  rule: Rule,
  codes: readonly string[],
  role: RuleRole,
  { equivalents }: Configuration,
): Level | 'off' | undefined {
  if (equivalents === undefined) return undefined;
  for (const code of codes) {
    const level = settingFor(equivalents[code], role);
    if (level === undefined) continue;
    const isOffHere = usualLevel(rule, role) === 'off';
    return isOffHere && ROLES_OF_RULES.some((other) => usualLevel(rule, other) !== 'off') ? 'off' : level;
  }
  return undefined;
}

function usualLevel(rule: Rule, role: RuleRole): Level | 'off' {
  return typeof rule.meta.level === 'string' ? rule.meta.level : rule.meta.level[role];
}
