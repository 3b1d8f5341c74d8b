/** What every way of building reports while it works, whatever form the engine's client prints it in. */

export type BuildEvent =
  /** A build step changed. `id` is stable within one build. Times are ms since the epoch. */
  | {
      readonly kind: 'step';
      readonly id: string;
      /** `[build 2/6] RUN npm ci`; undefined when the event does not repeat it. */
      readonly name: string | undefined;
      /** Of its instruction, zero-based, where the reader knows better than the name. */
      readonly line?: number;
      readonly state: StepState;
    }
  | {
      readonly kind: 'log';
      readonly id: string;
      /** May end in the middle of a line. */ readonly text: string;
    }
  /** Zero-based line. */
  | {
      readonly kind: 'warning';
      readonly line: number | undefined;
      readonly message: string;
      readonly url: string | undefined;
    }
  /** What the client says outside of any step: its error, and the excerpt of the Dockerfile with it. */
  | { readonly kind: 'said'; readonly line: string };

export type StepState =
  | { readonly kind: 'known' }
  | { readonly kind: 'started'; readonly at: number | undefined }
  | {
      readonly kind: 'finished';
      readonly durationMs: number | undefined;
      readonly cached: boolean;
      readonly error: string | undefined;
    };

/** Reads one line of output; gives no events for a line that says nothing new. */
export type ProgressReader = (line: string) => readonly BuildEvent[];
