/** The kinds of code actions: which there are, and which a client asks for. */
import type { RefactoringKind } from '../core/index';
import { CodeActionKind } from './library';

export const FIX_ALL: CodeActionKind = `${CodeActionKind.SourceFixAll}.stagewright`;

export const PIN_KIND: CodeActionKind = `${CodeActionKind.RefactorRewrite}.pinImages`;

const REFACTORINGS: Readonly<Record<RefactoringKind, CodeActionKind>> = {
  extract: CodeActionKind.RefactorExtract,
  inline: CodeActionKind.RefactorInline,
  move: 'refactor.move',
  rewrite: CodeActionKind.RefactorRewrite,
};

/** Each refactoring has a kind of its own below the one of its sort. */
export function refactoringKind(sort: RefactoringKind): CodeActionKind {
  return `${REFACTORINGS[sort]}.stagewright`;
}

/** What a client may ask for of these. */
export const REFACTORING_KINDS: readonly CodeActionKind[] = Object.values(REFACTORINGS).map(
  (kind) => `${kind}.stagewright`,
);

export const CODE_ACTION_KINDS: readonly CodeActionKind[] = [
  CodeActionKind.QuickFix,
  FIX_ALL,
  ...REFACTORING_KINDS,
];

/** A client that names kinds wants these and what is below them: `source` includes `source.fixAll`. */
export function isWanted(kind: CodeActionKind, only: readonly CodeActionKind[] | undefined): boolean {
  return (
    only === undefined ||
    only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`))
  );
}
