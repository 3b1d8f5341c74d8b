/** Keeps what installing packages leaves out of the running image. */
import { packageInstallOf } from '../../model/commands/installs';
import type { Project, Refusal, Step } from './contract';
import { splitRun, type Splitting, type SplitRun } from './splitRun';

/** The running image fetches lists of packages where it installs some, and keeps none of them. */
export function tidiedRun(
  project: Project,
  step: Step,
  splitting: Splitting,
  split: SplitRun,
  lead?: string,
): SplitRun | Refusal {
  const later = project.steps.filter(({ index }) => index > step.index).flatMap(({ commands }) => commands);
  // Who installs later without fetching relies on the lists of this layer.
  const isLast = !later.some((command) => packageInstallOf(command) !== undefined);
  const isCleaned =
    split.leavesLists &&
    isLast &&
    step.instruction.exec === undefined &&
    step.instruction.heredocs.length === 0;
  if (lead === undefined && !isCleaned) return split;
  return splitRun(project, step, {
    ...splitting,
    ...(lead === undefined ? {} : { lead }),
    ...(isCleaned ? { tail: 'rm -rf /var/lib/apt/lists/*' } : {}),
  });
}
