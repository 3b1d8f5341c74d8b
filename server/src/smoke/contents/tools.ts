/** Programs that build software or fetch it, by their names where programs lie: a finished image seldom needs them. */
import type { ToolKind, ToolReport } from '../contentsReport';
import type { ArchiveEntry } from './archive';
import type { Examiner } from './examiner';

export function toolExaminer(): Examiner<readonly ToolReport[]> {
  return {
    conclude({ layers, fileSystem }) {
      const found: ToolReport[] = [];
      for (const { entry, layer } of fileSystem.seen.values()) {
        if (entry.kind === 'folder' || entry.kind === 'other') continue;
        const kind = toolKindOf(entry.path);
        if (kind === undefined || isApplet(entry)) continue;
        const { line, isBase = false } = layers[layer] ?? {};
        found.push({ path: `/${entry.path}`, kind, line, isBase });
      }
      return found.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}

/** BusyBox's `dpkg` and `rpm` unpack archives and manage nothing; its shell is one. */
function isApplet({ path, target }: ArchiveEntry): boolean {
  return target !== undefined && /(?:^|\/)busybox$/u.test(target) && !/\/a?sh$/u.test(path);
}

/** Folders that programs lie in: those of the usual PATH, and those that tool chains make. */
const PROGRAM_FOLDER =
  /^(?:usr\/(?:local\/)?)?s?bin\/$|^usr\/local\/(?:go|cargo)\/bin\/$|^(?:root|home\/[^/]+)\/\.(?:cargo|local|dotnet\/tools)\/bin\/$|^opt\/(?:[^/]+\/){1,2}bin\/$|^usr\/(?:lib|share)\/(?:jvm\/[^/]+|dotnet|go[^/]*)\/(?:bin\/)?$/u;

const NAMES: readonly (readonly [ToolKind, readonly string[]])[] = [
  [
    'compiler',
    [
      ...[
        'cc',
        'c++',
        'gcc',
        'g++',
        'clang',
        'clang++',
        'gfortran',
        'as',
        'ld',
        'rustc',
        'go',
        'javac',
        'ghc',
      ],
      ...['kotlinc', 'scalac', 'swiftc', 'zig', 'ocamlopt', 'tsc', 'erlc', 'elixirc', 'nasm', 'dmd', 'ldc2'],
    ],
  ],
  [
    'build-system',
    ['make', 'cmake', 'ninja', 'meson', 'bazel', 'mvn', 'gradle', 'ant', 'sbt', 'autoconf', 'mix'],
  ],
  [
    'package-manager',
    [
      ...['apt', 'apt-get', 'dpkg', 'apk', 'yum', 'dnf', 'microdnf', 'tdnf', 'zypper', 'rpm', 'pacman'],
      ...[
        'npm',
        'npx',
        'pnpm',
        'yarn',
        'corepack',
        'bun',
        'pip',
        'pip3',
        'pipx',
        'poetry',
        'uv',
        'conda',
        'gem',
      ],
      ...['bundle', 'composer', 'cargo', 'stack', 'cabal', 'opam', 'nuget'],
    ],
  ],
  ['version-control', ['git', 'hg', 'svn']],
  [
    'runtime',
    ['node', 'nodejs', 'deno', 'java', 'dotnet', 'python', 'python3', 'ruby', 'php', 'perl', 'erl'],
  ],
  ['shell', ['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'fish', 'busybox']],
  ['download', ['curl', 'wget']],
];

const KIND_BY_NAME: ReadonlyMap<string, ToolKind> = new Map(
  NAMES.flatMap(([kind, names]) => names.map((name): readonly [string, ToolKind] => [name, kind])),
);

/** @param path relative to the root */
export function toolKindOf(path: string): ToolKind | undefined {
  const at = path.lastIndexOf('/') + 1;
  const name = path.slice(at);
  const kind = KIND_BY_NAME.get(name) ?? KIND_BY_NAME.get(withoutVersion(name));
  return kind === undefined || !PROGRAM_FOLDER.test(path.slice(0, at)) ? undefined : kind;
}

/** `gcc-12`, `x86_64-linux-gnu-gcc`, `pip3.11`, `python3.12`. */
function withoutVersion(name: string): string {
  return name.replace(/^[a-z0-9_]+-linux-(?:gnu|musl)[a-z]*-/u, '').replace(/(?:-?\d+(?:\.\d+)*)$/u, '');
}
