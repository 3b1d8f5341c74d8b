/** The explanation of a failed build, for a client that has its log from its user. */
import type { GraphRange } from './graph';

/** `ExplainLogParams` → `ExplainLogResult | null`; null for a document that is not open. The failing instruction gets a diagnostic. */
export const EXPLAIN_LOG_REQUEST = 'stagewright/explainLog';

export interface ExplainLogParams {
  /** Of the Dockerfile. */
  readonly uri: string;
  /** As it was copied, of any length: only its end is read. */
  readonly log: string;
}

export interface ExplainLogResult {
  /** For a person, with links to the line and to the rule's page. */
  readonly markdown: string;
  /** Of the failing instruction; left out when it is not known. */
  readonly range?: GraphRange | undefined;
  /** One sentence; left out when no cause is known. */
  readonly happened?: string | undefined;
}
