/** What only reading an image needs; a bundle of its own, so that no start of a server or a command line pays for it. */
export { readArchive } from './archiveReader';
export { findSecrets } from './secretFinder';
