/** Tells of each build step that begins how many have begun, and of how many. */
import type { SmokeStage } from './input';
import type { SmokeProgress } from './report';
import { NUMBERED, neededStages } from './stageMap';

/**
 * BuildKit builds stages side by side, so steps are counted as they begin, whichever stage they are of. A step that two stages
 * share begins once, and so the count may end below the sum.
 */
export function countedSteps(
  stages: readonly SmokeStage[],
  target: SmokeStage,
  emit: (progress: SmokeProgress) => void,
): (progress: SmokeProgress) => void {
  const steps = new Set(
    neededStages(stages, target).flatMap(({ instructions }) =>
      instructions.filter(({ keyword }) => NUMBERED.has(keyword)).map(({ line }) => line),
    ),
  );
  const begun = new Set<number>();
  return (progress) => {
    // What comes from the cache ends without having begun.
    const isOfStep = progress.kind === 'instruction-started' || progress.kind === 'instruction-finished';
    if (isOfStep && steps.has(progress.line)) begun.add(progress.line);
    const isCounted = progress.kind === 'instruction-started' && steps.has(progress.line);
    emit(isCounted ? { ...progress, count: { number: begun.size, of: steps.size } } : progress);
  };
}
