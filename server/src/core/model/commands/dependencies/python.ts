/** Package managers of Python: pip, pipenv, Poetry, uv, PDM, Conda. */
import type { ShellWord } from '../../../shell/nodes';
import { hasOption, optionValue, readArguments } from '../options';
import { appendTo } from '../wordEdits';
import { type Found, type Recognisers, simple } from './recogniser';

export const pythonInstalls: Recognisers = new Map([
  ['pip', pip],
  ['pip-sync', simple('python', () => true, ['requirements*.txt'])],
  ['pipenv', pipenv],
  ['poetry', poetry],
  ['uv', uv],
  ['pdm', pdm],
  ['conda', conda],
  ['mamba', conda],
  ['micromamba', conda],
]);

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
