/** Ruby: the official image, and other publishers' builds on Debian and Ubuntu. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { buildLayer } from './buildpackDeps';
import { defaultSystem } from './defaultSystem';
import { isAtLeast } from '../version';
import type { CatalogEntry } from './entry';
import { asImage, forget, forgetPrograms, layer, withoutAbsences } from './facts';
import { sibling, withInfix } from './siblings';
import { programs, systemFacts } from './systems';

export const ruby: CatalogEntry = {
  repositories: ['ruby'],
  samples: ['3.4', '3.4-slim', '3.4-alpine'],
  describe,
};

export const otherRubies: CatalogEntry = {
  repositories: ['rubylang/ruby', 'quay.io/evl.ms/fullstaq-ruby'],
  samples: ['3.4'],
  describe: describeOther,
};

function describe(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? defaultSystem('ruby', tag.version);
  const isFull = system.kind === 'debian' && !hasPart(tag, 'slim');
  const below = isFull ? buildLayer(system) : forgetPrograms(systemFacts(system), ['ps']);
  return asImage(
    'ruby',
    layer(below, {
      kind: 'runtime',
      language: { name: 'ruby', ...(tag.version === undefined ? {} : { version: tag.version }) },
      ...(system.kind === 'debian' ? { caCertificates: true } : {}),
      addsAccounts: [],
      env: {
        LANG: 'C.UTF-8',
        RUBY_VERSION: undefined,
        GEM_HOME: '/usr/local/bundle',
        BUNDLE_SILENCE_ROOT_WARNING: '1',
        BUNDLE_APP_CONFIG: '/usr/local/bundle',
        ...(isAtLeast(tag.version, '2.6') === true ? downloads : {}),
        PATH: '/usr/local/bundle/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      },
      ...(isAtLeast(tag.version, '2.6') === true ? { envIsComplete: true } : {}),
      programs: programs(true, ['bundle', 'gem', 'irb', 'ruby']),
      command: ['irb'],
      ...(isFull ? sibling(tag, `ruby:${withInfix(tag, 'slim')}`, note) : {}),
      sources: ['Official image ruby: docker-library/ruby'],
    }),
  );
}

/** Which of them an image has depends on the day it was made; all are named, so that none of them is called undefined. */
const downloads = {
  RUBY_MAJOR: undefined,
  RUBY_DOWNLOAD_URL: undefined,
  RUBY_DOWNLOAD_SHA256: undefined,
} as const;

const note = 'The same Ruby without compilers and headers; install gems with native parts in a build stage.';

function describeOther(tag: ImageTag, repository: string): BaseImage {
  const system =
    namedSystem(tag) ?? (repository === 'rubylang/ruby' ? { kind: 'ubuntu' } : { kind: 'debian' });
  const below = forget(withoutAbsences(systemFacts(system)), [
    'envIsComplete',
    'accounts',
    'command',
    'entrypoint',
    'caCertificates',
  ]);
  return asImage('ruby', {
    ...below,
    kind: 'runtime',
    language: { name: 'ruby', ...(tag.version === undefined ? {} : { version: tag.version }) },
    programs: { ...below.programs, ...programs(true, ['bundle', 'gem', 'ruby']) },
    sources: [
      repository === 'rubylang/ruby' ? 'rubylang/docker-images' : 'evilmartians/fullstaq-ruby-docker',
    ],
  });
}
