/** How each file of a run is judged: what lies around it, and which of its findings count. */
import { type Configuration, DEFAULT_CONFIGURATION, type Surroundings } from '../../core/index';
import type { FileContent } from '../io';
import type { FileJudge } from '../lintFile';
import type { LintRequest } from './request';
import { type Filters, selectionFor } from './selection';

/** What is known of a file before the request is looked at. */
export interface FileSituation {
  readonly surroundings: Surroundings;
  readonly configuration: Configuration;
}

/** The configuration there is without a file of its own. */
export const PLAIN: Pick<FileSituation, 'configuration'> = { configuration: DEFAULT_CONFIGURATION };

/** The request's words come before those of files. */
export function fileJudge(
  path: string,
  content: FileContent,
  situation: FileSituation,
  request: LintRequest,
  filters: Filters,
): FileJudge {
  const text = content.kind === 'text' ? content.text.replace(/^\ufeff/, '') : '';
  return {
    surroundings: surroundingsFor(situation.surroundings, request),
    configuration: request.rules?.configured(situation.configuration) ?? situation.configuration,
    select: selectionFor(path, text, filters),
  };
}

function surroundingsFor(surroundings: Surroundings, { target, parity }: LintRequest): Surroundings {
  if (target === undefined && parity === undefined) return surroundings;
  return {
    ...surroundings,
    target: target ?? surroundings.target,
    parity: parity ?? surroundings.parity,
  };
}
