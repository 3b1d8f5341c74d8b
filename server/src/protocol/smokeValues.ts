/** What only the person who builds can give: build arguments without a default, secrets, the SSH agent. */

/** `SmokeValuesParams` → `SmokeValues`, or null for a document that is not open. Nothing is run for it. */
export const SMOKE_VALUES_REQUEST = 'stagewright/smoke/values';

export interface SmokeValuesParams {
  readonly uri: string;
  /** Name or zero-based index of the stage to build; the final stage when left out. */
  readonly target?: string;
}

/** What the stages that take part in the build need; lines are zero-based. */
export interface SmokeValues {
  readonly arguments: readonly {
    readonly name: string;
    readonly line: number;
    /** Its name says that the value is a secret. */
    readonly isSecret: boolean;
  }[];
  readonly secrets: readonly { readonly id: string; readonly line: number; readonly isRequired: boolean }[];
  readonly ssh: readonly { readonly id: string; readonly line: number; readonly isRequired: boolean }[];
}

/** Handed over with a smoke build. They are masked wherever they would show, and kept nowhere. */
export interface SmokeGivenValues {
  readonly arguments?: Readonly<Record<string, string>>;
  readonly secrets?: readonly SmokeGivenSecret[];
  /** As the engine's `--ssh` takes them: `default` for the agent. */
  readonly ssh?: readonly string[];
}

/** `path` is absolute. */
export type SmokeGivenSecret =
  | { readonly kind: 'value'; readonly id: string; readonly value: string }
  | { readonly kind: 'file'; readonly id: string; readonly path: string };
