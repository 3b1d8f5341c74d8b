/** The layers of buildpack-deps, because the unsuffixed images of most languages stand on them. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import type { CatalogEntry } from './entry';
import { asImage, forgetPrograms, layer, type Layers } from './facts';
import { programs, type System, systemFacts } from './systems';

const source = 'buildpack-deps: docker-library/buildpack-deps';

/** `buildpack-deps:<release>-curl`. */
export function curlLayer(system: System): Layers {
  return layer(systemFacts(system), {
    caCertificates: true,
    programs: programs(true, ['curl', 'wget', 'gpg']),
    addsAccounts: [],
    sources: [source],
  });
}

/** `buildpack-deps:<release>-scm`. Mercurial brings a Python, whose version depends on the release. */
export function scmLayer(system: System): Layers {
  return layer(forgetPrograms(curlLayer(system), ['python', 'python3']), {
    programs: programs(true, ['git', 'hg', 'svn', 'ssh', 'ps']),
    addsAccounts: [],
  });
}

/** `buildpack-deps:<release>`: compilers, and the header files of many libraries, one of which depends on Python 3. */
export function buildLayer(system: System): Layers {
  return layer(scmLayer(system), {
    programs: programs(true, [
      'autoconf',
      'automake',
      'g++',
      'gcc',
      'make',
      'pkg-config',
      'python3',
      'unzip',
    ]),
    addsAccounts: [],
  });
}

export const buildpackDeps: CatalogEntry = {
  repositories: ['buildpack-deps'],
  samples: ['bookworm', 'bookworm-scm', 'bookworm-curl', 'noble', 'noble-curl'],
  leading: ['bookworm', 'noble'],
  describe,
};

function describe(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? { kind: 'debian' };
  if (hasPart(tag, 'curl')) return asImage('buildpack-deps', layer(curlLayer(system), { kind: 'sdk' }));
  if (hasPart(tag, 'scm')) return asImage('buildpack-deps', layer(scmLayer(system), { kind: 'sdk' }));
  return asImage('buildpack-deps', layer(buildLayer(system), { kind: 'sdk' }));
}
