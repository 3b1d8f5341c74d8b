/** Recognises commands that install a project's own dependencies, and whether a lock file binds them. */
import type { ShellCommand } from '../../shell/nodes';
import { memoized } from '../../text/memoized';
import type { Span } from '../../text/span';
import type { TextEdit } from '../../text/textEdit';
import { compiledInstalls } from './dependencies/compiled';
import { javascriptInstalls } from './dependencies/javascript';
import { jvmInstalls } from './dependencies/jvm';
import { pythonInstalls } from './dependencies/python';
import type { Recognisers } from './dependencies/recogniser';
import { scriptingInstalls } from './dependencies/scripting';
import { startersOf, toolOf, wordsOfTools, type Ecosystem } from './tools';

export interface DependencyInstall {
  readonly ecosystem: Ecosystem;
  /** `npm`, `yarn`, `pip`, `bundle`, `mvn` … */
  readonly manager: string;
  /** Globs, relative to the project's folder, of the files that decide what is installed; people copy them first. */
  readonly manifests: readonly string[];
  /** True when the command also reads the project's sources: `pip install .`, `poetry install` without `--no-root`. */
  readonly needsSource: boolean;
  /** True when a lock file certainly decides the versions, false when the command may choose others. */
  readonly isLocked: boolean | undefined;
  /** Makes the command obey the lock file; undefined when it does already or no such form is known. */
  readonly lockedForm: TextEdit | undefined;
  /** Environment variables and settings that lock the command without an option: `BUNDLE_FROZEN`, `UV_LOCKED`. */
  readonly lockingEnvironment: readonly string[];
  /** Whether development dependencies come too; undefined when the environment or the manager decides. */
  readonly installsDev: boolean | undefined;
  readonly span: Span;
}

export function dependencyInstallOf(command: ShellCommand): DependencyInstall | undefined {
  const { name } = command;
  // Asked of every command that there is, and hardly one is such a tool, nor starts one.
  return name === undefined || !mayInstall(name) ? undefined : readInstall(command);
}

const mayInstall = startersOf((name) => installsByTool.has(name));

const readInstall = memoized((command: ShellCommand): DependencyInstall | undefined => {
  const tool = toolOf(command);
  const recognise = tool === undefined ? undefined : installsByTool.get(tool.name);
  if (tool === undefined || recognise === undefined) return undefined;
  const found = recognise(tool.args, command);
  if (found === undefined) return undefined;
  const isLocked = isLockedByAssignment(command, found.lockingEnvironment ?? []) ? true : found.isLocked;
  return {
    ecosystem: found.ecosystem,
    manager: found.manager ?? tool.name,
    manifests: found.manifests,
    needsSource: found.needsSource ?? false,
    isLocked,
    lockedForm: isLocked === false ? found.lockedForm : undefined,
    lockingEnvironment: found.lockingEnvironment ?? [],
    installsDev: found.installsDev,
    span: command.span,
  };
});

const installsByTool: Recognisers = new Map([
  ...javascriptInstalls,
  ...pythonInstalls,
  ...scriptingInstalls,
  ...compiledInstalls,
  ...jvmInstalls,
]);

function isLockedByAssignment(command: ShellCommand, names: readonly string[]): boolean {
  return command.assignments.some(
    ({ name, value }) => names.includes(name) && !/^(?:|0|false)$/.test(value?.value ?? 'set'),
  );
}

/** Tells of a setting, made by a command, that locks later installs: `bundle config set frozen true`. */
export function lockSettingOf(
  command: ShellCommand,
): { readonly manager: string; readonly span: Span } | undefined {
  const tool = toolOf(command);
  const keys = tool === undefined ? undefined : lockSettings.get(tool.name);
  if (tool === undefined || keys === undefined) return undefined;
  const words = tool.args.filter((word) => !word.text.startsWith('-')).map((word) => word.value);
  if (words[0] !== 'config') return undefined;
  const [key, value] = words[1] === 'set' ? words.slice(2) : words.slice(1);
  const isOn = value === undefined ? words[1] === 'set' : value === 'true' || value === '1';
  return key !== undefined && keys.includes(key) && isOn
    ? { manager: tool.name, span: command.span }
    : undefined;
}

const lockSettings: ReadonlyMap<string, readonly string[]> = new Map([
  ['bundle', ['frozen', 'deployment']],
  ['yarn', ['enableImmutableInstalls']],
  ['pnpm', ['frozen-lockfile', 'frozenLockfile']],
]);

/** For the `words` of a rule about such installs. */
export const DEPENDENCY_INSTALL_WORDS = wordsOfTools(installsByTool.keys());
