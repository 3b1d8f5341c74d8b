/** Says a rule's level in words, the same way on its page and in the table. */
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

/** `warning`, or `warning in a final stage, hint in a builder stage`. */
export function levelInWords(level: LevelByRole): string {
  if (typeof level === 'string') return level;
  const byLevel = new Map<string, string[]>();
  for (const role of GRADED_ROLES) byLevel.set(level[role], [...(byLevel.get(level[role]) ?? []), role]);
  const [only, ...others] = byLevel.keys();
  if (only !== undefined && others.length === 0) return only;
  return [...byLevel].map(([name, roles]) => `${name} in a ${roles.join(' or ')} stage`).join(', ');
}
