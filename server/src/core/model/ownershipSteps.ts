/** Finds RUN steps that only give another owner or mode to what COPY has just brought. */
import type { ShellCommand, ShellStatement } from '../shell/nodes';
import type { Instruction } from '../syntax/nodes';
import { copyView, flagOf } from '../syntax/views';
import { Slot } from '../text/memoized';
import { packageInstallOf } from './commands/installs';
import type { StageFacts } from './facts';
import { cleaned } from './state';

export interface OwnershipStep {
  readonly run: Instruction;
  readonly statement: ShellStatement;
  readonly command: ShellCommand;
  readonly flag: 'chown' | 'chmod';
  /** As written: `node:node`, `755`. */
  readonly value: string;
  /** The instructions that brought the files, none of which has the flag. */
  readonly copies: readonly Instruction[];
  /** An account is made between the first copy and the step, so that COPY could not name it. */
  readonly isAccountNew: boolean;
}

export function ownershipSteps(stage: StageFacts): readonly OwnershipStep[] {
  const known = STEPS.get(stage.own);
  if (known !== undefined) return known;
  const found = findSteps(stage);
  STEPS.set(stage.own, found);
  return found;
}

const STEPS = new Slot<readonly OwnershipStep[]>();

function findSteps(stage: StageFacts): readonly OwnershipStep[] {
  const found: OwnershipStep[] = [];
  stage.instructions.forEach((run, index) => {
    if (run.keyword !== 'RUN' || !/\bch(?:own|mod)\b/.test(run.source)) return;
    const script = stage.scriptOf(run);
    for (const statement of script?.statements ?? []) {
      const [command, ...others] = statement.commands;
      if (command === undefined || others.length > 0) continue;
      const step = stepOf(stage, run, index, statement, command);
      if (step !== undefined) found.push(step);
    }
  });
  return found;
}

function stepOf(
  stage: StageFacts,
  run: Instruction,
  index: number,
  statement: ShellStatement,
  command: ShellCommand,
): OwnershipStep | undefined {
  const { name, args } = command;
  if ((name !== 'chown' && name !== 'chmod') || command.place !== 'top') return undefined;
  const isRecursive = args.some(({ text }) => /^-[a-zA-Z]*R|^--recursive$/.test(text));
  const [value, ...paths] = args.filter(({ text }) => !text.startsWith('-')).map((word) => word.value);
  if (!isRecursive || value === undefined || paths.length === 0) return undefined;
  // `--chmod` sets one mode for files and folders alike, and knows no `+x`.
  const isSame = name === 'chown' ? /^[\w-]+(?::[\w-]*)?$|^:[\w-]+$/.test(value) : /^[0-7]{3,4}$/.test(value);
  if (!isSame) return undefined;

  const { workdir } = stage.stateBefore(run);
  const copies: Instruction[] = [];
  for (const path of paths) {
    if (path === undefined || (!path.startsWith('/') && workdir === undefined)) return undefined;
    const folder = cleaned(path.startsWith('/') ? path : `${workdir ?? ''}/${path}`);
    const own = copiesInto(stage, index, folder, name);
    // Every path must be one that COPY alone has filled.
    if (own === undefined || own.length === 0) return undefined;
    copies.push(...own);
  }
  const [first] = copies;
  if (first === undefined) return undefined;
  const between = stage.instructions.slice(stage.instructions.indexOf(first) + 1, index);
  const before = [...between.flatMap((step) => commandsOf(stage, step)), ...earlierIn(stage, run, command)];
  if (!before.every(leavesFilesAlone)) return undefined;
  return {
    run,
    statement,
    command,
    flag: name,
    value,
    copies: [...new Set(copies)],
    isAccountNew: before.some((one) => MAKES_ACCOUNTS.has(one?.name ?? '')),
  };
}

/** The copies whose files lie in the folder; undefined when one of them has the flag already, or is not known. */
function copiesInto(
  stage: StageFacts,
  before: number,
  folder: string,
  flag: string,
): readonly Instruction[] | undefined {
  const found: Instruction[] = [];
  for (const instruction of stage.instructions.slice(0, before)) {
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
    const destination = copyView(instruction).destination?.value;
    const { workdir } = stage.stateBefore(instruction);
    if (
      destination === undefined ||
      destination.includes('$') ||
      (!destination.startsWith('/') && workdir === undefined)
    )
      continue;
    const target = cleaned(destination.startsWith('/') ? destination : `${workdir ?? ''}/${destination}`);
    if (target !== folder && !target.startsWith(folder === '/' ? '/' : `${folder}/`)) continue;
    if (flagOf(instruction, flag) !== undefined) return undefined;
    found.push(instruction);
  }
  return found;
}

function commandsOf(stage: StageFacts, step: Instruction): readonly (ShellCommand | undefined)[] {
  if (step.keyword !== 'RUN') return [];
  return stage.scriptOf(step)?.commands ?? [undefined];
}

function earlierIn(stage: StageFacts, run: Instruction, command: ShellCommand): readonly ShellCommand[] {
  const commands = stage.scriptOf(run)?.commands ?? [];
  return commands.slice(0, commands.indexOf(command));
}

const MAKES_ACCOUNTS: ReadonlySet<string> = new Set([
  'adduser',
  'addgroup',
  'useradd',
  'groupadd',
  'usermod',
]);

const HARMLESS: ReadonlySet<string> = new Set(
  'chown chmod chgrp set true : cd export rm mkdir apt-get apt apk dnf yum microdnf id groupmod passwd chpasswd'.split(
    ' ',
  ),
);

/** Whatever else ran may have put files of its own into the folder, which COPY could give no owner. */
function leavesFilesAlone(command: ShellCommand | undefined): boolean {
  const name = command?.name;
  if (command === undefined || name === undefined) return false;
  return MAKES_ACCOUNTS.has(name) || HARMLESS.has(name) || packageInstallOf(command) !== undefined;
}
