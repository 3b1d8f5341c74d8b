/** What is known of a base image, as a short phrase. */
import type { BaseImage, Distribution, DistributionId, LanguageName } from '../../model/images/baseImage';

/** `Node.js 20 on Alpine (musl)`, `a plain Debian 12 (glibc)`. */
export function imageFacts(image: BaseImage): string {
  const { language, kind, distribution, libc, family } = image;
  const system = distribution && systemName(distribution);
  // On Windows a program brings its C library along, so an image without one lacks nothing.
  const isTold = libc !== undefined && distribution?.id !== 'windows';
  const library = isTold ? ` (${libc ?? 'no C library'})` : '';
  const name = language
    ? `${LANGUAGES[language.name]}${language.version === undefined ? '' : ` ${language.version}`}${kind === 'sdk' ? ' with its build tools' : ''}`
    : kind === 'os'
      ? undefined
      : family;
  if (name === undefined) return `a plain ${system ?? family}${library}`;
  return system === undefined
    ? `${name}${library}`
    : system.toLowerCase().startsWith(name)
      ? `${system}${library}`
      : `${name} on ${system}${library}`;
}

function systemName({ id, version, codename }: Distribution): string {
  const number = version ?? codename;
  return number === undefined ? SYSTEMS[id] : `${SYSTEMS[id]} ${number}`;
}

const SYSTEMS: Readonly<Record<DistributionId, string>> = {
  alpine: 'Alpine',
  amazon: 'Amazon Linux',
  azurelinux: 'Azure Linux',
  busybox: 'BusyBox',
  centos: 'CentOS',
  debian: 'Debian',
  distroless: 'Distroless',
  fedora: 'Fedora',
  opensuse: 'openSUSE',
  oracle: 'Oracle Linux',
  rhel: 'Red Hat',
  rocky: 'Rocky Linux',
  alma: 'AlmaLinux',
  arch: 'Arch Linux',
  scratch: 'an empty file system',
  ubuntu: 'Ubuntu',
  windows: 'Windows',
  wolfi: 'Wolfi',
};

const LANGUAGES: Readonly<Record<LanguageName, string>> = {
  bun: 'Bun',
  c: 'C and C++',
  clojure: 'Clojure',
  dart: 'Dart',
  deno: 'Deno',
  dotnet: '.NET',
  elixir: 'Elixir',
  erlang: 'Erlang',
  go: 'Go',
  haskell: 'Haskell',
  java: 'Java',
  julia: 'Julia',
  node: 'Node.js',
  perl: 'Perl',
  php: 'PHP',
  python: 'Python',
  ruby: 'Ruby',
  rust: 'Rust',
  swift: 'Swift',
};
