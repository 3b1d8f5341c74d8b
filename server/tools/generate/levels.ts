/** Says a rule's level in the table of rules. */
import type { LevelByRole } from '../../src/core/index';

/** The roles that a level is given for, in the order of the rule catalogue. */
const GRADED_ROLES = ['final', 'base', 'target', 'builder'] as const;

/** `warning`, or `warning · warning · hint · off` for final · base · target · builder. */
export function levelInOneCell(level: LevelByRole): string {
  if (typeof level === 'string') return level;
  const levels = GRADED_ROLES.map((role) => level[role]);
  const [first, ...others] = levels;
  return first !== undefined && others.every((other) => other === first) ? first : levels.join(' · ');
}
