/**
 * Where build tools usually leave their result. Nothing of it is certain, for a project may be set up otherwise: it tells a
 * person what to expect, and is never the reason for a finding.
 */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import { gradleValueOptions } from '../commands/gradle';
import { readArguments, valueAfter } from '../commands/options';
import { toolOf, type Tool } from '../commands/tools';
import { kindAt, type BuildContext } from '../context/buildContext';
import type { StageFacts } from '../facts';
import { buildOutputs } from '../javascript/buildOutputs';
import type { ProjectFolder } from '../javascript/projectFolder';
import { joined } from './commandPlace';
import { contextPathsOf } from './contextPlaces';
import { isWithin, type FileForm, type Ran } from './effects';
import { lostTargets } from './mounts';
import { nameInCargoToml, nameInCsproj, nameInGoMod, nameInMix, namesInPom } from './projectNames';

export interface UsualOutput {
  /** Absolute and clean; the last part may be a pattern: `/app/target/*.jar`. */
  readonly path: string;
  readonly form: FileForm;
}

/** Paths that a program which ran has most likely made; what it wrote below a mount is not among them. */
export function usualOutputs(
  stage: StageFacts,
  ran: Ran,
  context: BuildContext | undefined,
): readonly UsualOutput[] {
  const tool = toolOf(ran.command);
  const teller = tool && tellers.get(tool.name);
  if (tool === undefined || teller === undefined || ran.folder === undefined) return NONE;
  const place = new Place(stage, ran, ran.folder, context);
  const lost = lostTargets(stage, ran.by);
  return [...teller(tool, place)].filter(({ path }) => !lost.some((mount) => isWithin(path, mount.path)));
}

const NONE: readonly UsualOutput[] = [];

type Teller = (tool: Tool, place: Place) => Iterable<UsualOutput>;

class Place {
  constructor(
    private readonly stage: StageFacts,
    private readonly ran: Ran,
    readonly folder: string,
    private readonly context: BuildContext | undefined,
  ) {}

  at(text: string): string {
    return joined(this.folder, text);
  }

  variable(name: string): string | undefined {
    const assigned = this.ran.command.assignments.findLast((each) => each.name === name);
    if (assigned !== undefined) return assigned.value?.value;
    const { env, args } = this.stage.stateBefore(this.ran.by);
    return env.get(name) ?? args.get(name);
  }

  /** The text of a file of the project, as far as the context is known. */
  textOf(name: string): string | undefined {
    const { context } = this;
    if (context === undefined) return undefined;
    for (const path of contextPathsOf(this.stage, this.at(name)))
      if (kindAt(context, path) === 'file') return context.textAt(path);
    return undefined;
  }

  /** The folders of the context with a package.json that the command may stand in. */
  *javascriptProjects(): Generator<ProjectFolder> {
    const { context } = this;
    if (context === undefined) return;
    for (const path of contextPathsOf(this.stage, this.folder))
      if (kindAt(context, path === '' ? 'package.json' : `${path}/package.json`) === 'file')
        yield { context, path };
  }

  get command(): ShellCommand {
    return this.ran.command;
  }

  /** Names in a folder of the project. */
  namesIn(folder: string): readonly string[] {
    const { context } = this;
    if (context === undefined) return [];
    for (const path of contextPathsOf(this.stage, this.at(folder)))
      if (kindAt(context, path) === 'folder') return [...(context.entriesIn(path)?.keys() ?? [])];
    return [];
  }
}

function file(path: string): UsualOutput {
  return { path, form: 'file' };
}

function folder(path: string): UsualOutput {
  return { path, form: 'directory' };
}

function verbOf(args: readonly ShellWord[]): string | undefined {
  return args.find((word) => !/^[-+]/.test(word.text))?.value;
}

function* cargo({ args }: Tool, place: Place): Generator<UsualOutput> {
  const verb = verbOf(args);
  const names = args.flatMap((word, at) => (word.text === '--bin' ? (args[at + 1]?.value ?? []) : []));
  const own = nameInCargoToml(place.textOf('Cargo.toml') ?? '');
  const programs = names.length > 0 ? names : own;
  if (verb === 'install') {
    const home = place.variable('CARGO_HOME') ?? '/usr/local/cargo';
    const bin = `${place.at(valueAfter(args, ['--root']) ?? home)}/bin`;
    const { operands } = readArguments(args, CARGO_VALUES);
    const crates = operands.slice(1).flatMap((word) => word.value?.replace(/@.*$/, '') ?? []);
    for (const name of crates.length > 0 ? crates : programs) yield file(`${bin}/${name}`);
    return;
  }
  if (!/^(?:build|b|rustc|zigbuild)$/.test(verb ?? '')) return;
  const target = place.at(
    valueAfter(args, ['--target-dir']) ?? place.variable('CARGO_TARGET_DIR') ?? 'target',
  );
  const triple = valueAfter(args, ['--target']) ?? place.variable('CARGO_BUILD_TARGET');
  if (triple === undefined && args.some(({ text }) => text.startsWith('--target'))) {
    yield folder(target);
    return;
  }
  const profile = valueAfter(args, ['--profile']);
  const isRelease = args.some(({ text }) => text === '--release' || text === '-r');
  const output = `${target}${triple === undefined ? '' : `/${triple}`}/${profile === undefined || profile === 'dev' ? (isRelease ? 'release' : 'debug') : profile}`;
  yield folder(output);
  for (const name of programs) yield file(`${output}/${name}`);
}

const CARGO_VALUES: ReadonlySet<string> = new Set([
  '--root',
  '--path',
  '--version',
  '--git',
  '--tag',
  '--rev',
  '--branch',
  '--features',
  '-F',
  '--target',
  '--profile',
  '--bin',
]);

/** With `-o` it is certain, and stands among the effects. */
function* go({ args }: Tool, place: Place): Generator<UsualOutput> {
  if (verbOf(args) !== 'build' || args.some(({ text }) => /^-o(?:=|$)/.test(text))) return;
  const operand = args.at(-1)?.value;
  if (operand !== 'build' && operand !== '.' && operand !== './') return;
  const name = nameInGoMod(place.textOf('go.mod') ?? '');
  if (name !== undefined) yield file(place.at(name));
}

function* maven({ args }: Tool, place: Place): Generator<UsualOutput> {
  if (!args.some(({ value }) => /^(?:package|verify|install|deploy)$/.test(value ?? ''))) return;
  yield folder(place.at('target'));
  const names = namesInPom(place.textOf('pom.xml') ?? '');
  yield file(place.at(`target/${names ?? '*.jar'}`));
}

function* gradle({ args }: Tool, place: Place): Generator<UsualOutput> {
  const { operands, options } = readArguments(args, gradleValueOptions);
  const project = options.find(({ name }) => name === '-p' || name === '--project-dir')?.value ?? '.';
  for (const { value = '' } of operands) {
    const match = /^(?::?(.+):)?(\w+)$/.exec(value);
    const module = match?.[1]?.replaceAll(':', '/') ?? '.';
    const at = (path: string): string => place.at(`${project}/${module}/build/${path}`);
    switch (match?.[2]) {
      case 'build':
      case 'assemble':
      case 'jar':
      case 'bootJar':
      case 'shadowJar':
      case 'war':
      case 'bootWar':
        yield folder(at('libs'));
        break;
      case 'installDist':
        yield folder(at('install'));
        break;
      case 'distZip':
      case 'distTar':
        yield folder(at('distributions'));
    }
  }
}

/** With `-o` the folder is certain; the program in it is called as its project. */
function* dotnet({ args }: Tool, place: Place): Generator<UsualOutput> {
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

function* mix({ args }: Tool, place: Place): Generator<UsualOutput> {
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

/** `DESTDIR=/out make install`, `make install PREFIX=/opt/x`. */
function* make({ args }: Tool, place: Place): Generator<UsualOutput> {
  if (!args.some(({ value }) => /^install/.test(value ?? ''))) return;
  const valueOf = (name: string): string | undefined =>
    args.find(({ text }) => text.startsWith(`${name}=`))?.value?.slice(name.length + 1) ??
    place.variable(name);
  const folderNamed = valueOf('DESTDIR') ?? valueOf('PREFIX') ?? valueOf('prefix');
  if (folderNamed !== undefined && folderNamed !== '') yield folder(place.at(folderNamed));
}

function* cmake({ args }: Tool, place: Place): Generator<UsualOutput> {
  const build =
    args.find(({ text }) => /^-B./.test(text))?.value?.slice(2) ?? valueAfter(args, ['-B', '--build']);
  if (build !== undefined) yield folder(place.at(build));
  const prefix = valueAfter(args, ['--prefix']);
  if (args.some(({ text }) => text === '--install') && prefix !== undefined) yield folder(place.at(prefix));
}

function* meson({ args }: Tool, place: Place): Generator<UsualOutput> {
  const verb = verbOf(args);
  const first = readArguments(args, new Set(['--prefix', '--buildtype', '-C', '--destdir'])).operands[1]
    ?.value;
  if (verb === 'setup' && first !== undefined) yield folder(place.at(first));
  const to = valueAfter(args, ['--destdir']);
  if (verb === 'install' && to !== undefined) yield folder(place.at(to));
}

function* pip({ args }: Tool, place: Place): Generator<UsualOutput> {
  if (verbOf(args) !== 'install' || args.some(({ text }) => /^(?:-t|--(?:target|prefix|root))/.test(text)))
    return;
  if (args.some(({ text }) => text === '--user')) yield folder('/root/.local');
  else {
    const version = /^\d+\.\d+/.exec(place.variable('PYTHON_VERSION') ?? '')?.[0];
    if (version !== undefined) yield folder(`/usr/local/lib/python${version}/site-packages`);
  }
}

const packages = (verbs: RegExp, output: string): Teller =>
  function* ({ args }, place) {
    if (verbs.test(verbOf(args) ?? '')) yield folder(place.at(output));
  };

/** A tool that has one output folder unless an option names another. */
const bundler = (verbs: RegExp, output: string, ...options: readonly string[]): Teller =>
  function* ({ args }, place) {
    if (verbs.test(verbOf(args) ?? '')) yield folder(place.at(valueAfter(args, options) ?? output));
  };

const ANY = /^/;

/** What the project's own files say comes before what the tool does by itself. */
const javascript = (byItself: Teller): Teller =>
  function* (tool, place) {
    let isTold = false;
    for (const project of place.javascriptProjects())
      for (const { path } of buildOutputs([place.command], project).outputs) {
        isTold = true;
        yield folder(place.at(path));
      }
    if (!isTold) yield* byItself(tool, place);
  };

function nothing(): readonly UsualOutput[] {
  return NONE;
}

function* install(tool: Tool, place: Place): Generator<UsualOutput> {
  const verb = verbOf(tool.args);
  if (/^(?:ci|i|install|add)$/.test(verb ?? '') || (verb === undefined && tool.name === 'yarn'))
    yield folder(place.at('node_modules'));
}

function* composer({ args }: Tool, place: Place): Generator<UsualOutput> {
  if (/^(?:install|update|require)$/.test(verbOf(args) ?? ''))
    yield folder(place.at(`${valueAfter(args, ['-d', '--working-dir']) ?? '.'}/vendor`));
}

function* bundle({ args }: Tool, place: Place): Generator<UsualOutput> {
  if (verbOf(args) !== 'install') return;
  const path = valueAfter(args, ['--path']) ?? place.variable('BUNDLE_PATH');
  yield folder(path === undefined ? '/usr/local/bundle' : place.at(path));
}

const tellers: ReadonlyMap<string, Teller> = new Map<string, Teller>([
  ['cargo', cargo],
  ['go', go],
  ['mvn', maven],
  ['gradle', gradle],
  ['dotnet', dotnet],
  ['mix', mix],
  ['make', make],
  ['cmake', cmake],
  ['meson', meson],
  ['pip', pip],
  ['npm', javascript(install)],
  ['yarn', javascript(install)],
  ['pnpm', javascript(install)],
  ['bun', javascript(install)],
  ['composer', composer],
  ['bundle', bundle],
  ['poetry', packages(/^install$/, '.venv')],
  ['uv', packages(/^sync$/, '.venv')],
  ['vite', javascript(bundler(/^build$/, 'dist', '--outDir'))],
  ['astro', javascript(bundler(/^build$/, 'dist', '--outDir'))],
  ['ng', javascript(bundler(/^build$/, 'dist', '--output-path'))],
  ['next', javascript(bundler(/^build$/, '.next'))],
  ['nuxt', javascript(bundler(/^(?:build|generate)$/, '.output'))],
  ['react-scripts', javascript(bundler(/^build$/, 'build'))],
  ['vue-cli-service', javascript(bundler(/^build$/, 'dist', '--dest'))],
  ['webpack', javascript(bundler(ANY, 'dist', '-o', '--output-path'))],
  ['parcel', javascript(bundler(/^build$/, 'dist', '--dist-dir'))],
  ['nest', javascript(bundler(/^build$/, 'dist'))],
  ['tsc', javascript(nothing)],
  ['vue-tsc', javascript(nothing)],
  ['rollup', javascript(bundler(ANY, 'dist', '-d', '--dir'))],
  ['esbuild', javascript(nothing)],
  ['tsup', javascript(bundler(ANY, 'dist', '-d', '--out-dir'))],
  ['hugo', bundler(ANY, 'public', '-d', '--destination')],
  ['mkdocs', bundler(/^build$/, 'site', '-d', '--site-dir')],
  ['jekyll', bundler(/^(?:build|b)$/, '_site', '-d', '--destination')],
  ['eleventy', javascript(bundler(ANY, '_site', '--output'))],
]);
