/** Where the repository and the shared material lie, seen from the compiled tests. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The folder of package.json. */
export function repositoryRoot(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'server/src'))) return folder;
    if (folder === dirname(folder)) throw new Error('The tests do not lie inside the repository.');
  }
}

/** The folder of corpus and oracles; undefined when it is not there. Throws where nothing may be missing. */
export function sharedFolder(): string | undefined {
  const folder = process.env['STAGEWRIGHT_SHARED'] ?? resolve(repositoryRoot(), '../shared');
  if (existsSync(join(folder, 'corpus'))) return folder;
  if (process.env['STAGEWRIGHT_REQUIRE_ALL'] === '1')
    throw new Error(`the shared folder with corpus and oracles is not at ${folder}`);
  return undefined;
}
