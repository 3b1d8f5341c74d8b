/** The only door of the project: where Dockerfiles are built, as files of the workspace tell it. */
export { type EntryKind, readIgnorePatterns } from '../core/index';
export type { FileFacts } from './contextFile';
export { findBuild, isBuildFileName, type FoundBuild, type ProjectBounds } from './discovery';
export { type ContextFetcher, fetchAnswer, FetchedContext } from './fetchedContext';
export { answered, type FolderReader, readContext } from './readContext';
export { toSurroundings } from './surroundings';
