/** The official Node.js image. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { isAtLeast } from '../version';
import { buildLayer } from './buildpackDeps';
import { defaultSystem } from './defaultSystem';
import type { CatalogEntry } from './entry';
import { asImage, forgetCommand, forgetPrograms, layer, type Layers, withoutAbsences } from './facts';
import { sibling, withSuffix } from './siblings';
import { systemFacts } from './systems';

export const node: CatalogEntry = {
  repositories: ['node'],
  samples: ['22', '22-slim', '22-alpine'],
  describe,
};

function describe(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? defaultSystem('node', tag.version);
  const isFull = system.kind === 'debian' && !hasPart(tag, 'slim');
  const below = isFull ? buildLayer(system) : systemFacts(system);
  const layers = layer(below, {
    kind: 'runtime',
    language: { name: 'node', ...(tag.version === undefined ? {} : { version: tag.version }) },
    users: [...(below.users ?? []), 'node'],
    addsAccounts: ['node'],
    env: {
      NODE_VERSION: undefined,
      ...(isAtLeast(tag.version, '26') === false ? { YARN_VERSION: undefined } : {}),
    },
    programs: { node: true, npm: true, npx: true },
    entrypoint: ['docker-entrypoint.sh'],
    command: ['node'],
    ...(isFull ? sibling(tag, `node:${withSuffix(tag, 'slim')}`, note) : {}),
    sources: ['Official image node: nodejs/docker-node'],
  });
  const image = asImage(
    'node',
    managers(tag, isEarly(tag) ? forgetCommand(withoutAbsences(layers)) : layers),
  );
  // Early images set more, such as NPM_CONFIG_LOGLEVEL.
  return isAtLeast(tag.version, '12') === true ? { ...image, envIsComplete: true } : image;
}

const note = 'The same Node.js without compilers, git and headers; install native modules in a build stage.';

/** Before Node.js 12 there was no entrypoint, and slim images carried other programs. */
function isEarly(tag: ImageTag): boolean {
  return isAtLeast(tag.version, '12') === false;
}

/** Corepack came with 16.9 and left with 25; the image's own Yarn left with 26. */
function managers(tag: ImageTag, layers: Layers): Layers {
  const hasYarn = isAtLeast(tag.version, '26') === false;
  const hasCorepack = isAtLeast(tag.version, '17') === true && isAtLeast(tag.version, '25') === false;
  return {
    ...layers,
    programs: {
      ...forgetPrograms(layers, ['yarn', 'corepack']).programs,
      ...(hasYarn ? { yarn: true } : {}),
      ...(hasCorepack ? { corepack: true } : {}),
      ...(isAtLeast(tag.version, '25') === true ? { corepack: false } : {}),
    },
  };
}
