/** The name that every diagnostic of ours carries; in a file of its own, since those who need it need nothing else of one another. */
export const DIAGNOSTIC_SOURCE = 'stagewright';
