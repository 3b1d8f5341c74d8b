/** Finds the packages for building that a layer brings and keeps, although the running program shows no need of them. */
import type { ShellCommand } from '../shell/nodes';
import { buildToolKind, type BuildToolKind } from './commands/buildTools';
import {
  packageInstallOf,
  packageRemovalOf,
  type NamedPackage,
  type PackageFamily,
} from './commands/installs';
import type { StageFacts } from './facts';
import { runtimeCommands } from './runtimeCommand';

export interface LeftTool {
  readonly named: NamedPackage;
  readonly kind: BuildToolKind;
}

/** Of one RUN's commands, in source order; `heirs` are the stages whose running programs may need a package. */
export function toolsLeft(
  commands: readonly ShellCommand[],
  heirs: readonly StageFacts[],
): readonly LeftTool[] {
  return commands.flatMap((command, index): LeftTool[] => {
    const install = command.place === 'function' ? undefined : packageInstallOf(command);
    if (install === undefined || install.flags.some(({ name }) => ROOTS.has(name))) return [];
    const removed = removedBy(commands.slice(index + 1));
    if (removed === 'unknown' || (install.virtual !== undefined && removed.has(install.virtual))) return [];
    return install.packages.flatMap((named) => {
      const kind = buildToolKind(named.name, install.family);
      const isLeft =
        kind !== undefined &&
        !removed.has(named.name) &&
        !isNeededAtRunTime(named.name, install.family, heirs);
      return isLeft ? [{ named, kind }] : [];
    });
  });
}

/** Another root than the image's own. */
const ROOTS: ReadonlySet<string> = new Set(['--installroot', '--root', '-p']);

/** Names that later commands of the same layer take away; `unknown` when they take away what cannot be told. */
function removedBy(later: readonly ShellCommand[]): ReadonlySet<string> | 'unknown' {
  const names = new Set<string>();
  const marks = later.some(
    (command) =>
      command.name === 'apt-mark' || (command.name === 'dnf' && command.args[0]?.value === 'history'),
  );
  for (const command of later) {
    const removal = packageRemovalOf(command);
    if (removal === undefined) continue;
    if (removal.unknown.length > 0 || marks) return 'unknown';
    for (const { name } of removal.packages) names.add(name);
  }
  return names;
}

/** True when a command that the stages start shows by a program's name that it needs the package. */
export function isNeededAtRunTime(
  name: string,
  family: PackageFamily,
  heirs: readonly StageFacts[],
): boolean {
  const kind = buildToolKind(name, family);
  const programs = heirs
    .flatMap(runtimeCommands)
    .flatMap((command) => [command.name ?? '', ...command.wrappers]);
  return programs.some((program) => {
    if (program === name || program.replace(/[\d.-]+$/, '') === name.replace(/[\d.-]+$/, '')) return true;
    if (kind === 'sdk' && /jdk|java|temurin|zulu/.test(name))
      return /^(?:javac|jshell|jcmd|jstack|jps)$/.test(program);
    if (/npm|yarn|pnpm/.test(name)) return /^(?:npm|npx|yarn|pnpm)$/.test(program);
    return kind === 'vcs' && program.startsWith('git');
  });
}
