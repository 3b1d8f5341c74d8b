/** Commands that the server names in code lenses and code actions, and that only the client can execute. */

export const SMOKE_BUILD_COMMAND = 'stagewright.smokeBuild';

/** The document, and the stage to build: its name, or its zero-based index as text where it has no name. */
export type SmokeBuildArguments = readonly [uri: string, target: string];

export const RENAME_COMMAND = 'stagewright.rename';

/** The document and a place in the name that the user is asked for; line and character count from zero, in UTF-16 units. */
export type RenameArguments = readonly [
  uri: string,
  position: { readonly line: number; readonly character: number },
];
