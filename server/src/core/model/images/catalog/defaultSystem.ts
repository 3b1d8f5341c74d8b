/** The system of official-image tags that name none: Debian, in the release that was current when the tag was made. */
import { defaultCodename, type DefaultedFamily } from './debianDefaults';
import { debianRelease } from './debianReleases';
import type { System } from './systems';

export function defaultSystem(family: DefaultedFamily, version: string | undefined): System {
  const codename = defaultCodename(family, version);
  return codename === undefined ? { kind: 'debian' } : { kind: 'debian', release: debianRelease(codename) };
}
