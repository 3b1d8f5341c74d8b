/** Whether apt keeps the packages that it downloads, which the images of Debian and Ubuntu forbid. */
import type { Instruction } from '../syntax/nodes';
import { memoized } from '../text/memoized';
import type { StageFacts } from './facts';

/**
 * False only where the base image certainly has `/etc/apt/apt.conf.d/docker-clean` (debuerreotype and Ubuntu's images
 * write it) and nothing up to the end of the RUN could have taken it away.
 */
export function keepsPackages(stage: StageFacts, run: Instruction): boolean {
  const system = stage.image?.distribution?.id;
  if (system !== 'debian' && system !== 'ubuntu') return true;
  for (let above = stage.parent; above !== undefined; above = above.parent)
    if (firstChange(above) !== undefined) return true;
  const change = firstChange(stage);
  return change !== undefined && change <= stage.instructions.indexOf(run);
}

/** Where the stage first says something about apt's configuration. */
const firstChange = memoized((stage: StageFacts): number | undefined => {
  const found = stage.instructions.findIndex(({ source }) =>
    /docker-clean|keep-|Keep-|apt\.conf/.test(source),
  );
  return found === -1 ? undefined : found;
});
