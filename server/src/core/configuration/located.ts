/** Values of a configuration file with their places, whatever the file is written in. */
import type { Span } from '../text/span';

/** Spans are offsets in the file. */
export type Located =
  | { readonly kind: 'object'; readonly span: Span; readonly entries: readonly Entry[] }
  | { readonly kind: 'array'; readonly span: Span; readonly items: readonly Located[] }
  | { readonly kind: 'scalar'; readonly span: Span; readonly value: string | number | boolean | null };

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Located;
}

/** Something wrong with a configuration file. */
export interface Problem {
  readonly span: Span;
  /** One or two sentences: what is wrong, and what to write instead. */
  readonly message: string;
  /** An `error` means that the file cannot be read as what it is; a `warning`, that a part of it has no effect. */
  readonly level: 'error' | 'warning';
}

export interface ReadText {
  /** As much as could be understood; undefined when that is nothing. */
  readonly value: Located | undefined;
  readonly problems: readonly Problem[];
}
