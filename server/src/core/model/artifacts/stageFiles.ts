/** A three-valued file system of a stage: which paths it certainly holds, certainly lacks, or may hold. */
import type { Instruction } from '../../syntax/nodes';
import { copyView, flagOf } from '../../syntax/views';
import { expand } from '../../syntax/words';
import { memoized } from '../../text/memoized';
import type { StageFacts } from '../facts';
import { lookupIn } from '../scope';
import { cleaned } from '../state';
import { baseName, isWithin, type Effect, type Holds } from './effects';
import { baseMayHold, besideMayHold, systemMayHold } from './layout';
import { runEffects } from './run';

export type Presence =
  /** The path, or something below it, certainly is in the stage. */
  | { readonly kind: 'held'; readonly effect: Holds }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

const ABSENT: Presence = { kind: 'absent' };
const UNKNOWN: Presence = { kind: 'unknown' };

/** Whether the stage holds an absolute, clean path when its last instruction has run. */
export function presenceOf(stage: StageFacts, path: string): Presence {
  for (const effect of effectsIn(stage))
    if (effect.kind === 'holds' && isWithin(effect.path, path)) return { kind: 'held', effect };
  return isAbsent(stage, path) ? ABSENT : UNKNOWN;
}

/**
 * True when the stage certainly does not hold the path. The cheap reasons why it may are asked first, for nearly every path
 * that is asked for is there.
 */
export function isAbsent(stage: StageFacts, path: string): boolean {
  if (isNamed(stage, path) || mayBeCopied(stage, path)) return false;
  const root = rootOf(stage);
  return root.base.kind !== 'stage' && !baseMayHold(root, path) && !mayBeRun(stage, path);
}

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

/** The absolute path that a word of COPY or ADD means in a stage; undefined when a value is not known. */
export function pathOf(stage: StageFacts, instruction: Instruction, text: string): string | undefined {
  const value = filledIn(stage, instruction, text);
  return value === undefined || value === '' ? undefined : cleaned(`/${value}`);
}

/** Most words have neither a variable nor a quote, and then the state of the stage need not be worked out. */
function filledIn(stage: StageFacts, instruction: Instruction, text: string): string | undefined {
  if (!/["'$\\`]/.test(text)) return text;
  const { env, args } = stage.stateBefore(instruction);
  const lookup = lookupIn(env, args);
  return expand(text, instruction.escape, (name) => lookup(name) ?? undefined);
}

/** The absolute destination of a COPY or ADD, and whether it is written as a folder. */
export function destinationOf(
  stage: StageFacts,
  instruction: Instruction,
): { readonly path: string; readonly isFolder: boolean } | undefined {
  const { destination } = copyView(instruction);
  if (destination === undefined) return undefined;
  const text = filledIn(stage, instruction, destination.text);
  if (text === undefined || text === '') return undefined;
  const folder = text.startsWith('/') ? '' : stage.stateBefore(instruction).workdir;
  if (folder === undefined) return undefined;
  const path = cleaned(`${folder}/${text}`);
  return { path, isFolder: /(?:^|\/)\.{0,2}$/.test(text) };
}

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
  }
}

function copyEffects(stage: StageFacts, instruction: Instruction): readonly Effect[] {
  const to = destinationOf(stage, instruction);
  if (to === undefined) return copyView(instruction).destination === undefined ? [] : [anything(instruction)];
  const effects: Effect[] = [];
  const { sources, from } = copyView(instruction);
  const count = sources.length + instruction.heredocs.length;
  const isPlain =
    flagOf(instruction, 'parents') === undefined && flagOf(instruction, 'exclude') === undefined;
  for (const heredoc of instruction.heredocs)
    effects.push(
      holds(to.isFolder || count > 1 ? below(to.path, heredoc.name) : to.path, 'file', instruction),
    );
  for (const source of sources) {
    const name = baseName(source.value.replace(/\/$/, ''));
    const isFile = isPlain && (from === undefined ? isFileName(name) : /[\w-]\.[a-z]\w{0,4}$/.test(name));
    if (
      !isFile ||
      name.includes('$') ||
      (instruction.keyword === 'ADD' && /\.(?:tar|t?[gx]z|tbz2?|bz2)\b/.test(name))
    ) {
      effects.push({ kind: 'may-hold', path: to.path, by: instruction, except: NONE });
      if (isPlain && !/[*?[$]/.test(source.value)) effects.push(holds(to.path, 'any', instruction));
    } else if (/[*?[]/.test(name))
      effects.push({ kind: 'may-hold', path: to.path, by: instruction, except: NONE });
    else if (to.isFolder || count > 1) effects.push(holds(below(to.path, name), 'file', instruction));
    else {
      // An existing folder of the name takes the file in.
      effects.push(holds(to.path, 'any', instruction));
      effects.push({ kind: 'may-hold', path: below(to.path, name), by: instruction, except: NONE });
    }
  }
  return effects;
}

const NONE: readonly string[] = [];

/** A name with a usual ending, or of a manifest; anything else may be a folder, whose content is copied. */
function isFileName(name: string): boolean {
  return (
    /[\w-]\.(?:json5?|ya?ml|toml|lock|txt|md|sh|bash|py|[cm]?[jt]sx?|go|rs|java|kts?|rb|php|conf|cfg|ini|xml|html?|css|jar|war|gradle|csproj|sln|props|sum|mod|cjs|crt|pem|key|properties|env|sql|cs|ex|exs|nix|service|template|tmpl)$/.test(
      name,
    ) ||
    /^(?:Makefile|Gemfile|Pipfile|Procfile|Cargo\.toml|go\.(?:mod|sum|work)|LICENSE|Rakefile|gradlew|mvnw|artisan)$/.test(
      name,
    )
  );
}

function below(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

function holds(path: string, form: Holds['form'], by: Instruction): Holds {
  return { kind: 'holds', path, form, by, command: undefined };
}

function anything(by: Instruction): Effect {
  return { kind: 'may-hold', path: '/', by, except: NONE };
}
