/** A build context on a file system that answers at once: only what a rule asks for is read, and each thing once. */
import {
  type BuildContext,
  type ContextAnswer,
  type ContextFile,
  type ContextQuestion,
  type ContextSurvey,
  type EntryKind,
  surveyed,
} from '../core/index';
import { type FileFacts, LARGEST_TEXT, toContextFile } from './contextFile';
import type { FoundBuild } from './discovery';
import { gitIgnoring } from './gitIgnored';
import { resolvePath } from './paths';

/** Absolute paths; undefined for what is not there or cannot be read. */
export interface FolderReader {
  entriesIn(folder: string): ReadonlyMap<string, EntryKind> | undefined;
  textOf(path: string): string | undefined;
  statOf(path: string): FileFacts | undefined;
}

/** @param isOver gives a question for each survey that is true once its time is over */
export function readContext(
  found: FoundBuild,
  reader: FolderReader,
  isOver: () => () => boolean,
): BuildContext {
  const at = (path: string): string => (path === '' ? found.context : resolvePath(found.context, path));
  const ignoreText = found.ignoreFile.kind === 'present' ? found.ignoreFile.text : '';
  const isIgnored = gitIgnoring(found.gitIgnoreText);
  let survey: ContextSurvey | undefined;
  return {
    isAssumed: found.isAssumed,
    entriesIn: (folder) => reader.entriesIn(at(folder)),
    fileAt: (path): ContextFile | undefined => {
      const facts = reader.statOf(at(path));
      if (facts === undefined) return undefined;
      return toContextFile(path, facts, facts.bytes <= LARGEST_TEXT ? reader.textOf(at(path)) : undefined);
    },
    isGitIgnored: isIgnored,
    survey: () => (survey ??= surveyed(ignoreText, (question) => answered(question, reader, at), isOver())),
  };
}

/** The answer of a file system to a question; `at` makes its paths absolute. */
export function answered(
  question: ContextQuestion,
  reader: FolderReader,
  at: (path: string) => string = (path) => path,
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
