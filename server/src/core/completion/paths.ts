/** Paths that COPY, ADD, WORKDIR and mounts can name: of other stages, of the build context, of the stage itself. */
import { kindAt } from '../model/context/buildContext';
import { readIgnorePatterns } from '../model/context/ignorePatterns';
import type { FlowFile } from '../model/artifacts/flowFile';
import { treeOf } from '../model/artifacts/stageTree';
import type { StageFacts } from '../model/facts';
import type { Surroundings } from '../model/surroundings';
import type { Word } from '../syntax/nodes';
import { flagOf } from '../syntax/views';
import type { Completion, CompletionContext, CompletionPlace } from './completion';

export function copySources(place: CompletionPlace): readonly Completion[] {
  const { instruction, stage, written, typed, context } = place;
  if (flagOf(instruction, 'from') === undefined) return contextPathsFor(typed, context.surroundings);
  const edge = stage?.edges.find((each) => each.instruction === written && each.kind === 'copy');
  const producer = edge && stage?.producer(edge);
  return producer === undefined ? [] : stagePaths(producer, typed, context);
}

/**
 * What a stage holds, as far as it is known: the whole paths of what its commands make, and beside them the next part of
 * every path, so that a person can go down folder by folder.
 */
export function stagePaths(
  producer: StageFacts,
  typed: string,
  context: CompletionContext,
): readonly Completion[] {
  const start = typed.startsWith('/') ? typed : `/${typed}`;
  const folder = start.slice(0, start.lastIndexOf('/') + 1);
  const found = new Map<string, Completion>();
  const tree = treeOf(producer, context.surroundings);
  for (const file of tree.values()) {
    if (!file.path.startsWith(folder) || file.path === folder) continue;
    const rest = file.path.slice(folder.length);
    const slash = rest.indexOf('/');
    const isMade = file.made?.instruction.keyword === 'RUN';
    if (slash !== -1) {
      const label = `${folder}${rest.slice(0, slash)}/`;
      if (!found.has(label) && !tree.has(label.slice(0, -1)))
        found.set(label, entry(label, 'folder', `Folder of stage ${nameOf(producer)}.`, 20));
    }
    if (slash === -1 || isMade)
      found.set(
        file.path,
        entry(
          file.path,
          file.form === 'directory' ? 'folder' : 'file',
          detailOf(file, context),
          isMade ? 0 : 10,
        ),
      );
    if (found.size >= MOST) break;
  }
  return [...found.values()];
}

/** More would be no help. */
const MOST = 300;

function entry(label: string, kind: 'file' | 'folder', detail: string, rank: number): Completion {
  return { label, kind, detail, insert: label, rank };
}

function nameOf({ name, index }: StageFacts): string {
  return name ?? index.toString();
}

function detailOf({ made, certainty, broughtBy }: FlowFile, { lineOf }: CompletionContext): string {
  if (made === undefined) return 'Seen in the last build.';
  const line = `line ${lineOf(made.instruction).toString()}`;
  const name = made.command?.name ?? made.instruction.keyword;
  const via = broughtBy === undefined ? '' : `, brought by line ${lineOf(broughtBy).toString()}`;
  return certainty === 'likely'
    ? `What ${line} (${name}) usually leaves${via}.`
    : `Made by ${line} (${name})${via}.`;
}

/** What the build context holds below the typed folder, without what its ignore file leaves out. */
export function contextPathsFor(typed: string, { context, ignoreFile }: Surroundings): readonly Completion[] {
  if (context === undefined || typed.includes('$')) return [];
  const lead = /^(?:\.?\/)*/.exec(typed)?.[0] ?? '';
  const path = typed.slice(lead.length);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  if (kindAt(context, folder) !== 'folder') return [];
  const ignored = readIgnorePatterns(ignoreFile.kind === 'present' ? ignoreFile.text : '');
  const found: Completion[] = [];
  for (const [name, kind] of context.entriesIn(folder) ?? []) {
    const inner = folder === '' ? name : `${folder}/${name}`;
    const isFolder = kind === 'folder';
    if (ignored.ignores(inner) && !(isFolder && ignored.hasExceptions)) continue;
    const label = `${lead}${inner}${isFolder ? '/' : ''}`;
    found.push(
      entry(
        label,
        isFolder ? 'folder' : 'file',
        `${isFolder ? 'Folder' : 'File'} of the build context.`,
        isFolder ? 1 : 2,
      ),
    );
    if (found.length >= MOST) break;
  }
  return found;
}

/** Where files usually go: the folder that the stage works in, the same path as in the source, folders that lines above made. */
export function copyDestinations(place: CompletionPlace, before: readonly Word[]): readonly Completion[] {
  const { state, instruction } = place;
  const found = new Map<string, Completion>();
  const add = (label: string, detail: string, rank: number): void => {
    if (!found.has(label))
      found.set(label, entry(label, label.endsWith('/') ? 'folder' : 'file', detail, rank));
  };
  const [source] = before;
  const workdir = state?.workdir;
  add('./', `The folder that the stage works in${workdir === undefined ? '' : `: ${workdir}`}.`, -3);
  if (source?.value.startsWith('/') === true && flagOf(instruction, 'from') !== undefined)
    add(source.value, 'The same path as in the other stage.', -2);
  if (before.length === 1 && source !== undefined && flagOf(instruction, 'from') === undefined)
    add(`./${source.value.replace(/^(?:\.?\/)+/, '')}`, 'The same path as in the build context.', -2);
  for (const { label, detail, rank } of foldersOf(place)) add(`${label.replace(/\/$/, '')}/`, detail, rank);
  return [...found.values()];
}

/** Folders that the stage certainly has by its own lines. */
export function foldersOf({ stage, context }: CompletionPlace): readonly Completion[] {
  if (stage === undefined) return [];
  const found: Completion[] = [];
  for (const file of treeOf(stage, context.surroundings).values())
    if (file.form === 'directory' && file.certainty !== 'likely')
      found.push(entry(file.path, 'folder', detailOf(file, context), 10));
  return found.slice(0, MOST);
}
