/** Which kinds of code actions a client asks for. */
import type { CodeActionKind } from 'vscode-languageserver';

/** A client that names kinds wants these and what is below them: `source` includes `source.fixAll`. */
export function isWanted(kind: CodeActionKind, only: readonly CodeActionKind[] | undefined): boolean {
  return (
    only === undefined ||
    only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`))
  );
}
