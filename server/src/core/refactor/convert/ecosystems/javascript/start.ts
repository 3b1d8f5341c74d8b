/** What a container of a JavaScript project starts, through the scripts of package.json as far as they are known. */
import { compileOf } from '../../../../model/commands/compiles';
import { dependencyInstallOf } from '../../../../model/commands/dependencyInstalls';
import { readArguments } from '../../../../model/commands/options';
import { toolOf, type Tool } from '../../../../model/commands/tools';
import { devServerOfTool, packageScriptOf } from '../../../../model/devServers';
import { isFile, startedTools } from '../../../../model/javascript/packageScripts';
import type { ProjectFolder } from '../../../../model/javascript/projectFolder';
import type { ShellCommand } from '../../../../shell/nodes';
import { fileServerOf, type FileServer } from './fileServer';

export type Start =
  /** It compiles, installs or watches when it starts; `sign` is what shows it: `nodemon`, `vite preview`. */
  | { readonly kind: 'develops'; readonly sign: string }
  /** It serves the files of a folder and does nothing else. */
  | { readonly kind: 'serves'; readonly server: FileServer; readonly command: ShellCommand }
  | Program
  /** A script that is not known, of package.json or of a shell: `sign` is `npm start`, `./start.sh`. */
  | { readonly kind: 'unknown'; readonly sign: string; readonly isPackageScript: boolean };

export interface Program {
  readonly kind: 'program';
  /** The file that Node is given, as written, relative to where the container starts; undefined for a program of a package. */
  readonly file: string | undefined;
  /** Programs beside Node that must be there, by the names they are called by: `next`, `pm2-runtime`. */
  readonly tools: readonly string[];
}

/** `folder` is where the container starts, in the build context; undefined when it is not known. */
export function startOf(started: readonly ShellCommand[], folder: ProjectFolder | undefined): Start {
  const commands = withoutShells(started);
  const isPackageScript = commands.some(isScript);
  const sign = commands[0]?.words.map(({ text }) => text).join(' ') ?? '';
  const unknown: Start = { kind: 'unknown', sign, isPackageScript };
  const { tools: all, isComplete } = folder === undefined ? direct(commands) : startedTools(commands, folder);
  for (const started of all) {
    const development = developmentOf(started);
    if (development !== undefined) return { kind: 'develops', sign: development };
  }
  const tools = all.filter(({ tool }) => !SILENT.test(tool.name));
  const last = tools.at(-1);
  if (!isComplete || last === undefined) return unknown;
  const server = tools.length === 1 ? fileServerOf(last.tool) : undefined;
  if (server !== undefined) return { kind: 'serves', server, command: last.command };
  // A shell script may call anything, and so may a package manager that is told to do something else than to run a script.
  if (tools.some(({ tool }) => SHELLS.test(tool.name) || /\.sh$|^docker-entrypoint/.test(tool.name)))
    return unknown;
  if (tools.some(({ tool }) => MANAGERS.test(tool.name))) return unknown;
  const programs = tools.flatMap(({ tool, command }) => [...wrappersIn(command), tool.name]);
  return {
    kind: 'program',
    file: fileOf(last.tool) ?? ownFile(last.command),
    tools: [...new Set(programs)].filter((name) => !RUNTIMES.test(name)),
  };
}

/** `sh -c 'a && b'` starts a and b, which follow it here. */
function withoutShells(commands: readonly ShellCommand[]): readonly ShellCommand[] {
  return commands.filter(
    ({ name, args }, at) =>
      !(
        SHELLS.test(name ?? '') &&
        /^-\w*c$/.test(args[0]?.text ?? '') &&
        commands[at + 1]?.place === 'subshell'
      ),
  );
}

interface Started {
  readonly tool: Tool;
  readonly command: ShellCommand;
}

const SILENT = /^(?:rm|echo|set|export|cd|true|sleep|test|\[|printf|mkdir|chown|chmod|ulimit|umask)$/;
const SHELLS = /^(?:ba|a|da|z|k)?sh$/;
const MANAGERS = /^(?:npm|yarn|pnpm|npx|bunx|pnpx)$/;
const RUNTIMES = /^(?:node|nodejs|bun)$/;

/** Without a manifest: what the commands name themselves, as long as no script stands between. */
function direct(commands: readonly ShellCommand[]): {
  readonly tools: readonly Started[];
  readonly isComplete: boolean;
} {
  const tools = commands.flatMap((command): Started[] => {
    const tool = toolOf(command);
    return tool === undefined ? [] : [{ tool, command }];
  });
  return { tools, isComplete: tools.length === commands.length && !commands.some(isScript) };
}

function isScript({ name, args }: ShellCommand): boolean {
  const script = name === undefined ? undefined : packageScriptOf(name, args);
  return script !== undefined && !isFile(script);
}

/** What shows that the program is compiled, watched or installed each time that it starts. */
function developmentOf({ tool, command }: Started): string | undefined {
  const server = devServerOfTool(tool);
  if (server !== undefined && server.kind !== 'debugs') return server.sign;
  const words = tool.args.map(({ value, text }) => value ?? text);
  const verb = words.find((word) => !word.startsWith('-')) ?? '';
  if (COMPILES_AT_START.has(tool.name)) return tool.name;
  if (/^(?:vite|astro)$/.test(tool.name) && verb === 'preview') return `${tool.name} preview`;
  if (tool.name === 'nest' && verb === 'start') return 'nest start';
  if (tool.name === 'node') {
    const hook = words.find((word) =>
      /^(?:ts-node|tsx|@swc-node|@babel\/register|esbuild-register)(?:\/|$)/.test(word),
    );
    if (hook !== undefined) return hook;
  }
  if (dependencyInstallOf(command) !== undefined || compileOf(command) !== undefined)
    return command.words.map(({ text }) => text).join(' ');
  return undefined;
}

const COMPILES_AT_START: ReadonlySet<string> = new Set([
  'ts-node',
  'ts-node-esm',
  'ts-node-script',
  'tsx',
  'babel-node',
  'esr',
  'vite-node',
  'jest',
  'vitest',
  'mocha',
]);

/** Programs that start others and are taken off: they must be there all the same when a script calls them. */
function wrappersIn({ words }: ShellCommand): readonly string[] {
  const [first] = words;
  return first?.value === 'cross-env' || first?.value === 'dotenv' ? [first.value] : [];
}

const NODE_VALUE_OPTIONS: ReadonlySet<string> = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '--env-file',
  '--title',
]);

/** A program of the project itself, as `bun build --compile` makes one. */
function ownFile({ words }: ShellCommand): string | undefined {
  const value = words[0]?.value;
  return value?.includes('/') === true && !/(?:^|\/)s?bin\/|node_modules/.test(value) ? value : undefined;
}

/** The file that Node or a process manager is given. */
function fileOf({ name, args }: Tool): string | undefined {
  const { operands } = readArguments(args, NODE_VALUE_OPTIONS);
  const [first, second] = operands.map(({ value }) => value);
  if (name === 'bun' && first === 'run') return second;
  if (name === 'node' || name === 'nodejs' || name === 'bun') return first;
  if (/^pm2(?:-runtime)?$/.test(name)) return first === 'start' ? second : first;
  return undefined;
}
