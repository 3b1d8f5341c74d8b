/** A build context of files that are named in full: for examples of rules, for tests, and for clients that hold everything. */
import type { BuildContext, ContextFile, ContextSurvey, EntryKind } from './buildContext';
import { readIgnorePatterns } from './ignorePatterns';
import { holdsCredential } from './notable';
import { SURVEY_LIMITS, surveying, type ContextAnswer, type ContextQuestion } from './survey';

export interface ListedFile extends Partial<ContextFile> {
  readonly text?: string;
}

/** Files by path. `ignoreText` is the ignore file that counts. */
export function listedContext(files: Readonly<Record<string, ListedFile>>, ignoreText = ''): BuildContext {
  const folders = new Map<string, Map<string, EntryKind>>([['', new Map()]]);
  for (const path of Object.keys(files)) {
    const parts = path.split('/');
    let folder = '';
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      folders.get(folder)?.set(part, isLast ? 'file' : 'folder');
      folder = folder === '' ? part : `${folder}/${part}`;
      if (!isLast && !folders.has(folder)) folders.set(folder, new Map());
    }
  }
  const answer = (question: ContextQuestion): ContextAnswer => {
    switch (question.kind) {
      case 'entries':
        return { kind: 'entries', entries: folders.get(question.folder) };
      case 'sizes':
        return { kind: 'sizes', sizes: question.paths.map((path) => files[path]?.bytes) };
      case 'text':
        return { kind: 'text', text: files[question.path]?.text };
    }
  };
  let known: ContextSurvey | undefined;
  return {
    entriesIn: (folder) => folders.get(folder),
    fileAt: (path) => {
      const file = files[path];
      if (file === undefined) return undefined;
      const { bytes, isExecutable, endsLinesWithCrLf, text } = file;
      return {
        bytes,
        isExecutable,
        endsLinesWithCrLf,
        holdsCredential: text === undefined ? file.holdsCredential : holdsCredential(path, text),
      };
    },
    textAt: (path) => files[path]?.text,
    isAssumed: false,
    isGitIgnored: () => false,
    survey: () => (known ??= surveyed(ignoreText, answer, () => false)),
  };
}

/** Drives a walk with answers that are there at once. */
export function surveyed(
  ignoreText: string,
  answer: (question: ContextQuestion) => ContextAnswer,
  isOver: () => boolean,
): ContextSurvey {
  const walk = surveying(readIgnorePatterns(ignoreText), { ...SURVEY_LIMITS, isOver });
  let step = walk.next();
  while (step.done !== true) step = walk.next(answer(step.value));
  return step.value;
}
