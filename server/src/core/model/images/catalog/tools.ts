/** Images that are made to be copied from, mounted, or called, rather than built upon. */
import type { BaseImage } from '../baseImage';
import { hasPart, type ImageTag, namedSystem } from '../imageTag';
import { isAtLeast } from '../version';
import type { CatalogEntry } from './entry';
import { asImage, forget, forgetCommand, layer, type Layers, withoutAbsences } from './facts';
import { emptyLayers } from './minimal';
import { programs, systemFacts } from './systems';

export const docker: CatalogEntry = {
  repositories: ['docker'],
  samples: ['28', '28-cli', '28-dind-rootless'],
  leading: ['', 'x-dind', 'x-cli'],
  describe: describeDocker,
};

export const uv: CatalogEntry = {
  repositories: ['ghcr.io/astral-sh/uv', 'astral/uv'],
  samples: ['latest', 'python3.13-bookworm-slim', 'python3.13-alpine'],
  describe: describeUv,
};

export const bash: CatalogEntry = { repositories: ['bash'], samples: ['5'], describe: describeBash };

export const buildkit: CatalogEntry = {
  repositories: ['moby/buildkit'],
  samples: ['latest', 'rootless'],
  describe: describeBuildkit,
};

/** One program, or a few, on scratch. */
const scratchTools: Readonly<Record<string, string>> = {
  'docker/buildx-bin': 'Docker Buildx: docker/buildx Dockerfile',
  'docker/compose-bin': 'Docker Compose: docker/compose Dockerfile',
  'dockereng/cli-bin': 'Docker CLI: docker/cli Dockerfile',
  'moby/moby-bin': 'Moby: moby/moby Dockerfile',
  'tonistiigi/xx': 'xx: tonistiigi/xx, src/Dockerfile',
};

export const scratchToolImages: CatalogEntry = {
  repositories: Object.keys(scratchTools),
  samples: ['latest'],
  describe: describeScratchTool,
};

/** Tools by name; only that they are tools is told. */
export const otherTools: CatalogEntry = {
  repositories: [
    'amazon/aws-cli',
    'aquasec/trivy',
    'bitnami/kubectl',
    'bufbuild/buf',
    'crazymax/undock',
    'curlimages/curl',
    'flyio/litefs',
    'gloursdocker/docker',
    'ghcr.io/aquasecurity/trivy',
    'ghcr.io/grpc-ecosystem/grpc-health-probe',
    'ghcr.io/hadolint/hadolint',
    'ghcr.io/mlocati/php-extension-installer',
    'golangci/golangci-lint',
    'goreleaser/goreleaser',
    'google/cloud-sdk',
    'grafana/k6',
    'hadolint/hadolint',
    'hashicorp/terraform',
    'koalaman/shellcheck',
    'koalaman/shellcheck-alpine',
    'mlocati/php-extension-installer',
    'mvdan/shfmt',
    'otel/weaver',
    'psampaz/go-mod-outdated',
  ],
  samples: ['latest'],
  describe: describeTool,
};

export const lambda: CatalogEntry = {
  repositories: ['dotnet', 'go', 'java', 'nodejs', 'provided', 'python', 'ruby'].map(
    (name) => `public.ecr.aws/lambda/${name}`,
  ),
  samples: ['latest'],
  describe: describeLambda,
};

/** `cli` is the client, the default and `dind` add the daemon, `dind-rootless` runs it as an account of its own. */
function describeDocker(tag: ImageTag): BaseImage {
  const system = namedSystem(tag) ?? { kind: 'alpine' };
  const sources = ['Official image docker: docker-library/docker'];
  if (system.kind === 'windows')
    return asImage('docker', layer(systemFacts(system), { kind: 'tool', sources }));
  const isRootless = hasPart(tag, 'rootless');
  // Until 20.10 a tag without a further part was the client alone.
  const isNew = tag.text === 'latest' || isAtLeast(tag.version, '23') === true;
  const isDaemon = hasPart(tag, 'dind') || (isNew && tag.parts.length === 1);
  const below = forgetCommand(forget(withoutAbsences(systemFacts(system)), ['exposes', 'kind']));
  const layers = layer(below, {
    ...(hasPart(tag, 'cli')
      ? { kind: 'tool', exposes: [], entrypoint: ['docker-entrypoint.sh'], command: ['sh'] }
      : isDaemon
        ? { kind: 'service', exposes: [2375, 2376], entrypoint: ['dockerd-entrypoint.sh'], command: null }
        : {}),
    caCertificates: true,
    ...(isRootless ? { user: 'rootless', users: ['nobody', 'rootless'] } : {}),
    env: { DOCKER_VERSION: undefined, DOCKER_TLS_CERTDIR: '/certs' },
    programs: { docker: true },
    sources,
  });
  return asImage('docker', layers);
}

/** Plain tags hold the two programs on scratch; the others are a Debian, Alpine or Python image with uv added. */
function describeUv(tag: ImageTag): BaseImage {
  const sources = ['uv: astral-sh/uv Dockerfile and documentation'];
  const named = namedSystem(tag) ?? (hasPart(tag, 'debian') ? ({ kind: 'debian' } as const) : undefined);
  if (named === undefined) {
    const tool = {
      kind: 'tool',
      workdir: '/io',
      entrypoint: ['/uv'],
      command: null,
      exposes: [],
      sources,
    } as const;
    return asImage('uv', layer(emptyLayers, { ...tool, programs: {}, users: [] }));
  }
  const python = tag.parts
    .map((part) => /^python(\d[\d.]*)$/.exec(part)?.[1])
    .find((version) => version !== undefined);
  const layers = forget(
    layer(withoutAbsences(systemFacts(named)), {
      kind: 'sdk',
      ...(python === undefined ? {} : { language: { name: 'python', version: python } }),
      programs: { uv: true, ...(python === undefined ? {} : { python3: true }) },
      sources,
    }),
    ['caCertificates'],
  );
  return asImage('uv', forgetCommand(layers));
}

/** Bash is in /usr/local/bin; /bin/sh is still BusyBox's. */
function describeBash(tag: ImageTag): BaseImage {
  return asImage(
    'bash',
    layer(systemFacts(namedSystem(tag) ?? { kind: 'alpine' }), {
      kind: 'tool',
      addsAccounts: [],
      env: { _BASH_VERSION: undefined },
      programs: { bash: true },
      entrypoint: ['docker-entrypoint.sh'],
      command: ['bash'],
      sources: ['Official image bash: tianon/docker-bash'],
    }),
  );
}

function describeBuildkit(tag: ImageTag): BaseImage {
  const layers = forget(withoutAbsences(systemFacts({ kind: 'alpine' })), ['exposes', 'user', 'workdir']);
  const isRootless = hasPart(tag, 'rootless');
  return asImage(
    'buildkit',
    layer(forgetCommand(layers), {
      kind: 'tool',
      user: isRootless ? '1000' : 'root',
      programs: { buildctl: true, buildkitd: true },
      sources: ['BuildKit: moby/buildkit Dockerfile'],
    }),
  );
}

function describeScratchTool(_tag: ImageTag, repository: string): BaseImage | undefined {
  const source = scratchTools[repository];
  if (source === undefined) return undefined;
  const layers = forget(emptyLayers, ['envIsComplete']);
  return asImage(repository.slice(repository.lastIndexOf('/') + 1), {
    ...layers,
    kind: 'tool',
    sources: [source],
  });
}

function describeTool(_tag: ImageTag, repository: string): BaseImage {
  const layers: Layers = {
    programs: {},
    env: {},
    os: 'linux',
    kind: 'tool',
    sources: [`${repository}: its name and description`],
  };
  return asImage(repository.slice(repository.lastIndexOf('/') + 1), layers);
}

/** Source: AWS Lambda base images, documentation. Amazon Linux 2 or 2023, depending on the runtime's version. */
function describeLambda(_tag: ImageTag, repository: string): BaseImage {
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const names = {
    dotnet: 'dotnet',
    go: 'go',
    java: 'java',
    nodejs: 'node',
    python: 'python',
    ruby: 'ruby',
  } as const;
  const language = Object.entries(names).find(([key]) => key === name)?.[1];
  const below = forget(withoutAbsences(systemFacts({ kind: 'rpm', id: 'amazon' })), [
    'command',
    'workdir',
    'language',
  ]);
  return asImage('lambda', {
    ...below,
    kind: 'runtime',
    ...(language === undefined ? {} : { language: { name: language } }),
    workdir: '/var/task',
    entrypoint: ['/lambda-entrypoint.sh'],
    env: { LAMBDA_TASK_ROOT: '/var/task', LAMBDA_RUNTIME_DIR: '/var/runtime' },
    programs: { ...below.programs, ...programs(true, ['sh']) },
    sources: ['AWS Lambda: base images'],
  });
}
