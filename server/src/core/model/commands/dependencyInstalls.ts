/** Recognises commands that install a project's own dependencies, and whether a lock file binds them. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Span } from '../../text/span';
import type { TextEdit } from '../../text/textEdit';
import { gradleValueOptions } from './gradle';
import { hasOption, optionValue, readArguments, type CommandArguments } from './options';
import { toolOf, type Ecosystem } from './tools';
import { appendTo, isJsonString, replaceWord } from './wordEdits';

export interface DependencyInstall {
  readonly ecosystem: Ecosystem;
  /** `npm`, `yarn`, `pip`, `bundle`, `mvn` … */
  readonly manager: string;
  /** Globs, relative to the project's folder, of the files that decide what is installed; people copy them first. */
  readonly manifests: readonly string[];
  /** True when the command also reads the project's sources: `pip install .`, `poetry install` without `--no-root`. */
  readonly needsSource: boolean;
  /** True when a lock file certainly decides the versions, false when the command may choose others. */
  readonly isLocked: boolean | undefined;
  /** Makes the command obey the lock file; undefined when it does already or no such form is known. */
  readonly lockedForm: TextEdit | undefined;
  /** Environment variables and settings that lock the command without an option: `BUNDLE_FROZEN`, `UV_LOCKED`. */
  readonly lockingEnvironment: readonly string[];
  /** Whether development dependencies come too; undefined when the environment or the manager decides. */
  readonly installsDev: boolean | undefined;
  readonly span: Span;
}

/** A command that builds or installs a program together with its dependencies. */
export interface LockableBuild {
  readonly ecosystem: Ecosystem;
  readonly manager: string;
  readonly isLocked: boolean;
  readonly lockedForm: TextEdit | undefined;
  readonly span: Span;
}

export function dependencyInstallOf(command: ShellCommand): DependencyInstall | undefined {
  const tool = toolOf(command);
  const recognise = tool === undefined ? undefined : installsByTool.get(tool.name);
  if (tool === undefined || recognise === undefined) return undefined;
  const found = recognise(tool.args, command);
  if (found === undefined) return undefined;
  const isLocked = isLockedByAssignment(command, found.lockingEnvironment ?? []) ? true : found.isLocked;
  return {
    ecosystem: found.ecosystem,
    manager: found.manager ?? tool.name,
    manifests: found.manifests,
    needsSource: found.needsSource ?? false,
    isLocked,
    lockedForm: isLocked === false ? found.lockedForm : undefined,
    lockingEnvironment: found.lockingEnvironment ?? [],
    installsDev: found.installsDev,
    span: command.span,
  };
}

/** `cargo build`, `cargo install` and `go install package@version`, for which a lock is an option of the build itself. */
export function lockableBuildOf(command: ShellCommand): LockableBuild | undefined {
  const tool = toolOf(command);
  if (tool?.name === 'cargo') return cargoBuild(tool.args, command);
  if (tool?.name === 'go') return goInstall(tool.args, command);
  return undefined;
}

/** Tells of a setting, made by a command, that locks later installs: `bundle config set frozen true`. */
export function lockSettingOf(
  command: ShellCommand,
): { readonly manager: string; readonly span: Span } | undefined {
  const tool = toolOf(command);
  const keys = tool === undefined ? undefined : lockSettings.get(tool.name);
  if (tool === undefined || keys === undefined) return undefined;
  const words = tool.args.filter((word) => !word.text.startsWith('-')).map((word) => word.value);
  if (words[0] !== 'config') return undefined;
  const [key, value] = words[1] === 'set' ? words.slice(2) : words.slice(1);
  const isOn = value === undefined ? words[1] === 'set' : value === 'true' || value === '1';
  return key !== undefined && keys.includes(key) && isOn
    ? { manager: tool.name, span: command.span }
    : undefined;
}

const lockSettings: ReadonlyMap<string, readonly string[]> = new Map([
  ['bundle', ['frozen', 'deployment']],
  ['yarn', ['enableImmutableInstalls']],
  ['pnpm', ['frozen-lockfile', 'frozenLockfile']],
]);

/** What a recogniser finds; `manager` is the tool's name unless it says otherwise. */
interface Found {
  readonly ecosystem: Ecosystem;
  readonly manager?: string;
  readonly manifests: readonly string[];
  readonly needsSource?: boolean;
  readonly isLocked: boolean | undefined;
  readonly lockedForm?: TextEdit | undefined;
  readonly lockingEnvironment?: readonly string[];
  readonly installsDev: boolean | undefined;
}

type Recogniser = (args: readonly ShellWord[], command: ShellCommand) => Found | undefined;

function isLockedByAssignment(command: ShellCommand, names: readonly string[]): boolean {
  return command.assignments.some(
    ({ name, value }) => names.includes(name) && !/^(?:|0|false)$/.test(value?.value ?? 'set'),
  );
}

/** `A=b program`, where the shell or the wrapper before the program takes an assignment. */
function prependAssignment(command: ShellCommand, assignment: string): TextEdit | undefined {
  const program = command.words[0];
  const wrapper = command.wrappers.at(-1);
  if (program === undefined || isJsonString(program)) return undefined;
  if (wrapper !== undefined && wrapper !== 'sudo' && wrapper !== 'env') return undefined;
  return { span: { start: program.span.start, end: program.span.start }, newText: `${assignment} ` };
}

const nodeValueOptions: ReadonlySet<string> = new Set([
  '--prefix',
  '-C',
  '--cwd',
  '--dir',
  '--registry',
  '--cache',
  '--cache-folder',
  '--userconfig',
  '--globalconfig',
  '--loglevel',
  '--workspace',
  '-w',
  '--omit',
  '--only',
  '--include',
  '--filter',
  '-F',
  '--network-timeout',
  '--network-concurrency',
  '--mutex',
  '--modules-folder',
  '--global-folder',
  '--store-dir',
  '--virtual-store-dir',
  '--reporter',
  '--fetch-timeout',
  '--fetch-retries',
  '--maxsockets',
  '--mode',
  '--backend',
]);

/** Options that say whether development dependencies of a JavaScript project are installed. */
function installsNodeDev(read: CommandArguments): boolean | undefined {
  const omitted = optionValue(read, '--omit') ?? optionValue(read, '--only');
  if (omitted === 'dev' || omitted === 'prod' || omitted === 'production') return false;
  if (optionValue(read, '--include') === 'dev') return true;
  if (optionValue(read, '--production', '--prod') === 'false') return true;
  if (hasOption(read, '--production', '--prod', '-P')) return false;
  return hasOption(read, '--dev', '-D') ? true : undefined;
}

const npmManifests = ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', '.npmrc'];
const npmInstallVerbs: ReadonlySet<string> = new Set([
  'install',
  'i',
  'in',
  'ins',
  'inst',
  'insta',
  'instal',
  'isnt',
  'isnta',
  'isntal',
  'isntall',
  'add',
]);
const npmCleanVerbs: ReadonlySet<string> = new Set([
  'ci',
  'clean-install',
  'ic',
  'install-clean',
  'isntall-clean',
  'install-ci-test',
  'cit',
]);

function npm(args: readonly ShellWord[]): Found | undefined {
  const read = readArguments(args, nodeValueOptions);
  const [verb, ...packages] = read.operands;
  const name = verb?.value;
  if (verb === undefined || name === undefined || hasOption(read, '-g', '--global')) return undefined;
  const isClean = npmCleanVerbs.has(name);
  if (!isClean && (!npmInstallVerbs.has(name) || packages.some((word) => word.value !== '.')))
    return undefined;
  return {
    ecosystem: 'javascript',
    manifests: npmManifests,
    isLocked: isClean,
    lockedForm:
      hasOption(read, '--no-package-lock', '--no-save') || packages.length > 0
        ? undefined
        : replaceWord(verb, 'ci'),
    installsDev: installsNodeDev(read),
  };
}

function yarn(args: readonly ShellWord[], command: ShellCommand): Found | undefined {
  const read = readArguments(args, nodeValueOptions);
  const verb = read.operands[0];
  const isFocus = verb?.value === 'workspaces' && read.operands[1]?.value === 'focus';
  if (verb !== undefined && verb.value !== 'install' && !isFocus) return undefined;
  if (verb === undefined && hasOption(read, '--version', '-v', '--help', '-h')) return undefined;
  const program = command.words.at(-1 - args.length);
  const behind = verb ?? program;
  const isLocked = hasOption(read, '--frozen-lockfile', '--immutable');
  return {
    ecosystem: 'javascript',
    manifests: ['package.json', 'yarn.lock', '.yarnrc', '.yarnrc.yml', '.yarn/**'],
    isLocked: isFocus && !isLocked ? undefined : isLocked,
    // Both lines of yarn know this name; the newer one calls it --immutable.
    lockedForm: behind === undefined ? undefined : appendTo(behind, '--frozen-lockfile'),
    lockingEnvironment: ['YARN_ENABLE_IMMUTABLE_INSTALLS'],
    installsDev: installsNodeDev(read),
  };
}

function pnpm(args: readonly ShellWord[]): Found | undefined {
  const read = readArguments(args, nodeValueOptions);
  const [verb, ...packages] = read.operands;
  if (verb === undefined || hasOption(read, '-g', '--global')) return undefined;
  const isFetch = verb.value === 'fetch';
  if (!isFetch && verb.value !== 'install' && verb.value !== 'i') return undefined;
  if (packages.length > 0) return undefined;
  const refuses = read.options.some(
    (option) =>
      option.name === '--no-frozen-lockfile' ||
      (option.name === '--frozen-lockfile' && option.value === 'false'),
  );
  return {
    ecosystem: 'javascript',
    manifests: ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', '.pnpmfile.cjs'],
    isLocked: isFetch || hasOption(read, '--frozen-lockfile'),
    lockedForm: refuses ? undefined : appendTo(verb, '--frozen-lockfile'),
    // pnpm freezes the lock file by itself where CI is set.
    lockingEnvironment: refuses ? [] : ['CI', 'npm_config_frozen_lockfile', 'NPM_CONFIG_FROZEN_LOCKFILE'],
    installsDev: installsNodeDev(read),
  };
}

function bun(args: readonly ShellWord[]): Found | undefined {
  const read = readArguments(args, nodeValueOptions);
  const [verb, ...packages] = read.operands;
  if (verb === undefined || packages.length > 0 || hasOption(read, '-g', '--global')) return undefined;
  if (verb.value !== 'install' && verb.value !== 'i' && verb.value !== 'ci') return undefined;
  return {
    ecosystem: 'javascript',
    manifests: ['package.json', 'bun.lock', 'bun.lockb', 'bunfig.toml'],
    isLocked: verb.value === 'ci' || hasOption(read, '--frozen-lockfile'),
    lockedForm: appendTo(verb, '--frozen-lockfile'),
    installsDev: installsNodeDev(read),
  };
}

const pipValueOptions: ReadonlySet<string> = new Set([
  '-r',
  '--requirement',
  '-c',
  '--constraint',
  '-e',
  '--editable',
  '-t',
  '--target',
  '-i',
  '--index-url',
  '--extra-index-url',
  '-f',
  '--find-links',
  '--prefix',
  '--root',
  '--src',
  '--cache-dir',
  '--trusted-host',
  '--timeout',
  '--retries',
  '--platform',
  '--python-version',
  '--implementation',
  '--abi',
  '--no-binary',
  '--only-binary',
  '--progress-bar',
  '--upgrade-strategy',
  '-C',
  '--config-settings',
  '--global-option',
  '-p',
  '--python',
  '-d',
  '--dest',
  '-w',
  '--wheel-dir',
  '--proxy',
  '--log',
]);

/** `pip install`, `pip download` and `pip wheel` of a requirements file or of the project itself. */
function pip(args: readonly ShellWord[]): Found | undefined {
  const read = readArguments(args, pipValueOptions);
  const [verb, ...packages] = read.operands;
  if (verb === undefined || !/^(?:install|download|wheel|sync)$/.test(verb.value ?? '')) return undefined;
  const files = read.options.filter((option) =>
    ['-r', '--requirement', '-c', '--constraint'].includes(option.name),
  );
  const editables = read.options.filter((option) => option.name === '-e' || option.name === '--editable');
  const isProject = (value: string | undefined): boolean =>
    value !== undefined && /^\.{1,2}(?:[[/]|$)/.test(value) && !value.endsWith('.whl');
  const needsSource =
    packages.some((word) => isProject(word.value)) || editables.some((option) => isProject(option.value));
  const isSync = verb.value === 'sync';
  if (
    !isSync &&
    !needsSource &&
    !files.some((option) => option.name === '-r' || option.name === '--requirement')
  )
    return undefined;
  const named = [
    ...files.map((option) => option.value),
    ...(isSync ? packages.map((word) => word.value) : []),
  ];
  return {
    ecosystem: 'python',
    manifests: [
      ...named.filter((name) => name !== undefined),
      ...(named.includes(undefined) ? ['requirements*.txt'] : []),
      ...(needsSource ? ['pyproject.toml', 'setup.py', 'setup.cfg'] : []),
    ],
    needsSource,
    isLocked: hasOption(read, '--require-hashes') ? true : undefined,
    lockingEnvironment: ['PIP_REQUIRE_HASHES'],
    installsDev: undefined,
  };
}

function pipenv(args: readonly ShellWord[]): Found | undefined {
  const read = readArguments(args, new Set(['--python', '--categories', '--extra-pip-args', '-r', '-i']));
  const [verb, ...packages] = read.operands;
  if (verb === undefined || packages.length > 0 || (verb.value !== 'install' && verb.value !== 'sync'))
    return undefined;
  return {
    ecosystem: 'python',
    manifests: ['Pipfile', 'Pipfile.lock'],
    isLocked: verb.value === 'sync' || hasOption(read, '--deploy', '--ignore-pipfile'),
    lockedForm: appendTo(verb, '--deploy'),
    installsDev: hasOption(read, '--dev', '-d'),
  };
}

function poetry(args: readonly ShellWord[]): Found | undefined {
  const read = readArguments(
    args,
    new Set(['-C', '--directory', '-P', '--project', '--with', '--without', '--only', '-E', '--extras']),
  );
  const verb = read.operands[0]?.value;
  if (verb !== 'install' && verb !== 'sync') return undefined;
  const withoutDev = optionValue(read, '--without')?.split(',').includes('dev') === true;
  const isMainOnly = optionValue(read, '--only') !== undefined || hasOption(read, '--no-dev', '--only-root');
  return {
    ecosystem: 'python',
    manifests: ['pyproject.toml', 'poetry.lock', 'poetry.toml'],
    needsSource: !hasOption(read, '--no-root') && optionValue(read, '--only') === undefined,
    // poetry obeys a lock file where there is one, and writes one where there is none.
    isLocked: undefined,
    installsDev: !(withoutDev || isMainOnly),
  };
}

function uv(args: readonly ShellWord[]): Found | undefined {
  const [first, ...rest] = args;
  if (first?.value === 'pip') return pip(rest);
  const read = readArguments(
    args,
    new Set([
      '--group',
      '--no-group',
      '--only-group',
      '--extra',
      '-p',
      '--python',
      '--package',
      '--directory',
      '--project',
      '--index-url',
      '--cache-dir',
      '--link-mode',
      '--no-install-package',
    ]),
  );
  const verb = read.operands[0];
  if (verb?.value !== 'sync') return undefined;
  const isNoDev =
    hasOption(read, '--no-dev', '--no-default-groups') || optionValue(read, '--no-group') === 'dev';
  return {
    ecosystem: 'python',
    manifests: ['pyproject.toml', 'uv.lock', '.python-version'],
    needsSource: !hasOption(read, '--no-install-project', '--no-install-workspace', '--no-install-local'),
    isLocked: hasOption(read, '--locked', '--frozen'),
    lockedForm: appendTo(verb, '--locked'),
    lockingEnvironment: ['UV_LOCKED', 'UV_FROZEN'],
    installsDev: !isNoDev,
  };
}

function pdm(args: readonly ShellWord[]): Found | undefined {
  const read = readArguments(
    args,
    new Set(['-p', '--project', '-G', '--group', '-L', '--lockfile', '--venv']),
  );
  const verb = read.operands[0];
  if (verb === undefined || (verb.value !== 'install' && verb.value !== 'sync')) return undefined;
  return {
    ecosystem: 'python',
    manifests: ['pyproject.toml', 'pdm.lock'],
    needsSource: !hasOption(read, '--no-self'),
    isLocked: verb.value === 'sync' || hasOption(read, '--frozen-lockfile', '--no-lock', '--check'),
    lockedForm: appendTo(verb, '--frozen-lockfile'),
    lockingEnvironment: ['PDM_FROZEN_LOCKFILE'],
    installsDev: !hasOption(read, '--prod', '--production', '--no-dev'),
  };
}

function conda(args: readonly ShellWord[]): Found | undefined {
  const read = readArguments(
    args,
    new Set(['-f', '--file', '-n', '--name', '-p', '--prefix', '-c', '--channel', '--solver']),
  );
  const words = read.operands.map((word) => word.value);
  const file = optionValue(read, '-f', '--file');
  const verbs = words[0] === 'env' ? words.slice(1) : words;
  if (!/^(?:create|update|install)$/.test(verbs[0] ?? '') || (words[0] !== 'env' && file === undefined))
    return undefined;
  return {
    ecosystem: 'python',
    manifests: [file ?? 'environment.yml'],
    isLocked: undefined,
    installsDev: undefined,
  };
}

function bundle(args: readonly ShellWord[], command: ShellCommand): Found | undefined {
  const read = readArguments(
    args,
    new Set(['-j', '--jobs', '--path', '--without', '--with', '--retry', '--gemfile', '-P']),
  );
  const verb = read.operands[0];
  if (verb !== undefined && verb.value !== 'install') return undefined;
  if (verb === undefined && hasOption(read, '--version', '-v', '--help', '-h')) return undefined;
  const without = optionValue(read, '--without');
  return {
    ecosystem: 'ruby',
    manifests: ['Gemfile', 'Gemfile.lock', '.ruby-version', '*.gemspec'],
    isLocked: hasOption(read, '--frozen', '--deployment'),
    lockedForm: prependAssignment(command, 'BUNDLE_FROZEN=true'),
    lockingEnvironment: ['BUNDLE_FROZEN', 'BUNDLE_DEPLOYMENT'],
    installsDev: without === undefined ? undefined : !/\bdevelopment\b/.test(without),
  };
}

function composer(args: readonly ShellWord[]): Found | undefined {
  const read = readArguments(args, new Set(['-d', '--working-dir', '--prefer-install']));
  const [verb, ...packages] = read.operands;
  if (verb === undefined || packages.length > 0 || !/^(?:install|i|update|u|upgrade)$/.test(verb.value ?? ''))
    return undefined;
  const isInstall = verb.value === 'install' || verb.value === 'i';
  return {
    ecosystem: 'php',
    manifests: ['composer.json', 'composer.lock', 'symfony.lock'],
    isLocked: isInstall,
    lockedForm: replaceWord(verb, 'install'),
    installsDev: !hasOption(read, '--no-dev'),
  };
}

function go(args: readonly ShellWord[]): Found | undefined {
  const words = args.filter((word) => !word.text.startsWith('-')).map((word) => word.value);
  const manifests = ['go.mod', 'go.sum', 'go.work', 'go.work.sum'];
  if (words[0] === 'mod' && (words[1] === 'download' || words[1] === 'vendor')) {
    return {
      ecosystem: 'go',
      manifests,
      needsSource: words[1] === 'vendor',
      isLocked: true,
      installsDev: undefined,
    };
  }
  const packages = words.slice(1);
  if (words[0] !== 'get' || !packages.every((name) => name?.startsWith('.') === true)) return undefined;
  return { ecosystem: 'go', manifests, needsSource: true, isLocked: false, installsDev: undefined };
}

function cargo(args: readonly ShellWord[]): Found | undefined {
  const words = args.filter((word) => !/^[-+]/.test(word.text));
  const [verb, second] = words;
  const isLocked = args.some((word) => word.text === '--locked' || word.text === '--frozen');
  if (verb === undefined) return undefined;
  if (verb.value === 'chef' && second?.value === 'cook') {
    return {
      ecosystem: 'rust',
      manifests: ['recipe.json'],
      isLocked,
      lockedForm: appendTo(second, '--locked'),
      installsDev: undefined,
    };
  }
  if (verb.value !== 'fetch' && verb.value !== 'vendor') return undefined;
  return {
    ecosystem: 'rust',
    manifests: ['Cargo.toml', 'Cargo.lock', '.cargo/config.toml', 'rust-toolchain*'],
    isLocked,
    lockedForm: appendTo(verb, '--locked'),
    installsDev: undefined,
  };
}

function mvn(args: readonly ShellWord[]): Found | undefined {
  const isOffline = args.some((word) =>
    /(?:^|:)(?:go-offline|resolve-dependencies|resolve(?:-plugins)?|resolve-sources)$/.test(word.value ?? ''),
  );
  const builds = args.some((word) => /^(?:package|install|verify|deploy|compile)$/.test(word.value ?? ''));
  if (!isOffline || builds) return undefined;
  return {
    ecosystem: 'java',
    manifests: ['pom.xml', '**/pom.xml', '.mvn/**', 'mvnw'],
    isLocked: undefined,
    installsDev: undefined,
  };
}

const gradleManifests = [
  'build.gradle',
  'build.gradle.kts',
  'settings.gradle',
  'settings.gradle.kts',
  'gradle.properties',
  'gradle/**',
  'gradlew',
];

function gradle(args: readonly ShellWord[]): Found | undefined {
  const tasks = readArguments(args, gradleValueOptions).operands.map((word) => word.value ?? '');
  const isResolving = (task: string): boolean =>
    /(?:^|:)(?:dependencies|buildEnvironment|(?:download|resolve|fetch|cache)\w*Dependenc(?:ies|y)\w*|resolveAll\w*)$/i.test(
      task,
    );
  if (tasks.length === 0 || !tasks.every((task) => isResolving(task) || task === 'clean')) return undefined;
  return { ecosystem: 'java', manifests: gradleManifests, isLocked: undefined, installsDev: undefined };
}

function dotnet(args: readonly ShellWord[]): Found | undefined {
  if (args[0]?.value !== 'restore') return undefined;
  return {
    ecosystem: 'dotnet',
    manifests: [
      '**/*.csproj',
      '**/*.fsproj',
      '**/*.vbproj',
      '*.sln',
      '*.slnx',
      'nuget.config',
      'NuGet.config',
      'global.json',
      'Directory.*.props',
      '**/packages.lock.json',
    ],
    isLocked: args.some((word) => word.text === '--locked-mode') ? true : undefined,
    lockingEnvironment: ['RestoreLockedMode'],
    installsDev: undefined,
  };
}

function mix(args: readonly ShellWord[]): Found | undefined {
  const tasks = args.map((word) => word.value?.replace(/,$/, ''));
  if (!tasks.includes('deps.get') || tasks.includes('release')) return undefined;
  const only = valueBehind(args, '--only');
  return {
    ecosystem: 'elixir',
    manifests: ['mix.exs', 'mix.lock', 'config/**'],
    isLocked: tasks.includes('--check-locked') ? true : undefined,
    installsDev: only === undefined ? undefined : only === 'dev',
  };
}

function valueBehind(args: readonly ShellWord[], option: string): string | undefined {
  const at = args.findIndex((word) => word.value === option);
  return at === -1 ? undefined : args[at + 1]?.value;
}

/** Managers whose install is one verb, without more to say. */
function simple(
  ecosystem: Ecosystem,
  fits: (words: readonly string[]) => boolean,
  manifests: readonly string[],
  lockOption?: string,
): Recogniser {
  return (args) => {
    const words = args.map((word) => word.value ?? word.text);
    if (!fits(words)) return undefined;
    const verb = args.findLast((word) => !word.text.startsWith('-'));
    if (lockOption === undefined || verb === undefined)
      return { ecosystem, manifests, isLocked: undefined, installsDev: undefined };
    return {
      ecosystem,
      manifests,
      isLocked: words.includes(lockOption),
      lockedForm: appendTo(verb, lockOption),
      installsDev: undefined,
    };
  };
}

const isPubGet = (words: readonly string[]): boolean => words[0] === 'pub' && words[1] === 'get';
const isOnlyDependencies = (words: readonly string[]): boolean =>
  /^(?:build|v2-build|new-build|install)$/.test(words[0] ?? '') &&
  words.some((word) => word === '--only-dependencies' || word === '--dependencies-only');

const installsByTool: ReadonlyMap<string, Recogniser> = new Map<string, Recogniser>([
  ['npm', npm],
  ['yarn', yarn],
  ['pnpm', pnpm],
  ['bun', bun],
  [
    'deno',
    simple(
      'javascript',
      (words) => words.length === 1 && words[0] === 'install',
      ['deno.json', 'deno.jsonc', 'deno.lock', 'package.json'],
      '--frozen',
    ),
  ],
  ['pip', pip],
  ['pip-sync', simple('python', () => true, ['requirements*.txt'])],
  ['pipenv', pipenv],
  ['poetry', poetry],
  ['uv', uv],
  ['pdm', pdm],
  ['conda', conda],
  ['mamba', conda],
  ['micromamba', conda],
  ['bundle', bundle],
  ['composer', composer],
  ['go', go],
  ['cargo', cargo],
  ['mvn', mvn],
  ['gradle', gradle],
  ['dotnet', dotnet],
  [
    'nuget',
    simple('dotnet', (words) => words[0] === 'restore', ['**/packages.config', '*.sln', 'nuget.config']),
  ],
  ['mix', mix],
  ['rebar3', simple('elixir', (words) => words[0] === 'get-deps', ['rebar.config', 'rebar.lock'])],
  [
    'swift',
    simple(
      'swift',
      (words) => words[0] === 'package' && words[1] === 'resolve',
      ['Package.swift', 'Package.resolved'],
      '--force-resolved-versions',
    ),
  ],
  ['dart', simple('dart', isPubGet, ['pubspec.yaml', 'pubspec.lock'], '--enforce-lockfile')],
  ['flutter', simple('dart', isPubGet, ['pubspec.yaml', 'pubspec.lock'], '--enforce-lockfile')],
  [
    'stack',
    simple('haskell', isOnlyDependencies, ['stack.yaml', 'stack.yaml.lock', 'package.yaml', '*.cabal']),
  ],
  ['cabal', simple('haskell', isOnlyDependencies, ['*.cabal', 'cabal.project', 'cabal.project.freeze'])],
  ['lein', simple('java', (words) => words.includes('deps'), ['project.clj'])],
  ['clojure', simple('java', (words) => words.includes('-P'), ['deps.edn'])],
  ['clj', simple('java', (words) => words.includes('-P'), ['deps.edn'])],
  [
    'sbt',
    simple(
      'java',
      (words) => words.length > 0 && words.every((word) => word === 'update' || word.startsWith('-')),
      ['build.sbt', 'project/**'],
    ),
  ],
  ['conan', simple('c', (words) => words[0] === 'install', ['conanfile.py', 'conanfile.txt', 'conan.lock'])],
  ['shards', simple('other', (words) => words[0] === 'install', ['shard.yml', 'shard.lock'], '--frozen')],
]);

const cargoBuildVerbs: ReadonlySet<string> = new Set([
  'build',
  'b',
  'install',
  'rustc',
  'zigbuild',
  'run',
  'r',
  'test',
  't',
]);

function cargoBuild(args: readonly ShellWord[], command: ShellCommand): LockableBuild | undefined {
  const words = args.filter((word) => !/^[-+]/.test(word.text));
  const verb = words[0]?.value === 'auditable' ? words[1] : words[0];
  if (verb?.value === undefined || !cargoBuildVerbs.has(verb.value)) return undefined;
  const isLocked = args.some((word) => word.text === '--locked' || word.text === '--frozen');
  const lockedForm = isLocked ? undefined : appendTo(verb, '--locked');
  return { ecosystem: 'rust', manager: 'cargo', isLocked, lockedForm, span: command.span };
}

/** Only packages with a version: without one the module's own go.sum decides. */
function goInstall(args: readonly ShellWord[], command: ShellCommand): LockableBuild | undefined {
  if (args[0]?.value !== 'install' && args[0]?.value !== 'run') return undefined;
  const versions = args
    .slice(1)
    .flatMap((word) => /^[^-].*@(.+)$/.exec(word.text.replaceAll(/["']/g, ''))?.[1] ?? []);
  if (versions.length === 0) return undefined;
  const isLocked = versions.every((version) => !/^(?:latest|upgrade|patch|main|master|HEAD)$/.test(version));
  return { ecosystem: 'go', manager: 'go', isLocked, lockedForm: undefined, span: command.span };
}
