/** What a smoke build measured of each instruction, kept by the instruction's text, so that it survives edits elsewhere. */

/** `MeasurementsParams`, from the server after a smoke build, and from the client for a document that it remembers them of. */
export const MEASUREMENTS_NOTIFICATION = 'stagewright/measurements';

export interface MeasurementsParams {
  readonly uri: string;
  readonly measurements: readonly Measurement[];
}

export interface Measurement {
  /** The name of the stage, else its zero-based index as text. */
  readonly stage: string;
  /** How many instructions of the stage stand above it, FROM not counted; -1 for the FROM. */
  readonly position: number;
  /** The instruction as it was built. */
  readonly text: string;
  readonly durationMs: number;
  readonly cached: boolean;
  /** Of the layers that it made; for a FROM those of its image. Left out when it made none. */
  readonly bytes?: number | undefined;
}
