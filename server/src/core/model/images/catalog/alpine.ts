/** Alpine Linux. */
import type { BaseImage } from '../baseImage';
import type { ImageTag } from '../imageTag';
import type { CatalogEntry } from './entry';
import { asImage } from './facts';
import { systemFacts } from './systems';

export const alpine: CatalogEntry = {
  repositories: ['alpine'],
  samples: ['latest', '3.10'],
  describe,
};

/** `3`, `latest` and `edge` move; a date (`20240807`) is a build of edge. */
function describe(tag: ImageTag): BaseImage {
  const { version } = tag;
  const isRelease = version !== undefined && /^\d\.\d+/.test(version);
  const isMoving =
    tag.text === 'latest' || tag.text === 'edge' || tag.text === '3' || /^\d{8}$/.test(tag.text);
  const layers = systemFacts(isRelease ? { kind: 'alpine', version } : { kind: 'alpine' });
  return asImage('alpine', isMoving ? { ...layers, caCertificates: true } : layers);
}
