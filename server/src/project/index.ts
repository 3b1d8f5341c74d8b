/** The only door of the project: where Dockerfiles are built, as files of the workspace tell it. */
export { type EntryKind, readIgnorePatterns } from '../core/index';
export type { BuildDefinition } from './build';
export { isComposeName } from './compose';
export type { FileFacts } from './contextFile';
export { type BuildFile, isBuildFileName, type FoundBuild } from './discovery';
export { type ContextFetcher, FetchedContext } from './fetchedContext';
export { type InlineDockerfile, inlineDockerfiles, mayHoldInlineDockerfile } from './inlineDockerfiles';
export { type InlinePlace, inlinePlace } from './inlinePlace';
export { type FolderReader, YAML_OPTIONS } from './questions';
export { type Mention, type Mentions, mentionsOf, type Named } from './mentions';
export { readContext } from './readContext';
export { fetchBuild, fetchBuildFiles, searchBuild, searchInlineBuild } from './search';
export { toSurroundings } from './surroundings';
