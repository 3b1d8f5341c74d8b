/** What the search for a build asks of the world, and how a world that answers at once or later is asked. */
import type { ContextAnswer, ContextQuestion, EntryKind } from '../core/index';
import type { FileFacts } from './contextFile';

/** Paths are absolute here. YAML is a question because its reader is large, and most projects never need it. */
export type ProjectQuestion = ContextQuestion | { readonly kind: 'yaml'; readonly text: string };

export type ProjectAnswer =
  | ContextAnswer
  /** Undefined for what is no YAML. */
  | { readonly kind: 'yaml'; readonly content: unknown };

/** Undefined for what is not there or cannot be read. */
export interface FolderReader {
  entriesIn(folder: string): ReadonlyMap<string, EntryKind> | undefined;
  textOf(path: string): string | undefined;
  statOf(path: string): FileFacts | undefined;
  /** With `YAML_OPTIONS`; may throw. */
  parseYaml(text: string): unknown;
}

/** The same for a file system that takes its time. Only `parseYaml` rejects. */
export interface FolderFetcher {
  entriesIn(folder: string): Promise<ReadonlyMap<string, EntryKind> | undefined>;
  textOf(path: string): Promise<string | undefined>;
  statOf(path: string): Promise<FileFacts | undefined>;
  parseYaml(text: string): Promise<unknown>;
}

/** Of the package `yaml`: merge keys (`<<: *base`) are YAML 1.1, and common in Compose files. */
export const YAML_OPTIONS = { merge: true, maxAliasCount: 1000, logLevel: 'silent' } as const;

/** `at` makes the paths of a question absolute. */
export function answered(
  question: ContextQuestion,
  reader: FolderReader,
  at: (path: string) => string,
): ContextAnswer {
  switch (question.kind) {
    case 'entries':
      return { kind: 'entries', entries: reader.entriesIn(at(question.folder)) };
    case 'sizes':
      return { kind: 'sizes', sizes: question.paths.map((path) => reader.statOf(at(path))?.bytes) };
    case 'text':
      return { kind: 'text', text: reader.textOf(at(question.path)) };
  }
}

export async function fetched(
  question: ContextQuestion,
  fetcher: FolderFetcher,
  at: (path: string) => string,
): Promise<ContextAnswer> {
  switch (question.kind) {
    case 'entries':
      return { kind: 'entries', entries: await fetcher.entriesIn(at(question.folder)) };
    case 'sizes': {
      const facts = await Promise.all(question.paths.map((path) => fetcher.statOf(at(path))));
      return { kind: 'sizes', sizes: facts.map((each) => each?.bytes) };
    }
    case 'text':
      return { kind: 'text', text: await fetcher.textOf(at(question.path)) };
  }
}
