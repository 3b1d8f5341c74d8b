/** The only door of the project: where Dockerfiles are built, as files of the workspace tell it. */
export { type EntryKind, readIgnorePatterns } from '../core/index';
export type { BuildDefinition } from './build';
export { isComposeName } from './compose';
export type { FileFacts } from './contextFile';
export { isBuildFileName, type FoundBuild } from './discovery';
export { type ContextFetcher, FetchedContext } from './fetchedContext';
export { type InlineDockerfile, inlineDockerfiles, mayHoldInlineDockerfile } from './inlineDockerfiles';
export { type FolderReader, YAML_OPTIONS } from './questions';
export { readContext } from './readContext';
export { fetchBuild, searchBuild, searchInlineBuild } from './search';
export { toSurroundings } from './surroundings';
