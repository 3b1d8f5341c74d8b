/** Recognises builds that resolve dependencies on their own, for which a lock is an option of the build itself. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Span } from '../../text/span';
import type { TextEdit } from '../../text/textEdit';
import { toolOf, type Ecosystem } from './tools';
import { appendTo } from './wordEdits';

/** A command that builds or installs a program together with its dependencies. */
export interface LockableBuild {
  readonly ecosystem: Ecosystem;
  readonly manager: string;
  readonly isLocked: boolean;
  readonly lockedForm: TextEdit | undefined;
  readonly span: Span;
}

/** `cargo build`, `cargo install` and `go install package@version`, for which a lock is an option of the build itself. */
export function lockableBuildOf(command: ShellCommand): LockableBuild | undefined {
  const tool = toolOf(command);
  if (tool?.name === 'cargo') return cargoBuild(tool.args, command);
  if (tool?.name === 'go') return goInstall(tool.args, command);
  return undefined;
}

const cargoBuildVerbs: ReadonlySet<string> = new Set([
  'build',
  'b',
  'install',
  'rustc',
  'zigbuild',
  'run',
  'r',
  'test',
  't',
]);

function cargoBuild(args: readonly ShellWord[], command: ShellCommand): LockableBuild | undefined {
  const words = args.filter((word) => !/^[-+]/.test(word.text));
  const verb = words[0]?.value === 'auditable' ? words[1] : words[0];
  if (verb?.value === undefined || !cargoBuildVerbs.has(verb.value)) return undefined;
  const isLocked = args.some((word) => word.text === '--locked' || word.text === '--frozen');
  const lockedForm = isLocked ? undefined : appendTo(verb, '--locked');
  return { ecosystem: 'rust', manager: 'cargo', isLocked, lockedForm, span: command.span };
}

/** Only packages with a version: without one the module's own go.sum decides. */
function goInstall(args: readonly ShellWord[], command: ShellCommand): LockableBuild | undefined {
  if (args[0]?.value !== 'install' && args[0]?.value !== 'run') return undefined;
  const versions = args
    .slice(1)
    .flatMap((word) => /^[^-].*@(.+)$/.exec(word.text.replaceAll(/["']/g, ''))?.[1] ?? []);
  if (versions.length === 0) return undefined;
  const isLocked = versions.every((version) => !/^(?:latest|upgrade|patch|main|master|HEAD)$/.test(version));
  return { ecosystem: 'go', manager: 'go', isLocked, lockedForm: undefined, span: command.span };
}
