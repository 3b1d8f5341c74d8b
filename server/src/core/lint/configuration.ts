/** What a user can decide about the analysis, as one plain object; reading it from files and settings is the roots' work. */
import type { Level } from './rule';
import type { Role } from '../model/roles';

/** `default` or left out: the rule's own level by role. */
export type RuleSetting =
  | Level
  | 'off'
  | 'default'
  | Readonly<Partial<Record<Exclude<Role, 'unreachable'>, Level | 'off' | 'default'>>>;

export interface Configuration {
  /** By rule id. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

export const DEFAULT_CONFIGURATION: Configuration = { rules: {} };
