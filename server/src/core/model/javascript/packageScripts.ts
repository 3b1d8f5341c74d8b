/** Follows the scripts of package.json down to the programs that they start. */
import { parseShell } from '../../shell/parse';
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import { optionValue, readArguments, type CommandArguments } from '../commands/options';
import { toolOf, type Tool } from '../commands/tools';
import { folderWithin, manifestOf, type Manifest, type ProjectFolder } from './projectFolder';

export interface StartedTool {
  readonly tool: Tool;
  readonly command: ShellCommand;
  /** Where it runs. */
  readonly folder: ProjectFolder;
}

export interface StartedTools {
  /** In the order in which they run. */
  readonly tools: readonly StartedTool[];
  /** False when a script is not known, so that more may run. */
  readonly isComplete: boolean;
}

/** What the commands start in the end, with `npm run build` replaced by what the script says. */
export function startedTools(commands: readonly ShellCommand[], folder: ProjectFolder): StartedTools {
  const tracer = new Tracer();
  tracer.follow(commands, folder, 0);
  return { tools: tracer.tools, isComplete: tracer.isComplete };
}

/** What a script of the folder's package.json starts; undefined when there is no such script, as far as is known. */
export function toolsOfScript(name: string, folder: ProjectFolder): StartedTools | undefined {
  const manifest = manifestOf(folder);
  if (manifest?.scripts.has(name) !== true) return undefined;
  const tracer = new Tracer();
  tracer.script(name, manifest, folder, 0);
  return { tools: tracer.tools, isComplete: tracer.isComplete };
}

/** Scripts that call one another for ever are a mistake of the project, not ours. */
const DEEPEST = 8;
/** Nor do scripts that call two others each, eight times over. */
const MOST_COMMANDS = 500;

const MANAGERS: ReadonlySet<string> = new Set(['npm', 'yarn', 'pnpm', 'bun']);
const FOLDER_OPTIONS = ['--prefix', '-C', '--cwd', '--dir'] as const;
const OTHER_PACKAGES = ['--workspace', '-w', '--workspaces', '--filter', '-F', '-r', '--recursive'] as const;
const VALUE_OPTIONS: ReadonlySet<string> = new Set([
  ...FOLDER_OPTIONS,
  '--workspace',
  '--filter',
  '-F',
  '--loglevel',
  '--shell',
]);

/** What these managers do by these words is no script. */
const OWN_VERBS =
  /^(?:install|i|ci|add|remove|prune|cache|config|set|exec|dlx|x|init|link|pack|publish|version|why|workspace|workspaces|deploy|fetch|rebuild|store|global|create|up|upgrade|update|audit|dedupe)$/;

class Tracer {
  readonly tools: StartedTool[] = [];
  isComplete = true;
  private count = 0;

  follow(commands: readonly ShellCommand[], start: ProjectFolder, depth: number): void {
    let folder: ProjectFolder | undefined = start;
    for (const command of commands) {
      if (command.name === undefined) {
        if (command.words.length > 0) this.isComplete = false;
        continue;
      }
      if (command.name === 'cd') {
        const to = command.args[0]?.value;
        folder = folder === undefined || to === undefined ? undefined : folderWithin(folder, to);
      } else if (folder === undefined || command.place === 'function') this.isComplete = false;
      else this.command(command, folder, depth);
    }
  }

  script(name: string, manifest: Manifest, folder: ProjectFolder, depth: number): void {
    for (const each of [`pre${name}`, name, `post${name}`]) {
      const text = manifest.scripts.get(each);
      if (text !== undefined) this.follow(parseShell(text).commands, folder, depth + 1);
    }
  }

  private command(command: ShellCommand, folder: ProjectFolder, depth: number): void {
    this.count += 1;
    const tool = this.count > MOST_COMMANDS ? undefined : toolOf(command);
    if (tool === undefined) this.isComplete = false;
    else if (MANAGERS.has(tool.name)) this.manager(tool, command, folder, depth);
    else if (/^(?:run-s|run-p|npm-run-all2?)$/.test(tool.name)) {
      for (const word of readArguments(tool.args, new Set()).operands) this.named(word.value, folder, depth);
    } else if (tool.name === 'concurrently') {
      for (const { value } of readArguments(tool.args, new Set(['-n', '--names', '-c'])).operands) {
        if (value?.startsWith('npm:') === true) this.named(value.slice('npm:'.length), folder, depth);
        else if (value === undefined || depth > DEEPEST) this.isComplete = false;
        else this.follow(parseShell(value).commands, folder, depth + 1);
      }
    } else this.tools.push({ tool, command, folder });
  }

  private manager(tool: Tool, command: ShellCommand, start: ProjectFolder, depth: number): void {
    const read = readArguments(tool.args, VALUE_OPTIONS);
    const folder = folderOf(read, start);
    const isElsewhere = read.options.some(({ name }) => OTHER_PACKAGES.some((each) => each === name));
    const [first, ...rest] = read.operands;
    if (folder === undefined || isElsewhere || depth > DEEPEST) {
      this.isComplete = false;
      return;
    }
    const isRun = first?.value === 'run' || first?.value === 'run-script';
    const name = isRun ? rest[0]?.value : first?.value;
    // Bun runs files as it runs scripts.
    if (name !== undefined && tool.name === 'bun' && isFile(name)) {
      this.tools.push({ tool, command, folder });
      return;
    }
    if (name === undefined || (!isRun && OWN_VERBS.test(name))) {
      this.tools.push({ tool, command, folder });
      return;
    }
    // `npm start` and `npm test` are scripts without `run`; any other word is npm's own.
    if (tool.name === 'npm' && !isRun && !/^(?:start|stop|test|restart)$/.test(name)) {
      this.tools.push({ tool, command, folder });
      return;
    }
    const manifest = manifestOf(folder);
    if (manifest === undefined) this.isComplete = false;
    else if (manifest.scripts.has(name))
      this.withArguments(name, passedOn(tool, name), manifest, folder, depth);
    else if (tool.name !== 'npm')
      this.tools.push({ tool: { name, args: wordsBehind(tool.args, name) }, command, folder });
    // What npm does where no start script is given.
    else if (name === 'start') this.follow(parseShell('node server.js').commands, folder, depth + 1);
    else this.isComplete = false;
  }

  /** What stands behind `--` goes to the script's last command. */
  private withArguments(
    name: string,
    args: readonly ShellWord[],
    manifest: Manifest,
    folder: ProjectFolder,
    depth: number,
  ): void {
    const from = this.tools.length;
    this.script(name, manifest, folder, depth);
    const last = this.tools.at(-1);
    if (args.length === 0 || last === undefined || this.tools.length === from) return;
    const { tool, command } = last;
    this.tools[this.tools.length - 1] = {
      ...last,
      tool: { name: tool.name, args: [...tool.args, ...args] },
      command,
    };
  }

  /** A script by name or by a pattern such as `build:*`. */
  private named(name: string | undefined, folder: ProjectFolder, depth: number): void {
    const manifest = manifestOf(folder);
    if (name === undefined || manifest === undefined || depth > DEEPEST) {
      this.isComplete = false;
      return;
    }
    const start = name.endsWith('*') ? name.replace(/\*+$/, '') : undefined;
    const names = [...manifest.scripts.keys()].filter((each) =>
      start === undefined ? each === name : each.startsWith(start),
    );
    if (names.length === 0) this.isComplete = false;
    for (const each of names) this.script(each, manifest, folder, depth);
  }
}

function folderOf(read: CommandArguments, folder: ProjectFolder): ProjectFolder | undefined {
  const option = read.options.find(({ name }) => FOLDER_OPTIONS.some((each) => each === name));
  if (option === undefined) return folder;
  const value = optionValue(read, option.name);
  return value === undefined ? undefined : folderWithin(folder, value);
}

function wordsBehind(args: readonly ShellWord[], name: string): readonly ShellWord[] {
  return args.slice(args.findIndex((word) => word.value === name) + 1);
}

/** A file of the project, which no script is named like. */
export function isFile(name: string): boolean {
  return name.includes('/') || /\.[cm]?[jt]sx?$/.test(name);
}

/** npm keeps the options in front of `--` for itself; the others pass everything on. */
function passedOn({ name: manager, args }: Tool, script: string): readonly ShellWord[] {
  const behind = wordsBehind(args, script);
  const dashes = behind.findIndex((word) => word.value === '--');
  const first = dashes === -1 ? behind : behind.slice(0, dashes);
  const passed = manager === 'npm' ? first.filter((word) => !word.text.startsWith('-')) : first;
  return dashes === -1 ? passed : [...passed, ...behind.slice(dashes + 1)];
}
