/** A build context on a file system that answers at once: only what a rule asks for is read, and each thing once. */
import { type BuildContext, type ContextFile, type ContextSurvey, surveyed } from '../core/index';
import { LARGEST_MANIFEST, LARGEST_TEXT, toContextFile } from './contextFile';
import type { FoundBuild } from './discovery';
import { gitIgnoring } from './gitIgnored';
import { resolvePath } from './paths';
import { answered, type FolderReader } from './questions';

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
    textAt(path) {
      const facts = reader.statOf(at(path));
      return facts !== undefined && facts.bytes <= LARGEST_MANIFEST ? reader.textOf(at(path)) : undefined;
    },
    isGitIgnored: isIgnored,
    survey() {
      if (!found.isInProject) return undefined;
      survey ??= surveyed(ignoreText, (question) => answered(question, reader, at), isOver());
      return survey;
    },
  };
}
