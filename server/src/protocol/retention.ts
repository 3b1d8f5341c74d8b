/** How a person decides what becomes of the image of a smoke build, while the image is still there. */
import type { SmokeResult } from './smoke';

/**
 * `SmokeDecideParams` → `SmokeDecision`, from the server while a smoke build runs that asked for it. It is cancelled when the
 * time is over, and when the smoke build is cancelled; both mean `remove`, and so does an error.
 */
export const SMOKE_DECIDE_REQUEST = 'stagewright/smoke/decide';

export interface SmokeDecideParams {
  /** Of the smoke build. */
  readonly token: string;
  /** All but the clean-up. */
  readonly report: SmokeResult;
  /** How long the answer is waited for, in ms. */
  readonly limitMs: number;
  /** To be run in a terminal, without a shell around it: a shell in a container of the image. Left out when the image has none. */
  readonly shell?: { readonly program: string; readonly args: readonly string[] };
  /** The last answer was `shell`. */
  readonly isInShell: boolean;
  /** Why the name of the last answer cannot be had. */
  readonly problem?: string;
}

export type SmokeDecision =
  | { readonly kind: 'remove' }
  | { readonly kind: 'keep'; readonly name: string }
  /** The shell is open: the question comes again at once, with more time, and is to be answered when the shell has ended. */
  | { readonly kind: 'shell' };

/** What a name to keep an image under looks like, as a regular expression; the server has the last word. */
export const KEPT_NAME_PATTERN =
  '^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\\d+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\\w[\\w.-]{0,127})?$';
