/** How messages and lessons call a stage, so that all of them call it the same. */
import type { StageFacts } from './facts';

/** `stage "build"`, or `stage 0` for one without a name. */
export function stageLabel(stage: Pick<StageFacts, 'name' | 'index'>): string {
  return stage.name === undefined ? `stage ${stage.index.toString()}` : `stage "${stage.name}"`;
}

/** The same, with the role where it decides: `the final stage`, `the base stage "deps"`. */
export function stageWithRole(stage: Pick<StageFacts, 'name' | 'index' | 'role'>): string {
  if (stage.role === 'final') return 'the final stage';
  return stage.name === undefined
    ? `${stage.role} stage ${stage.index.toString()}`
    : `the ${stage.role} stage "${stage.name}"`;
}
