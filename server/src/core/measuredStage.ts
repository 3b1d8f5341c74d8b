/** Takes what a build has shown of a stage into the words of the surroundings. */
import type { Analysis } from './analysis';
import { stageFingerprint } from './model/artifacts/measured';
import type { MeasuredStage } from './model/surroundings';

/** @param built the analysis of exactly the text that was built */
export function measuredStage(built: Analysis, index: number, files: MeasuredStage['files']): MeasuredStage {
  const stage = built.facts.stages[index];
  return { fingerprint: stage === undefined ? '' : stageFingerprint(stage), files };
}
