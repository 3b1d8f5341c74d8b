/** What runs programs for the language server: a part that is loaded with the first of them. */
export { readDigests } from './digests';
export { smokeBuilder, smokeTwice } from './smokeBuilder';
export { runsOnTexts } from './textsRunner';
