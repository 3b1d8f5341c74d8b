/** The commands that people call, one at a time: a part of the program that `lint`, which scripts and hooks call, does not load. */
export { convertCommand } from './convert';
export { explainCommand } from './explain';
export { graphCommand } from './graph';
