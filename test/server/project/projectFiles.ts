/** A project in memory: what is found for a Dockerfile among files of these texts. */
import { findBuild, type FoundBuild } from '../../../server/src/project';
import type { ContextAnswer, ContextQuestion, EntryKind } from '../../../server/src/core';

export interface Asked {
  readonly roots?: readonly string[];
  readonly context?: string;
  readonly text?: string;
}

/** Files by absolute path; undefined for one that cannot be read. */
export function found(
  dockerfile: string,
  files: Readonly<Record<string, string | undefined>>,
  { roots = ['/work'], context, text }: Asked = {},
): FoundBuild {
  const search = findBuild(dockerfile, { roots, context }, text);
  let step = search.next();
  while (step.done !== true) step = search.next(answer(step.value, files));
  return step.value;
}

function answer(
  question: ContextQuestion,
  files: Readonly<Record<string, string | undefined>>,
): ContextAnswer {
  switch (question.kind) {
    case 'entries':
      return { kind: 'entries', entries: entriesIn(question.folder, Object.keys(files)) };
    case 'sizes':
      return { kind: 'sizes', sizes: question.paths.map((path) => files[path]?.length) };
    case 'text':
      return { kind: 'text', text: files[question.path] };
  }
}

function entriesIn(folder: string, paths: readonly string[]): ReadonlyMap<string, EntryKind> | undefined {
  const start = folder === '/' ? '/' : `${folder}/`;
  const below = paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
  if (below.length === 0) return undefined;
  return new Map(
    below.map((path) => [path.split('/', 1)[0] ?? '', path.includes('/') ? 'folder' : 'file'] as const),
  );
}
