/** Selenium's images: a base, and nodes with a browser each. */
import type { BaseImage } from '../baseImage';
import type { ImageTag } from '../imageTag';
import type { CatalogEntry } from './entry';
import { asImage, layer, withoutAbsences } from './facts';
import { systemFacts } from './systems';

/** By repository: the ports that its Dockerfile and those below expose. */
const ports: Readonly<Record<string, readonly number[]>> = {
  'selenium/base': [],
  'selenium/node-base': [5900],
  'selenium/node-chrome': [5900],
  'selenium/node-docker': [4444],
  'selenium/node-edge': [5900],
  'selenium/node-firefox': [5900],
};

export const selenium: CatalogEntry = {
  repositories: Object.keys(ports),
  samples: ['latest'],
  describe,
};

/** Everything runs as an account of its own, which is made with these numbers unless somebody builds it with others. */
function describe(_tag: ImageTag, repository: string): BaseImage | undefined {
  const exposes = ports[repository];
  if (exposes === undefined) return undefined;
  const isBase = repository === 'selenium/base';
  return asImage(
    'selenium',
    layer(withoutAbsences(systemFacts({ kind: 'ubuntu' })), {
      kind: isBase ? 'runtime' : 'service',
      language: { name: 'java' },
      user: '1200',
      users: ['seluser'],
      exposes,
      command: ['/opt/bin/entry_point.sh'],
      caCertificates: true,
      env: {
        DEBIAN_FRONTEND: 'noninteractive',
        DEBCONF_NONINTERACTIVE_SEEN: 'true',
        HOME: '/home/seluser',
        SEL_DOWNLOAD_DIR: '/home/seluser/Downloads',
        SEL_GID: '1201',
        SEL_UID: '1200',
        SEL_USER: 'seluser',
        TZ: 'UTC',
        ...(isBase || repository === 'selenium/node-docker' ? {} : { LANG: undefined, LANGUAGE: undefined }),
      },
      programs: { bash: true, curl: true, java: true, jq: true, sudo: true, wget: true },
      sources: ['Selenium: SeleniumHQ/docker-selenium, Base/Dockerfile and Node*/Dockerfile'],
    }),
  );
}
