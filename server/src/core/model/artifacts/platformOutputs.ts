/** Where builds for a platform usually leave their result: Java, .NET, Elixir, Python, PHP, Ruby. */
import { gradleValueOptions } from '../commands/gradle';
import { readArguments, valueAfter } from '../commands/options';
import type { Tool } from '../commands/tools';
import { file, folder, verbOf, type OutputPlace, type Teller, type UsualOutput } from './outputPlace';
import { nameInCsproj, nameInMix, namesInPom } from './projectNames';

export function* maven({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  if (!args.some(({ value }) => /^(?:package|verify|install|deploy)$/.test(value ?? ''))) return;
  yield folder(place.at('target'));
  const names = namesInPom(place.textOf('pom.xml') ?? '');
  yield file(place.at(`target/${names ?? '*.jar'}`));
}

export function* gradle({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  const { operands, options } = readArguments(args, gradleValueOptions);
  const project = options.find(({ name }) => name === '-p' || name === '--project-dir')?.value ?? '.';
  for (const { value = '' } of operands) {
    const match = /^(?::?(.+):)?(\w+)$/.exec(value);
    const module = match?.[1]?.replaceAll(':', '/') ?? '.';
    const output = GRADLE_OUTPUTS.get(match?.[2] ?? '');
    if (output !== undefined) yield folder(place.at(`${project}/${module}/build/${output}`));
  }
}

/** By task, below the build folder. */
const GRADLE_OUTPUTS: ReadonlyMap<string, string> = new Map([
  ...['build', 'assemble', 'jar', 'bootJar', 'shadowJar', 'war', 'bootWar'].map(
    (task) => [task, 'libs'] as const,
  ),
  ['installDist', 'install'],
  ['distZip', 'distributions'],
  ['distTar', 'distributions'],
]);

/** With `-o` the folder is certain; the program in it is called as its project. */
export function* dotnet({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  const verb = verbOf(args);
  if (verb !== 'publish' && verb !== 'build') return;
  const { operands } = readArguments(args, DOTNET_VALUES);
  const project = operands[1]?.value ?? '.';
  const isFile = /\.(?:cs|fs|vb)proj$/.test(project);
  const base = isFile ? project.replace(/(?:^|\/)[^/]*$/, '') : project;
  const name = isFile
    ? project.replace(/^.*\//, '').replace(/\.\w+$/, '')
    : nameInCsproj(place.namesIn(base));
  const output = valueAfter(args, ['-o', '--output']);
  const mode = valueAfter(args, ['-c', '--configuration']) ?? (verb === 'publish' ? 'Release' : 'Debug');
  if (output === undefined) yield folder(place.at(`${base === '' ? '.' : base}/bin/${mode}`));
  else if (name !== undefined) yield file(place.at(`${output}/${name}.dll`));
}

const DOTNET_VALUES: ReadonlySet<string> = new Set([
  '-o',
  '--output',
  '-c',
  '--configuration',
  '-f',
  '--framework',
  '-r',
  '--runtime',
  '-a',
  '--arch',
  '--os',
  '-v',
  '--verbosity',
]);

export function* mix({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  if (verbOf(args) !== 'release') return;
  const path = valueAfter(args, ['--path']);
  if (path !== undefined) {
    yield folder(place.at(path));
    return;
  }
  const build = `_build/${place.variable('MIX_ENV') ?? 'dev'}/rel`;
  yield folder(place.at(build));
  const name = readArguments(args, NO_VALUES).operands[1]?.value ?? nameInMix(place.textOf('mix.exs') ?? '');
  if (name !== undefined) yield folder(place.at(`${build}/${name}`));
}

const NO_VALUES: ReadonlySet<string> = new Set();

export function* pip({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  if (verbOf(args) !== 'install' || args.some(({ text }) => /^(?:-t|--(?:target|prefix|root))/.test(text)))
    return;
  if (args.some(({ text }) => text === '--user')) yield folder('/root/.local');
  else {
    const version = /^\d+\.\d+/.exec(place.variable('PYTHON_VERSION') ?? '')?.[0];
    if (version !== undefined) yield folder(`/usr/local/lib/python${version}/site-packages`);
  }
}

/** A package manager that makes a folder of its own beside the project. */
export const packages = (verbs: RegExp, output: string): Teller =>
  function* ({ args }, place) {
    if (verbs.test(verbOf(args) ?? '')) yield folder(place.at(output));
  };

export function* composer({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  if (/^(?:install|update|require)$/.test(verbOf(args) ?? ''))
    yield folder(place.at(`${valueAfter(args, ['-d', '--working-dir']) ?? '.'}/vendor`));
}

export function* bundle({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  if (verbOf(args) !== 'install') return;
  const path = valueAfter(args, ['--path']) ?? place.variable('BUNDLE_PATH');
  yield folder(path === undefined ? '/usr/local/bundle' : place.at(path));
}
