/** The commands that talk to an engine: a part of the program that is loaded for them only. */
export { nodePinCommand } from './pinCommand';
export { nodeCleanCommand, nodeSmokeCommand } from './smokeCommand';
