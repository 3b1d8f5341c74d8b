/** Writes the COPY that brings only the files by which dependencies are installed. */
import type { ShellCommand } from '../shell/nodes';
import type { Instruction } from '../syntax/nodes';
import { copyView } from '../syntax/views';
import { dependencyInstallOf, type DependencyInstall } from './commands/dependencyInstalls';
import type { StageFacts } from './facts';
import type { Surroundings } from './surroundings';

/**
 * `COPY package*.json ./` with the flags and the destination of `copy`; undefined where the manifests lie in folders,
 * where the installer also reads other files, and where the build context is known and holds none of them.
 */
export function manifestCopy(
  copy: Instruction,
  install: DependencyInstall,
  { contextEntries }: Surroundings,
): string | undefined {
  const { destination } = copyView(copy);
  const sources = SPLITTABLE.has(install.manager) ? manifestsOf(install, contextEntries) : undefined;
  if (sources === undefined || destination === undefined || /["'$]/.test(destination.text)) return undefined;
  const folder = destination.text === '.' ? './' : destination.text.replace(/\/?$/, '/');
  const head = copy.text.slice(copy.keywordSpan.start, copy.keywordSpan.end);
  const flags = copy.flags.map((flag) => ` ${copy.text.slice(flag.span.start, flag.span.end)}`).join('');
  return `${head}${flags} ${sources.join(' ')} ${folder}`;
}

/** True where nothing between the two could need the sources, and the RUN does nothing but install. */
export function isMovable(
  copy: Instruction,
  run: Instruction,
  install: DependencyInstall,
  stage: StageFacts,
): boolean {
  const { sources, destination } = copyView(copy);
  if (sources.length !== 1 || copy.heredocs.length > 0 || copy.comments.length > 0) return false;
  const between = stage.instructions.slice(
    stage.instructions.indexOf(copy) + 1,
    stage.instructions.indexOf(run),
  );
  const isAbsolute = destination?.value.startsWith('/') === true;
  if (!between.every(({ keyword }) => UNAFFECTED.has(keyword) || (keyword === 'WORKDIR' && isAbsolute)))
    return false;
  const commands = stage.scriptOf(run)?.commands;
  return (
    run.heredocs.length === 0 && commands?.every((command) => isOnlyInstalling(command, install)) === true
  );
}

const UNAFFECTED: ReadonlySet<string> = new Set(['ENV', 'ARG', 'LABEL', 'EXPOSE']);

function isOnlyInstalling(command: ShellCommand, install: DependencyInstall): boolean {
  const other = dependencyInstallOf(command);
  if (other !== undefined) return other.manager === install.manager && !other.needsSource;
  if (command.name === undefined) return false;
  return (
    INERT.has(command.name) || (MANAGERS.has(command.name) && INERT_VERBS.test(command.args[0]?.value ?? ''))
  );
}

const INERT: ReadonlySet<string> = new Set(['true', 'echo', 'set', 'rm', 'apt-get', 'apk', 'mkdir']);
const MANAGERS: ReadonlySet<string> = new Set([
  'npm',
  'yarn',
  'pnpm',
  'pip',
  'pip3',
  'corepack',
  'bundle',
  'gem',
]);
const INERT_VERBS = /^(?:cache|config|set|install|i|add|global|enable|prepare|store)$/;

/** Managers that install from a few files at the top of the project, and from nothing else. */
const SPLITTABLE: ReadonlySet<string> = new Set([
  'npm',
  'yarn',
  'pnpm',
  'bun',
  'pip',
  'pipenv',
  'poetry',
  'uv',
  'pdm',
  'bundle',
  'go',
]);

function manifestsOf(
  install: DependencyInstall,
  entries: ReadonlySet<string> | undefined,
): readonly string[] | undefined {
  const names = install.manifests.filter((name) => !name.includes('*'));
  const [main, ...others] = names;
  if (main === undefined || names.some((name) => name.includes('/'))) return undefined;
  if (entries === undefined) return guessed(install, main, others);
  if (READ_BESIDE.some((pattern) => [...entries].some((entry) => pattern.test(entry)))) return undefined;
  if (!entries.has(main)) return undefined;
  return names.filter((name) => entries.has(name));
}

/** Read by an install although they are no manifests: patches, vendored packages, a gem's own specification. */
const READ_BESIDE: readonly RegExp[] = [/^\.yarn$/, /^patches$/, /^vendor$/, /\.gemspec$/];

/** A pattern that fits no file is no mistake for COPY as long as another source exists. */
function guessed(install: DependencyInstall, main: string, others: readonly string[]): readonly string[] {
  if (install.manager === 'npm') return ['package*.json'];
  if (install.manager === 'go') return ['go.mod', 'go.sum*'];
  if (install.manager === 'pip') return [main, ...others];
  return [
    main,
    ...others.filter((name) => !name.startsWith('.') && !MOSTLY_ABSENT.has(name)).map((name) => `${name}*`),
  ];
}

const MOSTLY_ABSENT: ReadonlySet<string> = new Set(['bunfig.toml', 'poetry.toml', 'pnpm-workspace.yaml']);
