/** How each file of a run is judged: what lies around it, and which of its findings count. */
import { type Chosen, type ShellcheckAnswers, type Surroundings, surroundingsWith } from '../../core/index';
import type { FileContent } from '../io';
import type { FileJudge } from '../lintFile';
import type { LintRequest } from './request';
import { type EarlierReport, type Filters, selectionFor } from './selection';

/** What is known of a file before the request is looked at. */
export interface FileSituation {
  readonly surroundings: Surroundings;
  readonly chosen: Chosen;
}

/** The request's words come before those of files. */
export function fileJudge(
  path: string,
  content: FileContent,
  { surroundings, chosen }: FileSituation,
  request: LintRequest,
  filters: Filters,
  earlier: EarlierReport,
): FileJudge {
  const text = content.kind === 'text' ? content.text.replace(/^\ufeff/, '') : '';
  return {
    surroundings: surroundingsFor(surroundingsWith(surroundings, chosen), request),
    configuration: request.rules?.configured(chosen.configuration) ?? chosen.configuration,
    select: selectionFor(path, text, filters, earlier),
  };
}

/** The same judge, with what ShellCheck says. */
export function hearing(judge: FileJudge, shellcheck: ShellcheckAnswers | undefined): FileJudge {
  return shellcheck === undefined ? judge : { ...judge, surroundings: { ...judge.surroundings, shellcheck } };
}

function surroundingsFor(surroundings: Surroundings, { target, parity }: LintRequest): Surroundings {
  if (target === undefined && parity === undefined) return surroundings;
  return {
    ...surroundings,
    target: target ?? surroundings.target,
    parity: parity ?? surroundings.parity,
  };
}
