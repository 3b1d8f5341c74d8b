/** What was found of a build, as the core wants to have it. */
import { type BuildContext, NO_SURROUNDINGS, type Surroundings } from '../core/index';
import type { FoundBuild } from './discovery';

export function toSurroundings(found: FoundBuild, context: BuildContext): Surroundings {
  const { ignoreFile, contextEntries, targets, buildArguments, namedContexts } = found;
  return {
    ...NO_SURROUNDINGS,
    ignoreFile,
    contextEntries,
    // A folder that cannot be listed says nothing of what it holds.
    context: contextEntries === undefined ? undefined : context,
    targets,
    buildArguments,
    namedContexts: new Set(namedContexts.keys()),
  };
}
