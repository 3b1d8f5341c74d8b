/** Who made an image: the stages of a Dockerfile, and the history that its configuration tells. */
import type { HistoryStep } from '../historyLines';
import type { SmokeStage } from '../input';
import { textAt } from '../reading';

export interface Making {
  readonly stages: readonly SmokeStage[];
  readonly stage: SmokeStage;
}

/** @param entry of `history` in the image's configuration (OCI image specification, config.md) */
export function historyStep(entry: unknown): HistoryStep {
  return {
    createdBy: textAt(entry, 'created_by') ?? '',
    isFromDockerfile: textAt(entry, 'comment') === 'buildkit.dockerfile.v0',
  };
}
