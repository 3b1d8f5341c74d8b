/** Which C library a built artifact is linked against, as far as the commands that made it tell. */
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { commandsOf } from '../buildEvidence';
import { packageInstallOf } from '../commands/installs';
import { toolOf } from '../commands/tools';
import { contextSources } from '../contextCopies';
import { memoized } from '../../text/memoized';
import type { StageFacts } from '../facts';
import type { Holds } from './effects';
import { heldIn } from './stageFiles';

export interface Linkage {
  readonly libc: 'glibc' | 'musl';
  /** Completes "this … is linked": `Go program`, `Rust program`. */
  readonly what: string;
  /** `proven` by the command; `likely` in most projects; `possible` where only some projects have native parts. */
  readonly certainty: 'proven' | 'likely' | 'possible';
  /** The command to change; undefined where none alone decides. */
  readonly made: { readonly instruction: Instruction; readonly command: ShellCommand } | undefined;
}

/** Undefined for what is static, what is no native code, and what cannot be told. */
export function linkageOf(stage: StageFacts, path: string): Linkage | undefined {
  const found = compilesNatively(stage)
    ? (rustLinkage(stage, path) ?? programLinkage(stage, path) ?? moduleLinkage(stage, path))
    : moduleLinkage(stage, path);
  const libc = stage.image?.libc;
  return libc !== 'glibc' && libc !== 'musl' ? undefined : found && { ...found, libc };
}

/** Whether to look any further, by the text alone. */
export function mayLink(stage: StageFacts, source: string): boolean {
  return /\$|node_modules|packages|env|\.local/.test(source) || compilesNatively(stage);
}

const compilesNatively = memoized((stage: StageFacts): boolean => {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const { keyword, source } of at.instructions)
      if (keyword === 'RUN' && /\b(?:go (?:build|install|-C)|cargo|gcc|g\+\+|cc|clang)\b/.test(source))
        return true;
  return false;
});

type Found = Omit<Linkage, 'libc'>;

function programLinkage(stage: StageFacts, path: string): Found | undefined {
  if (stage.end.env.get('CGO_ENABLED') === '0') return undefined;
  for (const held of heldIn(stage)) {
    if (held.path !== path || held.command === undefined) continue;
    return ofCommand(stage, held, held.command);
  }
  return undefined;
}

function ofCommand(stage: StageFacts, held: Holds, command: ShellCommand): Found | undefined {
  const made = { instruction: held.by, command };
  const tool = toolOf(command)?.name;
  if (tool === 'go' && command.name === 'go')
    return usesCgo(stage, held.by, command) && isWholeProject(stage, command)
      ? { what: 'Go program', certainty: 'likely', made }
      : undefined;
  const isCompiler = /^(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)$/.test(command.name ?? '');
  if (isCompiler && !command.args.some((word) => /static|^-c$|\$/.test(word.text)))
    return { what: 'program', certainty: 'proven', made };
  return undefined;
}

/** Go links the C library when cgo is on: by default wherever a C compiler is found and nothing is cross-compiled. */
function usesCgo(stage: StageFacts, instruction: Instruction, command: ShellCommand): boolean {
  const { env, args } = stage.stateBefore(instruction);
  const valueOf = (name: string): string | null | undefined => {
    const assigned = command.assignments.findLast((each) => each.name === name);
    if (assigned !== undefined) return assigned.value?.value;
    if (env.has(name)) return env.get(name);
    return args.has(name) ? args.get(name) : null;
  };
  if (exportsGoSettings(stage, instruction)) return false;
  if (['GOFLAGS', 'CGO_LDFLAGS', 'CC'].some((name) => valueOf(name) !== null)) return false;
  const system = valueOf('GOOS');
  if (system !== null && system !== 'linux') return false;
  const cgo = valueOf('CGO_ENABLED');
  if (cgo !== null) return cgo === '1' && isPlainGo(command);
  // Another architecture than the builder's switches cgo off; `amd64` most often is the builder's own.
  const architecture = valueOf('GOARCH');
  if (architecture !== null && architecture !== 'amd64') return false;
  if (stage.platform !== undefined && architecture !== null) return false;
  return isPlainGo(command) && hasCompiler(stage);
}

/** A program of one file seldom opens a connection or looks a user up, for which Go asks the C library. */
function isWholeProject(stage: StageFacts, command: ShellCommand): boolean {
  const isOneFile = command.args.some((word) => /\.go$/.test(word.text));
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const instruction of at.instructions) {
      if (instruction.keyword === 'RUN' && /\bgo (?:mod download|get)\b|git clone/.test(instruction.source))
        return true;
      if (isOneFile) continue;
      if (contextSources(instruction).some(({ value }) => !/\.go$|go\.mod$|\.txt$/.test(value))) return true;
    }
  return false;
}

/** An earlier command of the script may have set what the command does not show. */
function exportsGoSettings(stage: StageFacts, instruction: Instruction): boolean {
  return (
    stage
      .scriptOf(instruction)
      ?.commands.some(
        ({ name, args }) =>
          (name === 'export' && args.some((word) => /^(?:CGO|GO|CC)/.test(word.text))) ||
          (name === 'go' && args[0]?.value === 'env' && args[1]?.value === '-w'),
      ) === true
  );
}

/** No sign of static linking, and no variable that could bring one. */
function isPlainGo(command: ShellCommand): boolean {
  return !command.args.some(
    (word) => /static|netgo|osusergo/.test(word.text) || /^["']?\$[{(]?[\w:-]+[})]?["']?$/.test(word.text),
  );
}

function hasCompiler(stage: StageFacts): boolean {
  if (stage.image?.programs['gcc'] === true) return true;
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const command of commandsOf(at)) {
      const install = packageInstallOf(command);
      if (
        install?.packages.some(({ name }) =>
          /^(?:gcc|build-base|build-essential|clang|alpine-sdk)$/.test(name),
        ) === true
      )
        return true;
    }
  return false;
}

/** What rustc builds for a GNU target is dynamic; for a musl target it is static (Rust reference, "Linkage"). */
function rustLinkage(stage: StageFacts, path: string): Found | undefined {
  if (stage.image?.libc !== 'glibc' || !usesCargo(stage)) return undefined;
  const output =
    CARGO_OUTPUT.exec(path) ?? CARGO_OUTPUT.exec(copiedFrom(stage, path) ?? '') ?? CARGO_BIN.exec(path);
  if (output === null || /musl|wasm|none/.test(output[1] ?? '')) return undefined;
  let builds = false;
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent) {
    const { env } = at.end;
    if (env.has('CARGO_BUILD_TARGET')) return undefined;
    if (env.has('RUSTFLAGS') && mayLinkStatically(env.get('RUSTFLAGS'))) return undefined;
    for (const command of commandsOf(at)) {
      const isOther = command.assignments.some(
        ({ name, value }) =>
          name === 'CARGO_BUILD_TARGET' || (name === 'RUSTFLAGS' && mayLinkStatically(value?.value)),
      );
      if (isOther) return undefined;
      if (command.args.some((word) => /crt-static|RUSTFLAGS/.test(word.text))) return undefined;
      const verbs = CARGO_BIN.test(path) ? ['install'] : ['build', 'b'];
      if (command.name !== 'cargo' || !command.args.some(({ value }) => verbs.includes(value ?? '')))
        continue;
      // A target that is not glibc's, or not known, where the path does not tell.
      if (verbs[0] === 'install' && command.args.some(({ text }) => text.startsWith('--target')))
        return undefined;
      builds = true;
    }
  }
  return builds ? { what: 'Rust program', certainty: 'proven', made: undefined } : undefined;
}

const usesCargo = memoized((stage: StageFacts): boolean => {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    if (at.instructions.some(({ keyword, source }) => keyword === 'RUN' && source.includes('cargo ')))
      return true;
  return false;
});

const CARGO_OUTPUT = /(?:^|\/)target\/(?:(\w+-[\w-]+)\/)?(?:release|debug)\/[\w.-]+$/;

/** Flags that only tune, such as `-C target-cpu=native`, leave the C library as it is. */
function mayLinkStatically(flags: string | undefined): boolean {
  return flags === undefined || /crt-static|-static|link|relocation|\$/.test(flags);
}

/** Where `cargo install` puts programs, in the official image and in a home. */
const CARGO_BIN = /\/\.?cargo\/bin\/(?!cargo|rustup|rustc)[\w.-]+$/;

/** The source of the `cp` or `mv` that put the file there. */
function copiedFrom(stage: StageFacts, path: string): string | undefined {
  for (const held of heldIn(stage)) {
    if (held.path !== path || !/^(?:cp|mv|install)$/.test(held.command?.name ?? '')) continue;
    const operands = held.command?.args.filter((word) => !word.text.startsWith('-')) ?? [];
    return operands.length === 2 ? operands[0]?.value : undefined;
  }
  return undefined;
}

/** Folders of packages hold native code in many projects; tools to compile them show that this one is among these. */
function moduleLinkage(stage: StageFacts, path: string): Found | undefined {
  const kind = /\/node_modules$/.test(path)
    ? 'node'
    : /\/site-packages$|\/(?:\.?venv|virtualenv)$|^\/root\/\.local$/.test(path)
      ? 'python'
      : undefined;
  if (kind === undefined || stage.image?.language?.name !== kind) return undefined;
  return {
    what: kind === 'node' ? 'native part of node_modules' : 'native part of the Python packages',
    certainty: compilesModules(stage) ? 'likely' : 'possible',
    made: undefined,
  };
}

function compilesModules(stage: StageFacts): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const command of commandsOf(at)) {
      const packages = packageInstallOf(command)?.packages ?? [];
      if (packages.some(({ name }) => /^(?:gcc|g\+\+|build-base|build-essential|python3-dev)$/.test(name)))
        return true;
      if (command.args.some((word) => NATIVE.test(word.value ?? ''))) return true;
    }
  return false;
}

const NATIVE =
  /^(?:bcrypt|sharp|sqlite3|better-sqlite3|canvas|argon2|node-gyp|numpy|pandas|scipy|psycopg2|psycopg2-binary|cryptography|lxml|pillow|grpcio|pydantic-core|uvloop|torch|scikit-learn)(?:[=@<>~[].*)?$/i;
