/** Chainguard's images on Wolfi: `latest` and `latest-dev` are all that is public. */
import type { BaseImage, LanguageName } from '../baseImage';
import { hasPart, type ImageTag } from '../imageTag';
import type { CatalogEntry } from './entry';
import { asImage, type Layers } from './facts';
import { programs } from './systems';

const languages: Readonly<Record<string, LanguageName>> = {
  'aspnet-runtime': 'dotnet',
  bun: 'bun',
  deno: 'deno',
  'dotnet-runtime': 'dotnet',
  'dotnet-sdk': 'dotnet',
  go: 'go',
  jdk: 'java',
  jre: 'java',
  node: 'node',
  php: 'php',
  python: 'python',
  ruby: 'ruby',
  rust: 'rust',
};

const systems = ['wolfi-base', 'chainguard-base', 'static', 'glibc-dynamic'];

export const chainguard: CatalogEntry = {
  repositories: [...systems, ...Object.keys(languages), 'nginx', 'busybox'].map(
    (name) => `cgr.dev/chainguard/${name}`,
  ),
  namespaces: ['cgr.dev/chainguard/'],
  samples: ['latest', 'latest-dev'],
  describe,
};

function describe(tag: ImageTag, repository: string): BaseImage {
  return asImage('chainguard', layersOf(repository.slice('cgr.dev/chainguard/'.length), hasPart(tag, 'dev')));
}

/** Without a shell and a package manager unless `-dev`; those whose content was checked are told in full. */
function layersOf(name: string, isDev: boolean): Layers {
  const language = languages[name];
  const common = {
    os: 'linux',
    versionTags: false,
    distribution: { id: 'wolfi' },
    caCertificates: true,
    programs: {},
    env: { PATH: undefined },
    sources: ['Chainguard Containers: documentation, chainguard-images/images'],
  } as const;
  if (name === 'wolfi-base' || name === 'chainguard-base') {
    return {
      ...common,
      ...shell,
      kind: 'os',
      libc: 'glibc',
      user: 'root',
      workdir: '/',
      language: null,
      exposes: [],
      ...(name === 'wolfi-base' ? { entrypoint: ['/bin/sh', '-l'], command: null } : {}),
    };
  }
  if (name === 'static' && !isDev)
    return { ...common, ...noShell, kind: 'runtime', libc: null, user: '65532', language: null };
  if (name === 'glibc-dynamic' && !isDev)
    return { ...common, ...noShell, kind: 'runtime', libc: 'glibc', user: '65532', language: null };
  return {
    ...common,
    ...(isDev ? shell : noShellNames.includes(name) ? noShell : {}),
    ...(nonRootNames.includes(name) ? { user: '65532' } : {}),
    ...(name === 'static' ? {} : { libc: 'glibc' }),
    ...(language === undefined ? {} : { language: { name: language } }),
    ...(sdkNames.includes(name) ? { kind: 'sdk' } : {}),
    ...(runtimeNames.includes(name) ? { kind: 'runtime' } : {}),
    ...(name === 'nginx' ? { kind: 'service', exposes: [8080] } : {}),
  };
}

const shell = { shell: '/bin/sh', packageManager: 'apk', programs: programs(true, ['apk', 'sh']) } as const;
const noShell = {
  shell: null,
  packageManager: null,
  programs: programs(false, ['apk', 'bash', 'curl', 'gcc', 'sh', 'wget']),
} as const;
const noShellNames = ['jre', 'nginx', 'python'];
const nonRootNames = ['glibc-dynamic', 'jre', 'nginx', 'node', 'python', 'static'];
const sdkNames = ['dotnet-sdk', 'go', 'jdk', 'rust'];
const runtimeNames = ['aspnet-runtime', 'dotnet-runtime', 'jre', 'node', 'php', 'python', 'ruby'];
