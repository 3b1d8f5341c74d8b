/** What a call of `stagewright lint` asks for, checked for what does not go together. */
import type { Level, Safety, Surroundings } from '../../core/index';
import { type Invocation, UsageError } from '../command';
import { type LintFormat, LINT_FORMATS } from '../formats/lintFormats';
import { LEVELS } from '../lintReport';
import { type RuleChoice, ruleChoice } from './ruleChoice';

export interface LintRequest {
  readonly threshold: Level;
  /** False when nobody chose it, so that a configuration file may. */
  readonly isThresholdGiven: boolean;
  readonly format: LintFormat;
  readonly work: Work;
  /** Undefined for all rules. */
  readonly rules: RuleChoice | undefined;
  readonly target: string | undefined;
  readonly parity: Surroundings['parity'];
  readonly baseline: string | undefined;
  readonly changedSince: string | undefined;
  readonly shellcheck: ShellcheckChoice;
}

export type ShellcheckChoice =
  | { readonly kind: 'off' }
  /** Where there is one on PATH. */
  | { readonly kind: 'found' }
  | { readonly kind: 'named'; readonly program: string };

export type Work =
  | { readonly kind: 'report' }
  /** Write the fixed files. */
  | { readonly kind: 'fix'; readonly upTo: Safety }
  /** Show what `fix` would write. */
  | { readonly kind: 'diff'; readonly upTo: Safety }
  /** Write all findings there are into the baseline. */
  | { readonly kind: 'write-baseline'; readonly baseline: string };

/** Throws `UsageError`. */
export function lintRequest(invocation: Invocation): LintRequest {
  if (invocation.has('stdin')) refuseWith(invocation, '--stdin', ['changed-since', 'write-baseline', 'diff']);
  else if (invocation.has('filename'))
    throw new UsageError('--filename needs --stdin: add --stdin, or name the file as PATH');
  if (invocation.has('write-baseline')) {
    // It says what there is, all of it; and nothing else is to happen by the way.
    refuseWith(invocation, '--write-baseline', ['fix', 'fix-suggestions', 'diff', 'rule', 'changed-since']);
    if (!invocation.has('baseline'))
      throw new UsageError('--write-baseline needs the file to write: add --baseline FILE');
  }
  const format = LINT_FORMATS.find((each) => each === invocation.value('format')) ?? 'text';
  if (invocation.has('diff') && format !== 'text')
    throw new UsageError(`--diff prints a diff, so it goes without --format ${format}`);
  if (invocation.has('stdin') && hasFixes(invocation) && format !== 'text')
    throw new UsageError(`--stdin --fix prints the fixed text, so it goes without --format ${format}`);
  return {
    isThresholdGiven: invocation.has('level'),
    threshold: LEVELS.find((level) => level === invocation.value('level')) ?? 'warning',
    format,
    work: workOf(invocation),
    rules: ruleChoice(invocation.values('rule')),
    target: invocation.value('target'),
    parity: PARITIES.find((tool) => tool === invocation.value('parity')),
    baseline: invocation.value('baseline'),
    changedSince: invocation.value('changed-since'),
    shellcheck: shellcheckOf(invocation),
  };
}

function shellcheckOf(invocation: Invocation): ShellcheckChoice {
  const program = invocation.value('shellcheck');
  if (invocation.has('no-shellcheck')) {
    refuseWith(invocation, '--no-shellcheck', ['shellcheck']);
    return { kind: 'off' };
  }
  return program === undefined ? { kind: 'found' } : { kind: 'named', program };
}

export const PARITIES = ['hadolint', 'buildkit'] as const;

function refuseWith(invocation: Invocation, option: string, others: readonly string[]): void {
  const other = others.find((each) => invocation.has(each));
  if (other !== undefined) throw new UsageError(`${option} goes without --${other}: leave one of them out`);
}

function hasFixes(invocation: Invocation): boolean {
  return invocation.has('fix') || invocation.has('fix-suggestions');
}

function workOf(invocation: Invocation): Work {
  const baseline = invocation.value('baseline');
  if (invocation.has('write-baseline') && baseline !== undefined) return { kind: 'write-baseline', baseline };
  const upTo: Safety = invocation.has('fix-suggestions') ? 'suggestion' : 'safe';
  if (invocation.has('diff')) return { kind: 'diff', upTo };
  return hasFixes(invocation) ? { kind: 'fix', upTo } : { kind: 'report' };
}
