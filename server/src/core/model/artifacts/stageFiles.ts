/** A three-valued file system of a stage: which paths it certainly holds, certainly lacks, or may hold. */
import type { Instruction } from '../../syntax/nodes';
import { memoized } from '../../text/memoized';
import type { StageFacts } from '../facts';
import { copyEffects } from './copyEffects';
import { destinationOf } from './copyPaths';
import { baseName, isWithin, type Brings, type Effect, type Holds } from './effects';
import { baseMayHold, besideMayHold, systemMayHold } from './layout';
import { runEffects } from './run';

export { destinationOf, pathOf } from './copyPaths';

export type Presence =
  /** The path, or something below it, certainly is in the stage. */
  | { readonly kind: 'held'; readonly effect: Holds }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

const ABSENT: Presence = { kind: 'absent' };
const UNKNOWN: Presence = { kind: 'unknown' };

/** Whether the stage holds an absolute, clean path when its last instruction has run. */
export function presenceOf(stage: StageFacts, path: string): Presence {
  if (isRemoved(stage, path)) return ABSENT;
  for (const effect of effectsIn(stage))
    if (effect.kind === 'holds' && isWithin(effect.path, path)) return { kind: 'held', effect };
  return isAbsent(stage, path) ? ABSENT : UNKNOWN;
}

/**
 * True when the stage certainly does not hold the path. The cheap reasons why it may are asked first, for nearly every path
 * that is asked for is there.
 */
export function isAbsent(stage: StageFacts, path: string): boolean {
  if (isRemoved(stage, path)) return true;
  if (isNamed(stage, path) || mayBeCopied(stage, path)) return false;
  const root = rootOf(stage);
  return root.base.kind !== 'stage' && !baseMayHold(root, path) && !mayBeRun(stage, path);
}

/** The last command that certainly has to do with the path takes it away. */
export function isRemoved(stage: StageFacts, path: string): boolean {
  return removalOf(stage, path) !== undefined;
}

/** The instruction that took the path away for good; undefined when nothing did, or something may have brought it back. */
export function removalOf(stage: StageFacts, path: string): Instruction | undefined {
  if (!mayRemove(stage, path)) return undefined;
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent) {
    for (const instruction of at.instructions.toReversed()) {
      if (TOUCHES_NO_FILE.has(instruction.keyword)) continue;
      for (const effect of effectsAt(at, instruction).toReversed()) {
        if (effect.kind === 'removes' && isWithin(path, effect.path))
          return effect.isCertain ? instruction : undefined;
        if (brings(effect, path)) return undefined;
      }
    }
    if (at.triggers.length > 0) return undefined;
  }
  return undefined;
}

/** By the text alone, for hardly any path that is asked for is removed. */
function mayRemove(stage: StageFacts, path: string): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const { keyword, source } of at.instructions)
      if (
        keyword === 'RUN' &&
        REMOVING.test(source) &&
        path.split('/').some((part) => part !== '' && source.includes(part))
      )
        return true;
  return false;
}

const REMOVING = /\b(?:rm|mv|rmdir|unlink)\s/;

/** By anything but a RUN. */
function mayBeCopied(stage: StageFacts, path: string): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent) {
    if (at.triggers.length > 0) return true;
    for (const instruction of at.instructions) {
      const { keyword } = instruction;
      if (keyword === 'RUN' || TOUCHES_NO_FILE.has(keyword)) continue;
      if (keyword === 'COPY' || keyword === 'ADD') {
        const to = destinationOf(at, instruction);
        if (to !== undefined && !isWithin(path, to.path) && !isWithin(to.path, path)) continue;
      }
      if (effectsAt(at, instruction).some((effect) => brings(effect, path))) return true;
    }
  }
  return false;
}

/** By a RUN, the last first: it most often is the one that builds. */
function mayBeRun(stage: StageFacts, path: string): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (let index = at.instructions.length - 1; index >= 0; index--) {
      const instruction = at.instructions[index];
      if (instruction?.keyword !== 'RUN') continue;
      if (effectsAt(at, instruction).some((effect) => brings(effect, path))) return true;
    }
  return false;
}

/** Effects that may bring the path or something below it, of the stage and of what it is built from; the base image is not asked. */
export function* bringersOf(stage: StageFacts, path: string): Generator<Effect> {
  for (const effect of effectsIn(stage)) if (brings(effect, path)) yield effect;
}

/** Everything that the stage certainly holds by an instruction of this file, the nearest stage first. */
export function* heldIn(stage: StageFacts): Generator<Holds> {
  for (const effect of effectsIn(stage)) if (effect.kind === 'holds') yield effect;
}

/** Of the stage and what it is built from: what the instructions do to its files. */
export function* effectsIn(stage: StageFacts): Generator<Effect> {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent) {
    for (const trigger of at.triggers) yield anything(trigger);
    for (const instruction of at.instructions)
      if (!TOUCHES_NO_FILE.has(instruction.keyword)) yield* effectsAt(at, instruction);
  }
}

/** The stage at the other end of the chain of FROMs. */
export function rootOf(stage: StageFacts): StageFacts {
  let root = stage;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** A RUN speaks of the path, so that it certainly has to do with it. */
function isNamed(stage: StageFacts, path: string): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const { keyword, source } of at.instructions) {
      if (keyword !== 'RUN') continue;
      const start = source.indexOf(path);
      if (start > 0 && !/[\w.)}-]/.test(source.charAt(start - 1))) return true;
    }
  return false;
}

/** What one of the stage's own instructions does to its files. */
export function effectsAt(stage: StageFacts, instruction: Instruction): readonly Effect[] {
  const known = knownEffects(stage);
  let effects = known.get(instruction);
  if (effects === undefined) known.set(instruction, (effects = workOut(stage, instruction)));
  return effects;
}

/** What an instruction does depends on the stage around it, so it is kept in the stage. */
const knownEffects = memoized((_stage: StageFacts): Map<Instruction, readonly Effect[]> => new Map());

function workOut(stage: StageFacts, instruction: Instruction): readonly Effect[] {
  switch (instruction.keyword) {
    case 'RUN':
      return runEffects(stage, instruction);
    case 'COPY':
    case 'ADD':
      return copyEffects(stage, instruction);
    case 'WORKDIR': {
      const next = stage.instructions[stage.instructions.indexOf(instruction) + 1];
      const path = (next === undefined ? stage.end : stage.stateBefore(next)).workdir;
      return [path === undefined ? anything(instruction) : holds(path, 'directory', instruction)];
    }
    default:
      // A line that is no instruction stands for something that somebody will put there.
      return TOUCHES_NO_FILE.has(instruction.keyword) ? [] : [anything(instruction)];
  }
}

/** What the commands of the stage's own RUN instructions do. */
export function* runEffectsOf(stage: StageFacts): Generator<Effect> {
  for (const instruction of stage.instructions)
    if (instruction.keyword === 'RUN') yield* effectsAt(stage, instruction);
}

const TOUCHES_NO_FILE: ReadonlySet<string> = new Set([
  'ARG',
  'CMD',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
]);

function brings(effect: Effect, path: string): boolean {
  switch (effect.kind) {
    case 'holds':
      return isWithin(effect.path, path);
    case 'may-hold':
      return (
        (isWithin(path, effect.path) || isWithin(effect.path, path)) &&
        !effect.except.some((mount) => isWithin(path, mount))
      );
    case 'may-hold-system':
      return systemMayHold(path);
    case 'may-hold-beside':
      return besideMayHold(path);
    case 'may-hold-named':
      return effect.paths().some((named) => isWithin(path, named) || isWithin(named, path));
    case 'brings':
      return bringsFromStage(effect, path);
    case 'removes':
    case 'ran':
      return false;
  }
}

/** A folder's content arrives as it is; a file arrives at the path, or below it under its own name. */
function bringsFromStage({ path: to, source, from }: Brings, path: string): boolean {
  if (isWithin(to, path)) return true;
  if (!isWithin(path, to)) return false;
  const rest = to === '/' ? path : path.slice(to.length);
  return rest === `/${baseName(source)}` || !isAbsent(from, source === '/' ? rest : source + rest);
}

function holds(path: string, form: Holds['form'], by: Instruction): Holds {
  return { kind: 'holds', path, form, by, command: undefined };
}

function anything(by: Instruction): Effect {
  return { kind: 'may-hold', path: '/', by, except: NONE };
}

const NONE: readonly string[] = [];
