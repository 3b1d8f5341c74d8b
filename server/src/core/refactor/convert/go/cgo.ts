/** Tells whether a Go program needs the C library, so that switching cgo off cannot break it. */
import { contextPathsOf } from '../../../model/artifacts/contextPlaces';
import { buildToolKind } from '../../../model/commands/buildTools';
import { packageInstallOf } from '../../../model/commands/installs';
import { toolOf } from '../../../model/commands/tools';
import type { LocatedCompile, Project } from '../contract';

export type CUse =
  /** Every build says itself that it does without, or links statically. */
  | { readonly kind: 'off' }
  /** Nothing speaks for C: Go itself uses it only for names of hosts and users, which it can do alone. */
  | { readonly kind: 'default' }
  /** Completes "The program needs the C library: …". */
  | { readonly kind: 'yes'; readonly why: string }
  /** A variable decides. */
  | { readonly kind: 'unknown'; readonly by: LocatedCompile };

export function usesC(project: Project, builds: readonly LocatedCompile[]): CUse {
  const settings = builds.map((built) => settingOf(project, built));
  const variable = builds.find((_, index) => settings[index] === undefined);
  if (variable !== undefined) return { kind: 'unknown', by: variable };
  if (builds.every(linksStatically) || settings.every((setting) => setting === '0')) return { kind: 'off' };
  if (settings.some((setting) => setting === '1')) return { kind: 'yes', why: 'CGO_ENABLED=1 asks for it' };
  if (builds.some(({ command }) => command.args.some(({ text }) => text === '-race' || text === '-msan')))
    return { kind: 'yes', why: 'an option of the build needs it' };
  const why = headersOf(project) ?? moduleOf(project, builds);
  return why === undefined ? { kind: 'default' } : { kind: 'yes', why };
}

/** What CGO_ENABLED is for the command; `unset` when nothing sets it, undefined when a variable does. */
function settingOf({ stage }: Project, { step, command }: LocatedCompile): string | undefined {
  const assigned = command.assignments.findLast(({ name }) => name === 'CGO_ENABLED');
  if (assigned !== undefined) return assigned.value?.value;
  const script = stage.scriptOf(step.instruction);
  for (const { name, args, span } of script?.commands ?? []) {
    if (name !== 'export' || span.start > command.span.start) continue;
    const word = args.find(({ text }) => text.startsWith('CGO_ENABLED='));
    if (word !== undefined) return word.value?.slice('CGO_ENABLED='.length);
  }
  if (script?.assigned.has('CGO_ENABLED') === true) return undefined;
  const { env, args } = step.state;
  if (env.has('CGO_ENABLED')) return env.get('CGO_ENABLED');
  return args.has('CGO_ENABLED') ? args.get('CGO_ENABLED') : 'unset';
}

function linksStatically({ command }: LocatedCompile): boolean {
  return command.args.some(({ text }) => /-extldflags[= ]+\S*-static\b/.test(text.replaceAll(/["'\\]/g, '')));
}

/** Headers are installed for what is compiled from C, and so is a compiler where the image has none. */
function headersOf({ stage, steps }: Project): string | undefined {
  const hasCompiler = stage.image?.programs['gcc'] === true;
  for (const { commands } of steps)
    for (const command of commands) {
      const install = packageInstallOf(command);
      for (const { name } of install?.packages ?? []) {
        const kind = buildToolKind(name, install?.family ?? 'debian');
        const isPlain = /^(?:musl-dev|libc6?-dev|linux-headers)$/.test(name);
        if (kind === 'headers' && !isPlain) return `the headers of ${name} are installed`;
        if (kind === 'compiler' && !hasCompiler && name !== 'make')
          return `${name} is installed to compile C`;
      }
    }
  return undefined;
}

/** Modules that are compiled from C; found in go.mod, when the build context is known. */
const C_MODULES =
  /^\s*(?:require\s+)?(github\.com\/(?:mattn\/go-sqlite3|confluentinc\/confluent-kafka-go(?:\/v2)?|h2non\/bimg|davidbyttow\/govips(?:\/v2)?|linxGnu\/grocksdb|tecbot\/gorocksdb|godror\/godror|mattn\/go-oci8|libgit2\/git2go\S*|google\/gopacket|DataDog\/zstd|valyala\/gozstd|pebbe\/zmq4|gen2brain\/\S+|go-gst\/go-gst|hybridgroup\/gocv|go-gl\/\S+))\s/m;

function moduleOf(project: Project, builds: readonly LocatedCompile[]): string | undefined {
  for (const { step, command } of builds) {
    const folder = step.state.workdir;
    if (folder === undefined) continue;
    for (const path of contextPathsOf(project.stage, `${folder}/go.mod`)) {
      const found = C_MODULES.exec(project.contextText(path) ?? '')?.[1];
      if (found !== undefined) return `go.mod names ${found}, which is compiled from C`;
      if (importsC(project, path.replace(/(?:^|\/)go\.mod$/, ''), toolOf(command)?.args.at(-1)?.value))
        return 'its sources import "C"';
    }
  }
  return undefined;
}

/** Of the folder of the program and of the module's root; other packages of it are not looked through. */
function importsC(project: Project, root: string, operand: string | undefined): boolean {
  const below = operand?.startsWith('./') === true ? operand.slice(2).replace(/\/+(?:\.\.\.)?$/, '') : '';
  const folders = new Set([root, [root, below].filter((part) => part !== '').join('/')]);
  return [...folders].some((folder) => {
    if (folder !== '' && project.contextKind(folder) !== 'folder') return false;
    const names = project.surroundings.context?.entriesIn(folder)?.keys() ?? [];
    return [...names].some((name) => {
      if (!name.endsWith('.go') || name.endsWith('_test.go')) return false;
      const text = project.contextText(folder === '' ? name : `${folder}/${name}`);
      return text !== undefined && /^\s*import\s+"C"/m.test(text);
    });
  });
}
