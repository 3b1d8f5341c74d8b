/** What a user can decide about the analysis, as one plain object; reading it from files and settings is others' work. */
import type { Category, Level } from './rule';
import type { Role } from '../model/roles';

/** `default` or left out: the rule's own level by role. */
export type RuleSetting =
  | Level
  | 'off'
  | 'default'
  | Readonly<Partial<Record<Exclude<Role, 'unreachable'>, Level | 'off' | 'default'>>>;

export interface Configuration {
  /** By rule id; for a member of a family by its own id or that of the family, the former first. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** For the rules of a category that `rules` leaves at their default. */
  readonly categories?: Readonly<Partial<Record<Category, RuleSetting>>>;
  /**
   * By a code of another tool, `hadolint/DL3006`: for the matches that have it as an equivalent. It counts where `rules` and
   * `categories` say nothing, and switches on nothing in roles where the rule has nothing to say, unless it is off in all.
   */
  readonly equivalents?: Readonly<Record<string, RuleSetting>>;
}

/** The least level at which a command fails. */
export type FailOn = Level | 'never';

export const DEFAULT_CONFIGURATION: Configuration = { rules: {} };
