/** Programs that are installed for the whole system by a JavaScript package manager, as far as the running container calls them. */
import { toolOf } from '../../../../model/commands/tools';
import type { ShellCommand } from '../../../../shell/nodes';
import { IN_BOTH, IN_BUILD, LEFT_OUT, KEPT, type Placement, type Project, type Step } from '../../contract';
import type { Insertion } from '../../contract';

export interface Globals {
  /** Every command that installs such a program, with the part that it belongs to when its instruction is split. */
  readonly commands: ReadonlyMap<ShellCommand, 'build' | 'run'>;
  readonly placements: ReadonlyMap<Step, Placement>;
  readonly insertions: readonly Insertion[];
}

/** `called`: the programs that the container starts, package managers included. */
export function globalsFor(project: Project, called: ReadonlySet<string>): Globals {
  const commands = new Map<ShellCommand, 'build' | 'run'>();
  const placements = new Map<Step, Placement>();
  const insertions: Insertion[] = [];
  for (const step of project.steps) {
    const globals = step.commands.filter((command) => installedPrograms(command).length > 0);
    if (globals.length === 0) continue;
    const parts = globals.flatMap((command) => neededPart(command, called, step));
    const isAlone = step.commands.every((command) => globals.includes(command) || isTidying(command));
    const isWhole = parts.every((part) => part.isWhole);
    const isBuilding = globals.some((command) =>
      installedPrograms(command).some((name) => BUILDS.test(name)),
    );
    for (const command of globals) commands.set(command, 'build');
    if (parts.length === 0) {
      if (isAlone) placements.set(step, IN_BUILD);
    } else if (isAlone && isWhole && parts.length === globals.length)
      placements.set(step, isBuilding ? IN_BOTH : { build: LEFT_OUT, run: KEPT });
    else if (isWhole && !isAlone) for (const { command } of parts) commands.set(command, 'run');
    else {
      if (isAlone) placements.set(step, IN_BUILD);
      insertions.push({ place: 'run-start', text: `RUN ${parts.map(({ text }) => text).join(' && ')}` });
    }
  }
  return { commands, placements, insertions };
}

interface NeededPart {
  readonly command: ShellCommand;
  readonly text: string;
  /** True when the command installs nothing else. */
  readonly isWhole: boolean;
}

/** The command without the packages that the running container does not call. */
function neededPart(
  command: ShellCommand,
  called: ReadonlySet<string>,
  { instruction }: Step,
): readonly NeededPart[] {
  const programs = installedPrograms(command);
  if (!programs.some((name) => called.has(name))) return [];
  const text = instruction.source.slice(command.span.start, command.span.end);
  const spare = command.args.filter(({ value }) => {
    const name = value === undefined ? undefined : withoutVersion(value);
    return name !== undefined && programs.includes(name) && !called.has(name) && name !== 'pm2';
  });
  if (spare.length === 0 || command.name === 'corepack') return [{ command, text, isWhole: true }];
  const words = command.words.filter((word) => !spare.includes(word)).map((word) => word.text);
  return [{ command, text: words.join(' '), isWhole: false }];
}

const BUILDS = /^(?:npm|pnpm|yarn|corepack|bun|typescript|tsc|@nestjs\/cli|nest|next|vite|@angular\/cli|ng)$/;

function isTidying(command: ShellCommand): boolean {
  return command.args.some(({ value }) => value === 'cache' || value === 'clean') || command.name === 'rm';
}

/** Of one program or more, for the whole system. */
export function isGlobalInstall(command: ShellCommand): boolean {
  return installedPrograms(command).length > 0;
}

/** `pm2` for `npm install -g pm2@5`; Corepack brings the managers. */
function installedPrograms(command: ShellCommand): readonly string[] {
  const tool = toolOf(command);
  if (command.name === 'corepack') {
    const [verb, ...names] = command.args
      .map(({ value }) => value ?? '')
      .filter((word) => !word.startsWith('-'));
    if (verb !== 'enable' && verb !== 'prepare' && verb !== 'install' && verb !== 'use') return [];
    const named = names.map(withoutVersion);
    return named.length === 0 ? ['yarn', 'pnpm', 'corepack'] : ['corepack', ...named];
  }
  if (tool === undefined || !/^(?:npm|yarn|pnpm|bun)$/.test(tool.name)) return [];
  const words = tool.args.map(({ value }) => value ?? '');
  const isGlobal = words.some((word) => /^(?:-g|--global|--location=global|global)$/.test(word));
  if (!isGlobal || !words.some((word) => /^(?:i|in|install|add)$/.test(word))) return [];
  return words
    .filter((word) => word !== '' && !word.startsWith('-') && !/^(?:i|in|install|add|global)$/.test(word))
    .map(withoutVersion)
    .flatMap((name) => (name === 'pm2' ? ['pm2', 'pm2-runtime'] : [name]));
}

function withoutVersion(name: string): string {
  return name.replace(/(?<=.)@.*$/, '');
}
