/** Whether apt keeps the packages that it downloads, which the images of Debian and Ubuntu forbid. */
import type { Instruction } from '../syntax/nodes';
import type { StageFacts } from './facts';

/**
 * False only where the base image certainly has `/etc/apt/apt.conf.d/docker-clean` (debuerreotype and Ubuntu's images
 * write it) and nothing up to the end of the RUN could have taken it away.
 */
export function keepsPackages(stage: StageFacts, run: Instruction): boolean {
  const system = stage.image?.distribution?.id;
  if (system !== 'debian' && system !== 'ubuntu') return true;
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const instruction of at.instructions) {
      if (/docker-clean|[Kk]eep-|apt\.conf/.test(instruction.source)) return true;
      if (at === stage && instruction === run) break;
    }
  return false;
}
