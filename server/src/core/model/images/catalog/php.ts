/** PHP: the official image, Composer, and FrankenPHP. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { defaultSystem } from './defaultSystem';
import type { CatalogEntry } from './entry';
import { asImage, type Facts, layer, type Layers } from './facts';
import { programs, type System, systemFacts } from './systems';

export const php: CatalogEntry = {
  repositories: ['php'],
  samples: ['8.4', '8.4-fpm', '8.4-apache', '8.4-alpine', '8.4-fpm-alpine'],
  leading: ['', 'x-fpm'],
  describe,
};

export const composer: CatalogEntry = {
  repositories: ['composer', 'composer/composer'],
  samples: ['2', '2-bin'],
  describe: describeComposer,
};

export const frankenphp: CatalogEntry = {
  repositories: ['dunglas/frankenphp'],
  samples: ['1', '1-alpine', '1-builder'],
  leading: ['', 'x-builder'],
  describe: describeFrankenphp,
};

function describe(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? defaultSystem('php', tag.version);
  const language = { name: 'php', ...(tag.version === undefined ? {} : { version: tag.version }) } as const;
  return asImage('php', layer(phpLayer(system), { ...server(tag), language, addsAccounts: [] }));
}

/** Debian variants keep the compilers that extensions need (PHPIZE_DEPS); Alpine variants do not. */
function phpLayer(system: System): Layers {
  const below = systemFacts(system);
  return layer(below, {
    kind: 'runtime',
    caCertificates: true,
    users: [...new Set([...(below.users ?? []), 'www-data'])],
    addsAccounts: ['www-data'],
    env: {
      PHP_INI_DIR: '/usr/local/etc/php',
      PHPIZE_DEPS: undefined,
      PHP_VERSION: undefined,
      PHP_CFLAGS: undefined,
      PHP_CPPFLAGS: undefined,
      PHP_LDFLAGS: undefined,
      PHP_URL: undefined,
      PHP_ASC_URL: undefined,
      PHP_SHA256: undefined,
    },
    programs: {
      ...programs(true, ['curl', 'php']),
      ...(system.kind === 'debian' ? programs(true, ['autoconf', 'g++', 'gcc', 'make', 'pkg-config']) : {}),
    },
    entrypoint: ['docker-php-entrypoint'],
    sources: ['Official image php: docker-library/php'],
  });
}

function server(tag: ImageTag): Facts {
  if (hasPart(tag, 'fpm')) return { command: ['php-fpm'], exposes: [9000], workdir: '/var/www/html' };
  if (hasPart(tag, 'apache'))
    return { command: ['apache2-foreground'], exposes: [80], workdir: '/var/www/html' };
  return { command: ['php', '-a'] };
}

/** `bin` variants hold the one file, on scratch. Source: composer/docker. */
function describeComposer(tag: ImageTag): BaseImage {
  const sources = ['Composer: composer/docker'];
  if (hasPart(tag, 'bin')) {
    return asImage('composer', {
      programs: programs(false, ['sh', 'gcc']),
      env: {},
      os: 'linux',
      kind: 'tool',
      distribution: { id: 'scratch' },
      libc: null,
      packageManager: null,
      shell: null,
      language: null,
      sources,
    });
  }
  return asImage(
    'composer',
    layer(phpLayer({ kind: 'alpine' }), {
      kind: 'tool',
      language: { name: 'php' },
      workdir: '/app',
      entrypoint: ['/docker-entrypoint.sh'],
      command: ['composer'],
      env: { COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_HOME: '/tmp', COMPOSER_VERSION: undefined },
      programs: programs(true, ['bash', 'composer', 'git', 'make', 'unzip']),
      sources,
    }),
  );
}

function describeFrankenphp(tag: ImageTag): BaseImage {
  const php = tag.parts
    .map((part) => /^php(\d+(?:\.\d+)*)$/.exec(part)?.[1])
    .find((version) => version !== undefined);
  const builder = hasPart(tag, 'builder');
  return asImage(
    'frankenphp',
    layer(phpLayer(namedSystem(tag) ?? { kind: 'debian' }), {
      kind: builder ? 'sdk' : 'runtime',
      language: { name: 'php', ...(php === undefined ? {} : { version: php }) },
      env: { XDG_CONFIG_HOME: '/config', XDG_DATA_HOME: '/data' },
      programs: {
        ...programs(true, ['frankenphp']),
        ...(builder ? programs(true, ['gcc', 'go', 'xcaddy']) : {}),
      },
      ...(builder
        ? {}
        : {
            workdir: '/app',
            exposes: [80, 443, 2019],
            command: ['--config', '/etc/frankenphp/Caddyfile', '--adapter', 'caddyfile'],
          }),
      sources: ['FrankenPHP: php/frankenphp'],
    }),
  );
}
