/** What COPY and ADD do to the files of their stage, by the destination rules of BuildKit (dockerfile2llb: dispatchCopy). */
import type { Flag, Instruction, Word } from '../../syntax/nodes';
import { copyView, flagOf } from '../../syntax/views';
import type { StageFacts } from '../facts';
import { cleaned } from '../state';

import { destinationOf, pathOf } from './copyPaths';
import { baseName, type Effect, type Holds } from './effects';

export function copyEffects(stage: StageFacts, instruction: Instruction): readonly Effect[] {
  const to = destinationOf(stage, instruction);
  if (to === undefined) return copyView(instruction).destination === undefined ? [] : [anything(instruction)];
  const effects: Effect[] = [];
  const { sources, from } = copyView(instruction);
  const count = sources.length + instruction.heredocs.length;
  const isFolder = to.isFolder || count > 1;
  for (const heredoc of instruction.heredocs)
    effects.push(holds(isFolder ? below(to.path, heredoc.name) : to.path, 'file', instruction));
  const producer = producerOf(stage, instruction, from);
  for (const source of sources) {
    if (flagOf(instruction, 'parents') !== undefined) withParents(source, to.path, instruction, effects);
    else if (flagOf(instruction, 'exclude') !== undefined) effects.push(mayHold(to.path, instruction));
    else if (isRemote(source.value)) remote(source.value, to.path, isFolder, instruction, effects);
    else if (isFile(source.value, instruction))
      file(baseName(source.value), to.path, isFolder, instruction, effects);
    else folder(stage, source, to.path, producer, instruction, effects);
  }
  return effects;
}

/** The stage of this file that the copy takes from; undefined for the context, images, and what is not known. */
function producerOf(
  stage: StageFacts,
  instruction: Instruction,
  from: Flag | undefined,
): StageFacts | undefined {
  const edge = from && stage.edges.find((each) => each.instruction === instruction);
  return edge && stage.producer(edge);
}

/** True when the source surely is a single file, by its name; anything else may be a folder, whose content is copied. */
function isFile(value: string, instruction: Instruction): boolean {
  const name = baseName(value);
  if (name.includes('$') || /[*?[]/.test(value)) return false;
  if (instruction.keyword === 'ADD' && isArchive(name)) return false;
  return copyView(instruction).from === undefined ? isFileName(name) : /[\w-]\.[a-z]\w{0,4}$/.test(name);
}

/** What ADD unpacks when it comes from the context (moby/go-archive tells by content; its name nearly always says it). */
export function isArchive(name: string): boolean {
  return /\.(?:tar|t?[gx]z|tbz2?|bz2)\b/.test(name);
}

export function isRemote(value: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(value);
}

function file(name: string, to: string, isFolder: boolean, by: Instruction, effects: Effect[]): void {
  if (isFolder) effects.push(holds(below(to, name), 'file', by));
  else {
    // An existing folder of the name takes the file in.
    effects.push(holds(to, 'any', by));
    effects.push(mayHold(below(to, name), by));
  }
}

function folder(
  stage: StageFacts,
  source: Word,
  to: string,
  producer: StageFacts | undefined,
  by: Instruction,
  effects: Effect[],
): void {
  const isPattern = /[*?[]/.test(source.value);
  const path = producer === undefined || isPattern ? undefined : pathOf(stage, by, source.value);
  if (producer === undefined || path === undefined) effects.push(mayHold(to, by));
  else effects.push({ kind: 'brings', path: to, by, from: producer, source: path });
  if (!isPattern && !source.value.includes('$')) effects.push(holds(to, 'any', by));
}

/** The source's own path stays, from its `/./` on, below the destination. */
function withParents(source: Word, to: string, by: Instruction, effects: Effect[]): void {
  effects.push(mayHold(to, by));
  if (/[*?[$]/.test(source.value)) return;
  const pivot = source.value.indexOf('/./');
  const kept = cleaned(`/${pivot === -1 ? source.value : source.value.slice(pivot + 3)}`);
  if (kept !== '/') effects.push(holds(to === '/' ? kept : to + kept, 'any', by));
}

/** A repository is checked out into the destination; any other address is one file, and not unpacked unless asked for. */
function remote(address: string, to: string, isFolder: boolean, by: Instruction, effects: Effect[]): void {
  const name = /^[^?#]*\/([^/?#$]+)(?:[?#]|$)/.exec(address)?.[1];
  const isRepository = /\.git(?:[#?]|$)|^git(?:@|:\/\/)/.test(address);
  if (isRepository || flagOf(by, 'unpack') !== undefined || name === undefined) {
    effects.push(mayHold(to, by));
    effects.push(holds(to, isRepository ? 'directory' : 'any', by));
  } else file(name, to, isFolder, by, effects);
}

function mayHold(path: string, by: Instruction): Effect {
  return { kind: 'may-hold', path, by, except: NONE };
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

export function below(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

function holds(path: string, form: Holds['form'], by: Instruction): Holds {
  return { kind: 'holds', path, form, by, command: undefined };
}

function anything(by: Instruction): Effect {
  return { kind: 'may-hold', path: '/', by, except: NONE };
}
