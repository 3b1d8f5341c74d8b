/** Package managers of Ruby, PHP, Elixir, Dart and Crystal. */
import type { ShellCommand, ShellWord } from '../../../shell/nodes';
import type { TextEdit } from '../../../text/textEdit';
import { hasOption, optionValue, readArguments } from '../options';
import { isJsonString, replaceWord } from '../wordEdits';
import { type Found, type Recognisers, simple } from './recogniser';

export const scriptingInstalls: Recognisers = new Map([
  ['bundle', bundle],
  ['composer', composer],
  ['mix', mix],
  ['rebar3', simple('elixir', (words) => words[0] === 'get-deps', ['rebar.config', 'rebar.lock'])],
  ['dart', simple('dart', isPubGet, ['pubspec.yaml', 'pubspec.lock'], '--enforce-lockfile')],
  ['flutter', simple('dart', isPubGet, ['pubspec.yaml', 'pubspec.lock'], '--enforce-lockfile')],
  ['shards', simple('other', (words) => words[0] === 'install', ['shard.yml', 'shard.lock'], '--frozen')],
]);

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

/** `A=b program`, where the shell or the wrapper before the program takes an assignment. */
function prependAssignment(command: ShellCommand, assignment: string): TextEdit | undefined {
  const program = command.words[0];
  const wrapper = command.wrappers.at(-1);
  if (program === undefined || isJsonString(program)) return undefined;
  if (wrapper !== undefined && wrapper !== 'sudo' && wrapper !== 'env') return undefined;
  return { span: { start: program.span.start, end: program.span.start }, newText: `${assignment} ` };
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

function isPubGet([first, second]: readonly string[]): boolean {
  return first === 'pub' && second === 'get';
}
