/** Refuses where a part of the file needs what only the other part would get: a file that is fetched, a program, a source of packages. */
import { at } from '../../lint/rule';
import { packageInstallOf } from '../../model/commands/installs';
import type { ShellCommand } from '../../shell/nodes';
import { refusal, type Placement, type Project, type Refusal, type Step } from './contract';
import { commandsOfPiece } from './runPieces';

export function tornRun(project: Project, parts: ReadonlyMap<Step, Placement>): Refusal | undefined {
  const installed = packageNames(project.steps.flatMap(({ commands }) => commands));
  const pieces = project.steps.flatMap((step) => {
    const placement = parts.get(step);
    if (step.instruction.keyword !== 'RUN' || placement === undefined) return [];
    const build = commandsOfPiece(project.stage, step, placement.build);
    return [{ step, build, run: commandsOfPiece(project.stage, step, placement.run) }];
  });
  const running = packageNames(pieces.flatMap(({ run }) => run));
  for (const { step, build, run } of pieces) {
    const missing = run.find(
      ({ name }) => name !== undefined && installed.has(name) && !running.has(name) && !run.some(installs),
    );
    const fetched = new Set(build.filter((command) => !isAmong(command, run)).flatMap(writtenPaths));
    const torn = missing ?? run.find((command) => command.args.some(({ value }) => fetched.has(value ?? '')));
    const isOneSided = hasSource(step.commands) && !(hasSource(build) && hasSource(run));
    const needsBoth = isOneSided && pieces.some((each) => each.build.some(installs)) && running.size > 0;
    if (torn === undefined && !needsBoth) continue;
    return refusal(
      'unclear-instruction',
      'Both the build and the running image need a part of this, and it cannot be told apart.',
      {
        at: at(step.instruction),
        wayOut: 'Split it into a RUN for the build and one for the running image.',
      },
    );
  }
  return undefined;
}

function packageNames(commands: readonly ShellCommand[]): ReadonlySet<string> {
  return new Set(
    commands.flatMap((command) => packageInstallOf(command)?.packages.map(({ name }) => name) ?? []),
  );
}

function installs(command: ShellCommand): boolean {
  return packageInstallOf(command) !== undefined;
}

/** Further repositories of packages, which must be known wherever packages are installed. */
function hasSource(commands: readonly ShellCommand[]): boolean {
  return commands.some(({ name }) => name === 'add-apt-repository' || name === 'apt-add-repository');
}

function isAmong(command: ShellCommand, others: readonly ShellCommand[]): boolean {
  const text = textOf(command);
  return others.some((other) => textOf(other) === text);
}

function textOf({ words }: ShellCommand): string {
  return words.map(({ text }) => text).join(' ');
}

/** Absolute paths that a command says it writes: `curl -o /x`, `wget -O /x`, `… > /x`. */
function writtenPaths({ args, redirects }: ShellCommand): readonly string[] {
  const named = args.flatMap((word, index) =>
    /^-[A-Za-z]*[oO]$|^--output(?:-document)?$/.test(word.text) ? [args[index + 1]?.value ?? ''] : [],
  );
  const redirected = redirects.flatMap(({ operator, target }) =>
    operator.startsWith('>') ? [target?.value ?? ''] : [],
  );
  return [...named, ...redirected].filter((path) => path.startsWith('/') && path !== '/dev/null');
}
