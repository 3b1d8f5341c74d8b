/** Says what a Dockerfile copies from its build context, for those who look for the context. */
import { isMadeLater } from './model/context/notable';
import { contextPaths } from './model/context/sources';
import { type Dockerfile, parseDockerfile } from './syntax/dockerfile';

/** Relative paths, each once; patterns, the root, variables and what a build may make first are left out. */
export function contextSourcesOf(text: string): readonly string[] {
  // Asked for every file without a build file, so the cheap question comes first.
  if (!/^\s*(?:COPY|ADD)\s/im.test(text)) return [];
  return contextSourcesIn(parseDockerfile(text));
}

/** The same of a file that has been read already. */
export function contextSourcesIn({ instructions }: Dockerfile): readonly string[] {
  const paths = instructions.flatMap((instruction) =>
    contextPaths(instruction).flatMap(({ path, isGlob }) =>
      isGlob || path === '' || isMadeLater(path) ? [] : [path],
    ),
  );
  return [...new Set(paths)];
}
