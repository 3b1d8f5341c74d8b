/** Package managers of JavaScript: npm, Yarn, pnpm, Bun, Deno. */
import type { ShellCommand, ShellWord } from '../../../shell/nodes';
import { hasOption, optionValue, readArguments, type CommandArguments } from '../options';
import { appendTo, replaceWord } from '../wordEdits';
import { type Found, type Recognisers, simple } from './recogniser';

export const javascriptInstalls: Recognisers = new Map([
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
]);

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
