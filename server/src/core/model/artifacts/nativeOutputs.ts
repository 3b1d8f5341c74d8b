/** Where compilers of programs usually leave them: Rust, Go, C and C++. */
import { readArguments, valueAfter } from '../commands/options';
import type { Tool } from '../commands/tools';
import { file, folder, verbOf, type OutputPlace, type UsualOutput } from './outputPlace';
import { nameInCargoToml, nameInGoMod } from './projectNames';

export function* cargo({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
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
export function* go({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  if (verbOf(args) !== 'build' || args.some(({ text }) => /^-o(?:=|$)/.test(text))) return;
  const operand = args.at(-1)?.value;
  if (operand !== 'build' && operand !== '.' && operand !== './') return;
  const name = nameInGoMod(place.textOf('go.mod') ?? '');
  if (name !== undefined) yield file(place.at(name));
}

/** `DESTDIR=/out make install`, `make install PREFIX=/opt/x`. */
export function* make({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  if (!args.some(({ value }) => /^install/.test(value ?? ''))) return;
  const valueOf = (name: string): string | undefined =>
    args.find(({ text }) => text.startsWith(`${name}=`))?.value?.slice(name.length + 1) ??
    place.variable(name);
  const folderNamed = valueOf('DESTDIR') ?? valueOf('PREFIX') ?? valueOf('prefix');
  if (folderNamed !== undefined && folderNamed !== '') yield folder(place.at(folderNamed));
}

export function* cmake({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  const build =
    args.find(({ text }) => /^-B./.test(text))?.value?.slice(2) ?? valueAfter(args, ['-B', '--build']);
  if (build !== undefined) yield folder(place.at(build));
  const prefix = valueAfter(args, ['--prefix']);
  if (args.some(({ text }) => text === '--install') && prefix !== undefined) yield folder(place.at(prefix));
}

export function* meson({ args }: Tool, place: OutputPlace): Generator<UsualOutput> {
  const verb = verbOf(args);
  const first = readArguments(args, new Set(['--prefix', '--buildtype', '-C', '--destdir'])).operands[1]
    ?.value;
  if (verb === 'setup' && first !== undefined) yield folder(place.at(first));
  const to = valueAfter(args, ['--destdir']);
  if (verb === 'install' && to !== undefined) yield folder(place.at(to));
}
