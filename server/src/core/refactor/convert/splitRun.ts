/** Splits a RUN that prepares the system, installs dependencies and more into what the build does and what the running image needs. */
import { at } from '../../lint/rule';
import { managerCommandOf, packageRemovalOf } from '../../model/commands/installs';
import type { ShellCommand, ShellScript } from '../../shell/nodes';
import type { Span } from '../../text/span';
import type { TextEdit } from '../../text/textEdit';
import { edited, LEFT_OUT, refusal, type Piece, type Project, type Refusal, type Step } from './contract';
import type { JudgedUnit, Splitting } from './runParts';
import { programOf } from './installUnit';
import { judged, unitsOf } from './runUnits';

export type { Splitting } from './runParts';
export { isSystemWork } from './runUnits';

export interface SplitRun {
  /** What the running image still runs; left out when nothing of it is for the running image. */
  readonly run: Piece;
  /** True when some of it is certainly for the build: the dependencies, a compiler. */
  readonly isForBuild: boolean;
  /** True when it does nothing but installing packages and cleaning up behind it. */
  readonly isPackagesOnly: boolean;
  /** True when it only fetches lists of packages, or cleans up. */
  readonly isUpkeepOnly: boolean;
  /** Names of packages that stay in the build stage, in the order of the text. */
  readonly dropped: readonly string[];
  /** Packages for building that stay in the running image, for nothing is known that could stand in for them. */
  readonly unknown: readonly string[];
  /** Packages that the running image installs. */
  readonly installed: readonly string[];
  /** Programs that the running image's part calls. */
  readonly programs: readonly string[];
  /** True when lists of Debian packages are fetched here and stay in the layer. */
  readonly leavesLists: boolean;
}

export function splitRun(project: Project, step: Step, splitting: Splitting): SplitRun | Refusal {
  const script = project.stage.scriptOf(step.instruction);
  if (script === undefined || script.errors.length > 0 || script.statements.length === 0)
    return unclear(step, 'It cannot be told what this does, for no known shell reads it.');
  const judge = (by: Splitting): readonly JudgedUnit[] =>
    unitsOf(script).map((unit) => judged(project, step, unit, by, script));
  const first = judge(splitting);
  const called = calledIn(first);
  const isLacking = first.some(({ dropped }) => dropped.some((name) => called.has(programOf(name))));
  const units = isLacking ? judge({ ...splitting, called }) : first;
  const problem = units.find((unit) => unit.problem !== undefined);
  if (problem?.problem !== undefined) return unclear(step, problem.problem, problem.span);
  return assembled(step, withoutIdle(units), script, splitting);
}

/** Programs of what the running image does beside installing. */
function calledIn(units: readonly JudgedUnit[]): ReadonlySet<string> {
  return new Set(
    units
      .filter(({ isKept, kind }) => isKept && kind === 'work')
      .flatMap(({ statements }) =>
        statements.flatMap(({ commands }) =>
          commands.flatMap(({ name, wrappers }) => [...wrappers, ...(name === undefined ? [] : [name])]),
        ),
      ),
  );
}

function unclear(step: Step, message: string, span?: Span): Refusal {
  return refusal('unclear-instruction', message, {
    at: span === undefined ? at(step.instruction) : at(step.instruction, span),
    wayOut: 'Give what the build does and what prepares the running image a RUN of their own.',
  });
}

/** What only served something that is gone goes too: the list's update, the clean-up, the folder that was entered. */
function withoutIdle(units: readonly JudgedUnit[]): readonly JudgedUnit[] {
  const hasPackages = units.some(({ kind, isKept }) => kind === 'packages' && isKept);
  const gone = new Set(units.flatMap(({ dropped }) => dropped));
  const upkeep = units.map((unit) =>
    unit.kind === 'upkeep' ? { ...unit, isKept: hasPackages && !removesOnly(unit, gone) } : unit,
  );
  return upkeep.map((unit, index) =>
    unit.kind === 'flow' ? { ...unit, isKept: isFollowed(unit, upkeep.slice(index + 1)) } : unit,
  );
}

/** A removal of what was never installed here, and a sweep that only belongs to it. */
function removesOnly({ statements }: JudgedUnit, gone: ReadonlySet<string>): boolean {
  const removals = statements
    .flatMap(({ commands }) => commands)
    .flatMap((command) => packageRemovalOf(command) ?? []);
  if (removals.length === 0) return false;
  return removals.every(
    ({ packages }) =>
      packages.length === 0 || packages.every(({ name }) => gone.has(name) || name.startsWith('.')),
  );
}

/** A setting or a variable matters to anything; a message only to what it announces. */
function isFollowed(unit: JudgedUnit, later: readonly JudgedUnit[]): boolean {
  const names = unit.statements.flatMap(({ commands }) => commands.map(({ name }) => name));
  if (names.includes('cd')) return false;
  return (
    later.some(({ isKept, kind }) => isKept && (kind === 'work' || kind === 'packages')) &&
    !names.every((name) => name === 'echo' || name === 'printf' || name === undefined)
  );
}

/** A folder is entered anew in front of what works in it, for the ways there lie in what is left out. */
function entering(units: readonly JudgedUnit[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let folder = '';
  let entered = '';
  for (const { statements, isKept, kind, span } of units) {
    const commands = statements.flatMap((statement) => statement.commands);
    for (const { name, args } of commands)
      if (name === 'cd' && kind === 'flow') folder = joinedFolder(folder, args[0]?.text ?? '~');
    if (!isKept || kind !== 'work' || folder === entered || !commands.some(isRelative)) continue;
    edits.push({
      span: { start: span.start, end: span.start },
      newText: `cd ${wayFrom(entered, folder)} && `,
    });
    entered = folder;
  }
  return edits;
}

function wayFrom(entered: string, folder: string): string {
  if (entered === '' || /^["']?[/$~]/.test(folder)) return folder;
  const up = entered.split('/').map(() => '..');
  return [...up, ...(folder === '' ? [] : [folder])].join('/');
}

/** Relative to where the instruction starts until an absolute path is entered. */
function joinedFolder(folder: string, path: string): string {
  if (/^["']?[/$~]/.test(path)) return path;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.replace(/\/$/, '').split('/')) {
    if (part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function isRelative({ args, name }: ShellCommand): boolean {
  const operands = args.filter(({ text }) => !text.startsWith('-'));
  const paths = name === 'chown' || name === 'chmod' || name === 'chgrp' ? operands.slice(1) : operands;
  return ACCOUNTS.has(name ?? '')
    ? false
    : paths.length === 0 || paths.some(({ text }) => !/^["']?[/$~]/.test(text));
}

const ACCOUNTS: ReadonlySet<string> = new Set(
  'useradd adduser groupadd addgroup usermod groupmod passwd locale-gen update-locale update-ca-certificates ldconfig'.split(
    ' ',
  ),
);

function assembled(
  step: Step,
  units: readonly JudgedUnit[],
  script: ShellScript,
  splitting: Splitting,
): SplitRun {
  const isMeaningful = units.some(({ kind, isKept }) => isKept && (kind === 'work' || kind === 'packages'));
  return {
    run: isMeaningful ? runPiece(step, units, script, splitting) : LEFT_OUT,
    isForBuild: units.some(({ kind, dropped }) => kind === 'build' || dropped.length > 0),
    isUpkeepOnly:
      units.some(({ kind }) => kind === 'upkeep') &&
      units.every(({ kind }) => kind === 'upkeep' || kind === 'flow'),
    isPackagesOnly: units.every(({ kind }) => kind === 'packages' || kind === 'upkeep' || kind === 'flow'),
    dropped: units.flatMap(({ dropped }) => dropped),
    unknown: units.flatMap(({ unknown }) => unknown),
    installed: units.flatMap(({ isKept, installed }) => (isKept ? installed : [])),
    leavesLists: leavesLists(units),
    programs: units
      .filter(({ isKept, kind }) => isKept && kind === 'work')
      .flatMap(({ statements }) =>
        statements.flatMap(({ commands }) => commands.flatMap(({ name }) => name ?? [])),
      ),
  };
}

/** Nothing is left out but ways into folders, which then are as good as they stand. */
function isWayOf(kind: JudgedUnit['kind'], units: readonly JudgedUnit[]): boolean {
  return (
    kind === 'flow' &&
    units.every((unit) => unit.isKept || unit.kind === 'flow') &&
    entering(units).length > 0
  );
}

function leavesLists(units: readonly JudgedUnit[]): boolean {
  const commands = units.flatMap(({ statements }) => statements.flatMap((statement) => statement.commands));
  const isFetched = commands.some((command) => {
    const manager = managerCommandOf(command);
    return manager?.family === 'debian' && manager.task === 'update';
  });
  return (
    isFetched &&
    !commands.some(
      ({ name, args }) => name === 'rm' && args.some(({ text }) => text.includes('/var/lib/apt')),
    )
  );
}

function runPiece(
  step: Step,
  units: readonly JudgedUnit[],
  script: ShellScript,
  { lead, tail }: Splitting,
): Piece {
  if (
    lead === undefined &&
    tail === undefined &&
    units.every(({ isKept, edits, kind }) => (isKept || isWayOf(kind, units)) && edits.length === 0)
  )
    return { kind: 'kept' };
  const edits: TextEdit[] = units.flatMap(({ isKept, edits: own }) => (isKept ? own : []));
  const lastKept = units.findLastIndex(({ isKept }) => isKept);
  units.forEach((unit, index) => {
    if (unit.isKept || index > lastKept) return;
    const next = units[index + 1];
    if (next !== undefined)
      edits.push({ span: { start: unit.span.start, end: next.span.start }, newText: '' });
  });
  const end = units[lastKept]?.span.end;
  const last = script.statements.at(-1)?.span.end;
  if (end !== undefined && last !== undefined && last > end)
    edits.push({ span: { start: end, end: last }, newText: '' });
  if (tail !== undefined && end !== undefined)
    edits.push({ span: { start: end, end }, newText: ` && ${tail}` });
  edits.push(...entering(units));
  const first = units.find(({ isKept }) => isKept)?.span.start;
  if (lead !== undefined && first !== undefined)
    edits.push({ span: { start: first, end: first }, newText: `${lead} && ` });
  return edited(step.instruction, edits);
}
