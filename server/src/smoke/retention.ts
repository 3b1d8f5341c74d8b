/** What a person may decide about an image once its evidence is there, and how they are asked. */
import type { CancelSignal } from './cancellation';
import type { EngineCommand } from './engineCommand';
import type { SmokeReport } from './report';

export interface RetentionOffer {
  /** As far as it is written: all but the clean-up. */
  readonly report: SmokeReport;
  /** How long an answer is waited for, in ms; then the image is removed. */
  readonly limitMs: number;
  /** Starts a shell in a container of the image, which is removed with the run; undefined when no shell was found in it. */
  readonly shell: EngineCommand | undefined;
  /** The last answer was `shell`: the time limit is now that of a person who looks around. */
  readonly isInShell: boolean;
  /** Why the name of the last answer cannot be had; undefined for the first question. */
  readonly problem: string | undefined;
}

export type RetentionDecision =
  | { readonly kind: 'remove' }
  | { readonly kind: 'keep'; readonly name: string }
  /** The shell was started; what becomes of the image is asked again, and answered when it has ended. */
  | { readonly kind: 'shell' };

/** The signal fires when nobody waits for the answer any more. What it throws counts as `remove`. */
export type RetentionQuestion = (offer: RetentionOffer, signal: CancelSignal) => Promise<RetentionDecision>;
