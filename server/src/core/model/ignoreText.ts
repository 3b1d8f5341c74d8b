/** Writes the ignore file that fits what a Dockerfile builds, without hiding anything that it needs. */
import { compileOf } from './commands/compiles';
import { dependencyInstallOf } from './commands/dependencyInstalls';
import type { Ecosystem } from './commands/tools';
import { broadSource, contextSources } from './contextCopies';
import type { FileFacts, StageFacts } from './facts';
import { mountsOf, optionOf } from '../syntax/views';
import { memoized } from '../text/memoized';

/** Lines with a comment for each group, ending in a line end. */
export function ignoreTextFor(file: FileFacts): string {
  const { installed, compiled, usesGit } = buildWorksOf(file);
  const named = namedSources(file);
  const groups: [string, readonly string[]][] = [
    [
      'Version control and editors',
      [...(usesGit ? [] : ['.git']), '.github', '.vscode', '.idea', '.DS_Store'],
    ],
    [
      'What describes the image is no part of it',
      ['Dockerfile*', '*.Dockerfile', '.dockerignore', 'compose*.y*ml', 'docker-compose*.y*ml'],
    ],
    ['Secrets of this machine', ['.env', '.env.local', '.env.*.local']],
    [
      'Installed by the build itself',
      INSTALLED.flatMap(([ecosystem, names]) => (installed.has(ecosystem) ? names : [])),
    ],
    [
      'Built by the build itself',
      BUILT.flatMap(([ecosystem, names]) => (compiled.has(ecosystem) ? names : [])),
    ],
    [
      'Left behind by tests and tools',
      ['coverage', '*.log', ...LEFT.flatMap(([ecosystem, names]) => (installed.has(ecosystem) ? names : []))],
    ],
  ];
  return groups
    .map(([title, lines]) => [title, lines.filter((line) => !hides(line, named))] as const)
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `# ${title}\n${lines.join('\n')}\n`)
    .join('\n');
}

const INSTALLED: readonly (readonly [Ecosystem, readonly string[]])[] = [
  ['javascript', ['**/node_modules', '.npm', '.pnpm-store']],
  ['python', ['.venv', 'venv']],
  ['php', ['vendor']],
  ['ruby', ['.bundle', 'vendor/bundle']],
  ['elixir', ['deps', '_build']],
];

/** By ecosystem, or by tool where tools of one ecosystem differ. */
const BUILT: readonly (readonly [string, readonly string[]])[] = [
  ['javascript', ['dist', '.next', '.nuxt', '.svelte-kit']],
  ['mvn', ['target']],
  ['gradle', ['build', '.gradle']],
  ['sbt', ['target']],
  ['rust', ['target']],
  ['dotnet', ['**/bin', '**/obj']],
  ['haskell', ['dist-newstyle', '.stack-work']],
  ['swift', ['.build']],
  ['zig', ['zig-out', '.zig-cache']],
  ['dart', ['.dart_tool']],
];

const LEFT: readonly (readonly [Ecosystem, readonly string[]])[] = [
  ['javascript', ['.nyc_output', '.turbo', '.cache']],
  [
    'python',
    [
      '**/__pycache__',
      '**/*.pyc',
      '.pytest_cache',
      '.mypy_cache',
      '.ruff_cache',
      '.tox',
      'htmlcov',
      '.coverage',
    ],
  ],
  ['ruby', ['log/*', '!log/.keep', 'tmp/*', '!tmp/.keep']],
];

/** What the build does itself, and so does not need from the build context. */
export interface BuildWorks {
  /** Ecosystems whose dependencies it installs. */
  readonly installed: ReadonlySet<string>;
  /** Ecosystems and tools that it compiles with. */
  readonly compiled: ReadonlySet<string>;
  readonly usesGit: boolean;
}

export function buildWorksOf(file: FileFacts): BuildWorks {
  const installed = new Set<string>();
  const compiled = new Set<string>();
  let usesGit = false;
  for (const stage of file.stages) {
    const works = worksIn(stage);
    for (const each of works.installed) installed.add(each);
    for (const each of works.compiled) compiled.add(each);
    usesGit ||= works.usesGit;
  }
  return { installed, compiled, usesGit };
}

/** Kept by stage, since a rule asks for the whole file after every edit. */
const worksIn = memoized((stage: StageFacts): BuildWorks => {
  const installed = new Set<Ecosystem>();
  const compiled = new Set<string>();
  let usesGit = false;
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    for (const command of stage.scriptOf(instruction)?.commands ?? []) {
      const install = dependencyInstallOf(command);
      const compile = compileOf(command);
      if (install !== undefined) installed.add(install.ecosystem);
      if (compile !== undefined) compiled.add(compile.ecosystem).add(compile.tool);
      // Make and goreleaser ask git for the version without saying so here.
      usesGit ||=
        (command.name === 'git' && command.args[0]?.value !== 'clone') ||
        command.name === 'make' ||
        command.name === 'goreleaser';
    }
  }
  return { installed, compiled, usesGit };
});

function namedSources(file: FileFacts): readonly string[] {
  return file.stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction) => [
      ...contextSources(instruction).flatMap((source) =>
        source === broadSource(instruction) ? [] : [source.value],
      ),
      ...mountsOf(instruction).flatMap((mount) =>
        optionOf(mount, 'from') === undefined ? (optionOf(mount, 'source', 'src')?.value ?? []) : [],
      ),
    ]),
  );
}

/** Errs on the side of a shorter list: a first part that could mean the same is enough. */
function hides(line: string, sources: readonly string[]): boolean {
  const ignored = new RegExp(`^${firstPart(line.replace(/^\*\*\//, ''))}$`);
  return sources.some((source) => {
    const parts = source.replace(/^\.?\//, '').split('/');
    return parts.some(
      (part, index) =>
        (index === 0 || line.startsWith('**/')) && (ignored.test(part) || isGlobFor(part, line)),
    );
  });
}

function firstPart(pattern: string): string {
  const [first = ''] = pattern.split('/');
  return first
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
}

function isGlobFor(part: string, line: string): boolean {
  return (
    part.includes('*') &&
    part !== '*' &&
    new RegExp(`^${firstPart(part)}$`).test(line.replace(/^\*\*\//, '').replaceAll('*', ''))
  );
}
