/** Who made an image: the stages of a Dockerfile, and the history that its configuration tells. */
import { type HistoryStep, historyStepOf } from '../historyLines';
import type { SmokeStage } from '../input';
import { textAt } from '../reading';

export interface Making {
  readonly stages: readonly SmokeStage[];
  readonly stage: SmokeStage;
}

/** @param entry of `history` in the image's configuration (OCI image specification, config.md) */
export function historyStep(entry: unknown): HistoryStep {
  return historyStepOf(textAt(entry, 'created_by') ?? '', textAt(entry, 'comment') ?? '');
}
