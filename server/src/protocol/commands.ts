/** Commands that one side names and the other executes. */

/** Named in code lenses; the client executes it. */
export const SMOKE_BUILD_COMMAND = 'stagewright.smokeBuild';

/** The document, and the stage to build: its name, or its zero-based index as text where it has no name. */
export type SmokeBuildArguments = readonly [uri: string, target: string];

/** Named in code actions; the client executes it. */
export const RENAME_COMMAND = 'stagewright.rename';

/** The document and a place in the name that the user is asked for; line and character count from zero, in UTF-16 units. */
export type RenameArguments = readonly [
  uri: string,
  position: { readonly line: number; readonly character: number },
];

/** Named in code actions; the server executes it, asks the user's engine, and edits the document. */
export const PIN_IMAGES_COMMAND = 'stagewright.pinImages';

/** The document, and the one image of it that is meant; all of them when it is left out. */
export type PinImagesArguments = readonly [uri: string, reference?: string];
