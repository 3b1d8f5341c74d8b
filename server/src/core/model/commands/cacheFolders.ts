/** Where package managers and compilers keep what they fetched or built, so that a cache mount there saves the next build. */
import type { ShellCommand } from '../../shell/nodes';
import { compileOf } from './compiles';
import { DEPENDENCY_INSTALL_WORDS, dependencyInstallOf } from './dependencyInstalls';
import { packageInstallOf } from './installs';
import { toolOf, wordsOfTools } from './tools';

export interface CacheUse {
  /** `npm`, `pip`, `go`, `apt-get` … */
  readonly manager: string;
  readonly command: ShellCommand;
  /** True when the command itself says that it keeps no cache: `pip --no-cache-dir`, `apk --no-cache`. */
  readonly isOff: boolean;
  /** True when an option names another folder. */
  readonly isMoved: boolean;
}

/** What a command keeps in a cache; undefined for commands that keep none, and where that is not known. */
export function cacheUseOf(command: ShellCommand): CacheUse | undefined {
  const manager = managerOf(command);
  const known = manager === undefined ? undefined : MANAGERS.get(manager);
  if (manager === undefined || known === undefined) return undefined;
  const { off, moved } = known;
  return {
    manager,
    command,
    isOff: off.length > 0 && command.args.some(({ text }) => off.includes(text)),
    isMoved: moved.length > 0 && command.args.some(({ text }) => moved.some((name) => isOption(text, name))),
  };
}

/** `--cache-dir`, and `--cache-dir=/x`. */
function isOption(text: string, name: string): boolean {
  return text.startsWith(name) && (text.length === name.length || text[name.length] === '=');
}

/** What the folders depend on, as far as it is known where the command runs. */
export interface CacheSurroundings {
  /** Home of the effective user; undefined when not known. */
  readonly home: string | undefined;
  /** Whether an environment variable or argument of the name is set, and to what: undefined when the value is not known. */
  has(name: string): boolean;
  get(name: string): string | undefined;
}

/**
 * Absolute folders, the ones that matter most first; undefined where the environment moves them to where nobody knows.
 * Sources: the documentation of each manager (`npm config cache`, `pip cache dir`, `go env GOMODCACHE`, `cargo home`).
 */
export function cacheFolders(manager: string, at: CacheSurroundings): readonly string[] | undefined {
  const known = MANAGERS.get(manager);
  if (known === undefined || known.movedBy.some((name) => at.has(name))) return undefined;
  const folders: string[] = [];
  for (const folder of known.folders) {
    const path = typeof folder === 'string' ? inHome(folder, at) : folder(at);
    if (path === undefined) return undefined;
    folders.push(path);
  }
  return folders.length === 0 ? undefined : folders;
}

/** True when an environment variable switches the manager's cache off. */
export function isCacheOffBy(manager: string, at: CacheSurroundings): boolean {
  return (
    MANAGERS.get(manager)?.offBy.some(
      (name) => at.has(name) && !/^(?:0|false|off)?$/.test(at.get(name) ?? '1'),
    ) === true
  );
}

/** The part below a home directory that is this manager's: `.npm`, `.cache/pip`. */
export function homeFolders(manager: string): readonly string[] {
  const folders = MANAGERS.get(manager)?.folders ?? [];
  return folders.flatMap((folder) =>
    typeof folder === 'string' && folder.startsWith('~/') ? [folder.slice(2)] : [],
  );
}

function inHome(folder: string, { home }: CacheSurroundings): string | undefined {
  if (!folder.startsWith('~/')) return folder;
  return home === undefined ? undefined : `${home === '/' ? '' : home}/${folder.slice(2)}`;
}

type Folder = string | ((at: CacheSurroundings) => string | undefined);

interface Manager {
  readonly folders: readonly Folder[];
  /** Environment variables that move the folders. */
  readonly movedBy: readonly string[];
  readonly moved: readonly string[];
  readonly off: readonly string[];
  readonly offBy: readonly string[];
}

function manager(folders: readonly Folder[], rest: Partial<Manager> = {}): Manager {
  return { folders, movedBy: [], moved: [], off: [], offBy: [], ...rest };
}

/** `$NAME/rest`, where the variable is set; else another folder. */
function below(name: string, rest: string, otherwise: string): Folder {
  return (at) => {
    if (!at.has(name)) return inHome(otherwise, at);
    const value = at.get(name);
    return value === undefined ? undefined : `${value.replace(/\/$/, '')}/${rest}`;
  };
}

const modules = below('GOPATH', 'pkg/mod', '~/go/pkg/mod');

const MANAGERS: ReadonlyMap<string, Manager> = new Map<string, Manager>([
  ['npm', manager(['~/.npm'], { movedBy: ['npm_config_cache', 'NPM_CONFIG_CACHE'], moved: ['--cache'] })],
  [
    'pnpm',
    manager([below('PNPM_HOME', 'store', '~/.local/share/pnpm/store')], {
      movedBy: ['XDG_DATA_HOME', 'npm_config_store_dir', 'NPM_CONFIG_STORE_DIR'],
      moved: ['--store-dir'],
    }),
  ],
  // Yarn's folder depends on its version, which a Dockerfile seldom tells.
  ['yarn', manager([], { movedBy: ['YARN_CACHE_FOLDER'], moved: ['--cache-folder'] })],
  [
    'bun',
    manager(['~/.bun/install/cache'], {
      movedBy: ['BUN_INSTALL_CACHE_DIR', 'BUN_INSTALL'],
      moved: ['--cache-dir'],
      off: ['--no-cache'],
    }),
  ],
  [
    'pip',
    manager(['~/.cache/pip'], {
      movedBy: ['PIP_CACHE_DIR', 'XDG_CACHE_HOME'],
      moved: ['--cache-dir'],
      off: ['--no-cache-dir', '--no-cache'],
      offBy: ['PIP_NO_CACHE_DIR'],
    }),
  ],
  [
    'uv',
    manager(['~/.cache/uv'], {
      movedBy: ['UV_CACHE_DIR', 'XDG_CACHE_HOME'],
      moved: ['--cache-dir'],
      off: ['--no-cache', '--no-cache-dir', '-n'],
      offBy: ['UV_NO_CACHE'],
    }),
  ],
  [
    'poetry',
    manager(['~/.cache/pypoetry'], { movedBy: ['POETRY_CACHE_DIR', 'XDG_CACHE_HOME'], off: ['--no-cache'] }),
  ],
  ['go', manager([modules, '~/.cache/go-build'], { movedBy: ['GOMODCACHE', 'GOCACHE', 'XDG_CACHE_HOME'] })],
  ['cargo', manager([below('CARGO_HOME', 'registry', '~/.cargo/registry')])],
  [
    'mvn',
    manager(['~/.m2'], {
      movedBy: ['MAVEN_CONFIG', 'MAVEN_OPTS', 'MAVEN_ARGS'],
      moved: ['-Dmaven.repo.local'],
    }),
  ],
  ['gradle', manager(['~/.gradle'], { movedBy: ['GRADLE_USER_HOME'], moved: ['-g', '--gradle-user-home'] })],
  ['dotnet', manager(['~/.nuget/packages'], { movedBy: ['NUGET_PACKAGES'], moved: ['--packages'] })],
  ['composer', manager([], { movedBy: ['COMPOSER_CACHE_DIR', 'COMPOSER_HOME'], off: ['--no-cache'] })],
  ['apt-get', manager(['/var/cache/apt', '/var/lib/apt'])],
  ['apk', manager(['/var/cache/apk'], { moved: ['--cache-dir'], off: ['--no-cache'] })],
]);

function managerOf(command: ShellCommand): string | undefined {
  const packages = packageInstallOf(command)?.manager;
  if (packages !== undefined) return packages === 'apt' ? 'apt-get' : packages;
  const install = dependencyInstallOf(command);
  if (install !== undefined) return install.manager;
  const tool = toolOf(command);
  if (tool === undefined) return undefined;
  // Single packages are no dependencies of a project, and are cached like them.
  if (addsPackages(command)) return tool.name;
  return COMPILERS.has(tool.name) && compileOf(command) !== undefined ? tool.name : undefined;
}

/** True for a language's manager that installs packages by name or from a list, a project's own dependencies or not. */
export function addsPackages(command: ShellCommand): boolean {
  const tool = toolOf(command);
  const verb = tool === undefined ? undefined : ADDING_VERBS.get(tool.name);
  return tool !== undefined && verb?.test(tool.args.map(({ text }) => text).join(' ')) === true;
}

const ADDING_VERBS: ReadonlyMap<string, RegExp> = new Map([
  ['npm', /^(?:-\S+ )*(?:install|i|ci|add)\b/],
  ['pip', /^(?:-\S+ )*(?:install|wheel|download)\b/],
  ['uv', /^(?:-\S+ )*(?:pip install|sync|add)\b/],
]);

/** Builds that also fetch, or that keep what they compiled. */
const COMPILERS: ReadonlySet<string> = new Set(['go', 'cargo', 'mvn', 'gradle', 'dotnet']);

/** For the `words` of a rule about such commands. */
export const CACHE_USE_WORDS = [...new Set([...DEPENDENCY_INSTALL_WORDS, ...wordsOfTools(MANAGERS.keys())])];
