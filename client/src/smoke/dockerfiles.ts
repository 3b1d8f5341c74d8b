/** The Dockerfiles of the workspace, for views and tasks that list them. */
import * as vscode from 'vscode';

/** The names that package.json gives the language; ignore files, which fit them too, are left out below. */
export const DOCKERFILES =
  '**/{Dockerfile,Containerfile,Dockerfile.*,Containerfile.*,*.Dockerfile,*.Containerfile,*.dockerfile,*.containerfile}';

export interface FoundDockerfiles {
  /** By path. */
  readonly uris: readonly vscode.Uri[];
  /** True when there may be more than were asked for. */
  readonly isCut: boolean;
}

/** Leaves out what the user leaves out of the explorer and of searches, and installed packages. */
export async function findDockerfiles(
  most: number,
  cancellation?: vscode.CancellationToken,
): Promise<FoundDockerfiles> {
  const found = await vscode.workspace.findFiles(DOCKERFILES, excluded(), most, cancellation);
  return {
    uris: found.filter(isDockerfile).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    isCut: found.length >= most,
  };
}

export function isDockerfile(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && !uri.path.endsWith('.dockerignore');
}

/** `files.exclude` is heeded by the search itself, `search.exclude` is not. */
function excluded(): string {
  const setting = vscode.workspace
    .getConfiguration('search')
    .get<Readonly<Record<string, unknown>>>('exclude', {});
  const patterns = Object.entries(setting).flatMap(([pattern, isOn]) =>
    // Alternatives are joined below, and a pattern cannot hold alternatives in alternatives.
    isOn === true && !/[{},]/u.test(pattern) ? [pattern] : [],
  );
  return `{${[...new Set(['**/node_modules', '**/.git', ...patterns])].join(',')}}`;
}
