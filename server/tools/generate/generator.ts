/** What a generator is: one pure function from what the repository holds to the files that follow from it. */

/** Gives the text of a file of the repository; paths are relative to its root, with forward slashes. */
export type ReadFile = (path: string) => string | undefined;

export interface Generator {
  readonly name: string;
  /** A folder that holds nothing but this generator's files, so that one too many is found. */
  readonly folder?: string;
  /** The wanted text by path. A generator that owns only a part of a file reads the file and gives it whole. */
  generate(read: ReadFile): ReadonlyMap<string, string>;
}
