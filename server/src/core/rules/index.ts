/** All rules, written by server/tools/generate/registry.mjs from this folder: the folder is the registry. */
import type { Rule } from '../lint/rule';
import noUndeclaredArgument from './artifacts/no-undeclared-argument';
import requireFromFirst from './instructions/require-from-first';
import noDuplicateStageName from './stages/no-duplicate-stage-name';
import noForwardStageReference from './stages/no-forward-stage-reference';
import noSelfStageReference from './stages/no-self-stage-reference';
import noUnknownStageReference from './stages/no-unknown-stage-reference';
import noWholeStageCopy from './stages/no-whole-stage-copy';
import preferNamedStageReference from './stages/prefer-named-stage-reference';
import syntax from './syntax/syntax';

/** Every rule, sorted by category and id. */
export const rules: readonly Rule[] = [
  noUndeclaredArgument,
  requireFromFirst,
  noDuplicateStageName,
  noForwardStageReference,
  noSelfStageReference,
  noUnknownStageReference,
  noWholeStageCopy,
  preferNamedStageReference,
  syntax,
];

export const ruleById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));
