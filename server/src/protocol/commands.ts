/** Commands that the server names in code lenses and that only the client can execute. */

export const SMOKE_BUILD_COMMAND = 'stagewright.smokeBuild';

/** The document, and the stage to build: its name, or its zero-based index as text where it has no name. */
export type SmokeBuildArguments = readonly [uri: string, target: string];
