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
  if (isNamed(stage, path) || mayBring(stage, path, fileEffects)) return false;
  const root = rootOf(stage);
  return root.base.kind !== 'stage' && !baseMayHold(root, path) && !mayBring(stage, path, runEffectsOf);
}

function mayBring(
  stage: StageFacts,
  path: string,
  effectsOf: (stage: StageFacts) => readonly Effect[],
): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const effect of effectsOf(at)) if (brings(effect, path)) return true;
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
    yield* fileEffects(at);
    yield* runEffectsOf(at);
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

/** What the stage's own instructions do to its files, those apart whose commands have to be read. */
const fileEffects = memoized((stage: StageFacts): readonly Effect[] => {
  const effects: Effect[] = [];
  for (const trigger of stage.triggers) effects.push(anything(trigger));
  stage.instructions.forEach((instruction, at) => {
    switch (instruction.keyword) {
      case 'RUN':
        break;
      case 'COPY':
      case 'ADD':
        copyEffects(stage, instruction, effects);
        break;
      case 'WORKDIR': {
        const next = stage.instructions[at + 1];
        const path = (next === undefined ? stage.end : stage.stateBefore(next)).workdir;
        if (path === undefined) effects.push(anything(instruction));
        else effects.push(holds(path, 'directory', instruction));
        break;
      }
      default:
        // A line that is no instruction stands for something that somebody will put there.
        if (!TOUCHES_NO_FILE.has(instruction.keyword)) effects.push(anything(instruction));
    }
  });
  return effects;
});

/** What the commands of the stage's own RUN instructions do. */
export const runEffectsOf = memoized((stage: StageFacts): readonly Effect[] => {
  const effects: Effect[] = [];
  for (const instruction of stage.instructions)
    if (instruction.keyword === 'RUN')
      for (const effect of runEffects(stage, instruction)) effects.push(effect);
  return effects;
});

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
  const { env, args } = stage.stateBefore(instruction);
  const lookup = lookupIn(env, args);
  const value = expand(text, instruction.escape, (name) => lookup(name) ?? undefined);
  return value === undefined || value === '' ? undefined : cleaned(`/${value}`);
}

/** The absolute destination of a COPY or ADD, and whether it is written as a folder. */
export function destinationOf(
  stage: StageFacts,
  instruction: Instruction,
): { readonly path: string; readonly isFolder: boolean } | undefined {
  const { destination } = copyView(instruction);
  if (destination === undefined) return undefined;
  const { workdir, env, args } = stage.stateBefore(instruction);
  const lookup = lookupIn(env, args);
  const text = expand(destination.text, instruction.escape, (name) => lookup(name) ?? undefined);
  if (text === undefined || text === '') return undefined;
  if (!text.startsWith('/') && workdir === undefined) return undefined;
  const path = cleaned(text.startsWith('/') ? text : `${workdir ?? ''}/${text}`);
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

function copyEffects(stage: StageFacts, instruction: Instruction, effects: Effect[]): void {
  const to = destinationOf(stage, instruction);
  if (to === undefined) {
    if (copyView(instruction).destination !== undefined) effects.push(anything(instruction));
    return;
  }
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
