/** The conversion to multi-stage, for a client that asks its user what the conversion leaves open. */

/** Named in code actions; the client executes it. */
export const CONVERT_COMMAND = 'stagewright.convert';

/** The document and the zero-based index of the stage; what the user looks at when they are left out. */
export type ConvertArguments = readonly [uri: string, stage: number];

/** `ConvertParams` → `ConvertResult | null`; null for a document that is not open. */
export const CONVERT_REQUEST = 'stagewright/convert';

export interface ConvertParams {
  readonly uri: string;
  /** Zero-based index. */
  readonly stage: number;
  /** What the user chose, by the id of the choice. */
  readonly answers: Readonly<Record<string, string>>;
}

export type ConvertResult =
  | {
      readonly kind: 'converted';
      /** `Go`. */
      readonly ecosystem: string;
      /** Sentences for the person who reads the result. */
      readonly explanation: readonly string[];
      readonly choices: readonly ConvertChoice[];
      /** Of `version`; offsets as LSP counts them. */
      readonly edits: readonly ConvertEdit[];
      readonly version: number;
    }
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly wayOut?: string | undefined;
      /** What is in the way. */
      readonly range?: ConvertEdit['range'] | undefined;
    };

/** A question that more than one answer fits; the first answer is the sensible one. */
export interface ConvertChoice {
  readonly id: string;
  readonly question: string;
  readonly answers: readonly { readonly value: string; readonly detail: string }[];
  readonly taken: string;
}

export interface ConvertEdit {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly newText: string;
}
