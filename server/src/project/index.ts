/** The only door of the project: where Dockerfiles are built, as files of the workspace tell it. */
export { type EntryKind, readIgnorePatterns } from '../core/index';
export type { FileFacts } from './contextFile';
export { isBuildFileName, type FoundBuild } from './discovery';
export { type ContextFetcher, FetchedContext } from './fetchedContext';
export { type FolderReader, YAML_OPTIONS } from './questions';
export { readContext } from './readContext';
export { fetchBuild, searchBuild } from './search';
export { toSurroundings } from './surroundings';
