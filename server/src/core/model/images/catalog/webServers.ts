/** Web servers and proxies that final stages are often built on. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { isAtLeast } from '../version';
import type { CatalogEntry } from './entry';
import { asImage, forget, forgetPrograms, layer, type Layers, withoutAbsences } from './facts';
import { emptyLayers } from './minimal';
import { systemFacts } from './systems';

const alpineOrDebian = ['1', '1-alpine'];

export const nginx: CatalogEntry = {
  repositories: ['nginx'],
  samples: [...alpineOrDebian, '1-alpine-slim'],
  describe: (tag) => describeNginx(tag, 80),
};

export const nginxUnprivileged: CatalogEntry = {
  repositories: [
    'nginxinc/nginx-unprivileged',
    'ghcr.io/nginxinc/nginx-unprivileged',
    'nginx/nginx-unprivileged',
  ],
  samples: [...alpineOrDebian, '1-alpine-slim'],
  describe: (tag) => describeNginx(tag, 8080),
};

export const httpd: CatalogEntry = {
  repositories: ['httpd'],
  samples: ['2.4', '2.4-alpine'],
  describe: describeHttpd,
};

export const caddy: CatalogEntry = {
  repositories: ['caddy'],
  samples: ['2', '2-builder'],
  leading: ['', 'x-builder'],
  describe: describeCaddy,
};

export const haproxy: CatalogEntry = {
  repositories: ['haproxy'],
  samples: ['2.0', '3.0', '3.0-alpine'],
  describe: describeHaproxy,
};

export const traefik: CatalogEntry = {
  repositories: ['traefik'],
  samples: ['v3.5', 'v1.7', 'v1.7-alpine'],
  describe: describeTraefik,
};

export const envoy: CatalogEntry = {
  repositories: ['envoyproxy/envoy'],
  samples: ['v1.34-latest', 'distroless-v1.34-latest', 'contrib-v1.34-latest', 'dev'],
  describe: describeEnvoy,
};

/** The master process is root and gives its workers to the account `nginx`; the unprivileged image is uid 101 throughout. */
function describeNginx(tag: ImageTag, port: 80 | 8080): BaseImage {
  const system = namedSystem(tag) ?? { kind: 'debian' };
  const layers = layer(forgetPrograms(systemFacts(system), ['curl', 'openssl']), {
    kind: 'service',
    user: port === 80 ? 'root' : '101',
    users: ['nobody', 'nginx'],
    addsAccounts: ['nginx'],
    exposes: [port],
    command: ['nginx', '-g', 'daemon off;'],
    env: { NGINX_VERSION: undefined },
    programs: { nginx: true, ...(hasCurl(tag) ? { curl: true } : {}) },
    sources: [
      port === 80 ? 'Official image nginx: nginx/docker-nginx' : 'nginxinc/docker-nginx-unprivileged',
    ],
  });
  const rest = forget(layers, ['entrypoint', 'caCertificates']);
  const hasScript = isAtLeast(tag.version, '1.19') ?? !tag.text.startsWith('-');
  return asImage('nginx', hasScript ? { ...rest, entrypoint: ['/docker-entrypoint.sh'] } : rest);
}

/** The slim variant leaves it out; versions before 1.21 were not checked. */
function hasCurl(tag: ImageTag): boolean {
  const isModern = isAtLeast(tag.version, '1.21') ?? !tag.text.startsWith('-');
  return isModern && !hasPart(tag, 'slim');
}

function describeHttpd(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? { kind: 'debian' };
  const layers = forget(
    layer(forgetPrograms(systemFacts(system), ['curl', 'perl', 'openssl']), {
      kind: 'service',
      users: ['nobody', 'www-data'],
      addsAccounts: ['www-data'],
      workdir: '/usr/local/apache2',
      exposes: [80],
      command: ['httpd-foreground'],
      env: {
        HTTPD_PREFIX: '/usr/local/apache2',
        HTTPD_VERSION: undefined,
        PATH: '/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      },
      programs: { httpd: true },
      sources: ['Official image httpd: docker-library/httpd'],
    }),
    ['caCertificates'],
  );
  return asImage('httpd', layers);
}

/** Ubuntu, and an entrypoint that gives the proxy to its own account; the distroless variant starts it directly. */
function describeEnvoy(tag: ImageTag): BaseImage {
  const sources = ['Envoy: envoyproxy/envoy, distribution/docker'];
  if (hasPart(tag, 'windows')) return asImage('envoy', layer(systemFacts({ kind: 'windows' }), { sources }));
  if (hasPart(tag, 'distroless'))
    return asImage('envoy', {
      ...{ os: 'linux', kind: 'service', libc: 'glibc', packageManager: null, shell: null },
      ...{ user: '65532', exposes: [10000], entrypoint: ['/usr/local/bin/envoy'] },
      command: ['-c', '/etc/envoy/envoy.yaml'],
      programs: { envoy: true, sh: false },
      env: {},
      sources,
    });
  const below = withoutAbsences(systemFacts({ kind: 'ubuntu' }));
  return asImage(
    'envoy',
    layer(below, {
      kind: 'service',
      dropsPrivileges: true,
      users: ['envoy'],
      caCertificates: true,
      exposes: [10000],
      entrypoint: ['/docker-entrypoint.sh'],
      command: ['envoy', '-c', '/etc/envoy/envoy.yaml'],
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      programs: { envoy: true, 'su-exec': true },
      sources,
    }),
  );
}

/** The builder is Go on Alpine with xcaddy; its result is copied into the plain image. */
function describeCaddy(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? { kind: 'alpine' };
  const sources = ['Official image caddy: caddyserver/caddy-docker'];
  if (system.kind === 'windows') return asImage('caddy', layer(systemFacts(system), { sources }));
  if (hasPart(tag, 'builder')) {
    return asImage(
      'caddy',
      layer(systemFacts(system), {
        kind: 'sdk',
        language: { name: 'go' },
        caCertificates: true,
        workdir: '/usr/bin',
        env: { XCADDY_VERSION: undefined, CADDY_VERSION: undefined, GOPATH: '/go', PATH: undefined },
        programs: { git: true, go: true, xcaddy: true },
        runtimeSibling: {
          reference: 'caddy:2-alpine',
          note: 'Copy /usr/bin/caddy over the one in this image.',
        },
        sources,
      }),
    );
  }
  return asImage(
    'caddy',
    layer(systemFacts(system), {
      kind: 'service',
      caCertificates: true,
      addsAccounts: [],
      workdir: '/srv',
      exposes: [80, 443, 2019],
      command: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
      env: { CADDY_VERSION: undefined, XDG_CONFIG_HOME: '/config', XDG_DATA_HOME: '/data' },
      programs: { caddy: true },
      sources,
    }),
  );
}

/** Root up to 2.3, the account `haproxy` since 2.4. Source: the image's documentation. */
function describeHaproxy(tag: ImageTag): BaseImage {
  const layers = forget(
    layer(withoutAbsences(systemFacts(namedSystem(tag) ?? { kind: 'debian' })), {
      kind: 'service',
      entrypoint: ['docker-entrypoint.sh'],
      command: ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'],
      env: { HAPROXY_VERSION: undefined },
      programs: { haproxy: true },
      workdir: '/var/lib/haproxy',
      sources: ['Official image haproxy: docker-library/haproxy'],
    }),
    ['user', 'caCertificates'],
  );
  const isUnprivileged =
    isAtLeast(tag.version, '2.4') ?? (tag.text === 'latest' || tag.text.startsWith('lts'));
  if (isUnprivileged) return asImage('haproxy', { ...layers, user: 'haproxy', users: ['haproxy'] });
  return asImage('haproxy', tag.version === undefined ? layers : { ...layers, user: 'root' });
}

/** On Alpine since version 2; before, scratch unless the tag says otherwise. */
function describeTraefik(tag: ImageTag): BaseImage {
  const named = namedSystem(tag);
  const sources = ['Official image traefik: traefik/traefik-library-image'];
  if (named?.kind === 'windows') return asImage('traefik', layer(systemFacts(named), { sources }));
  const isModern = isAtLeast(tag.version, '2') ?? (tag.text === 'latest' || undefined);
  if (named === undefined && isModern === undefined) {
    const known = { kind: 'service', os: 'linux', user: 'root', exposes: [80] } as const;
    return asImage('traefik', { programs: {}, env: {}, ...known, sources });
  }
  const isScratch = named === undefined && isModern === false;
  const below: Layers = isScratch ? emptyLayers : systemFacts(named ?? { kind: 'alpine' });
  return asImage(
    'traefik',
    layer(below, {
      kind: 'service',
      caCertificates: true,
      exposes: [80],
      entrypoint: isScratch ? ['/traefik'] : ['/entrypoint.sh'],
      command: isScratch ? null : ['traefik'],
      sources,
    }),
  );
}
