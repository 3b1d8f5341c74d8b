/** Package managers of languages that are compiled ahead of time: Go, Rust, .NET, Swift, Haskell, C. */
import type { ShellWord } from '../../../shell/nodes';
import { appendTo } from '../wordEdits';
import { type Found, type Recognisers, simple } from './recogniser';

export const compiledInstalls: Recognisers = new Map([
  ['go', go],
  ['cargo', cargo],
  ['dotnet', dotnet],
  [
    'nuget',
    simple('dotnet', (words) => words[0] === 'restore', ['**/packages.config', '*.sln', 'nuget.config']),
  ],
  [
    'swift',
    simple(
      'swift',
      (words) => words[0] === 'package' && words[1] === 'resolve',
      ['Package.swift', 'Package.resolved'],
      '--force-resolved-versions',
    ),
  ],
  [
    'stack',
    simple('haskell', isOnlyDependencies, ['stack.yaml', 'stack.yaml.lock', 'package.yaml', '*.cabal']),
  ],
  ['cabal', simple('haskell', isOnlyDependencies, ['*.cabal', 'cabal.project', 'cabal.project.freeze'])],
  ['conan', simple('c', (words) => words[0] === 'install', ['conanfile.py', 'conanfile.txt', 'conan.lock'])],
]);

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

function isOnlyDependencies(words: readonly string[]): boolean {
  return (
    /^(?:build|v2-build|new-build|install)$/.test(words[0] ?? '') &&
    words.some((word) => word === '--only-dependencies' || word === '--dependencies-only')
  );
}
