/** Walks a build context as BuildKit would send it: with the ignore file that counts, links not followed. */
import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIgnorePatterns } from '../project/index';
import type { ContextOutcome, ContextRequest } from '../smoke/index';

export async function listContext(request: ContextRequest): Promise<ContextOutcome> {
  const ignoreFile = await findIgnoreFile(request);
  const text = ignoreFile === undefined ? '' : await readFile(ignoreFile, 'utf8').catch(() => '');
  const patterns = readIgnorePatterns(text);
  let count = 0;
  const folders = [''];
  while (folders.length > 0) {
    const folder = folders.pop() ?? '';
    let entries: readonly Dirent[];
    try {
      entries = await readdir(join(request.contextDir, folder), { withFileTypes: true });
    } catch (error) {
      if (folder === '')
        return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
      continue;
    }
    const files: string[] = [];
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isPassed = !patterns.ignores(path);
      if (entry.isDirectory()) {
        // A later pattern may take a file back out of an ignored folder.
        if (isPassed || patterns.hasExceptions) folders.push(path);
      } else if (isPassed) files.push(path);
    }
    count += files.length;
    if (count > request.maxFiles || request.signal.aborted)
      return { kind: 'listed', ignoreFile, isIncomplete: true };
    const sizes = await Promise.all(files.map((path) => sizeOf(join(request.contextDir, path))));
    files.forEach((path, at) => {
      request.onFile(path, sizes[at] ?? 0);
    });
  }
  return { kind: 'listed', ignoreFile, isIncomplete: false };
}

async function findIgnoreFile(request: ContextRequest): Promise<string | undefined> {
  const inContext = request.ignoreNames.map((name) => join(request.contextDir, name));
  for (const path of [`${request.dockerfilePath}.dockerignore`, ...inContext]) {
    const found = await lstat(path).catch(() => undefined);
    if (found !== undefined) return path;
  }
  return undefined;
}

async function sizeOf(path: string): Promise<number> {
  return (await lstat(path).catch(() => undefined))?.size ?? 0;
}
