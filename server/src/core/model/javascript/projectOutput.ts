/** What a build of a JavaScript project leaves, as the readers of the tools' configurations tell it. */
export interface ProjectOutput {
  /** A folder or file, relative to the project's folder, without `./`: `dist`, `client/build`, `.next`. */
  readonly path: string;
  /**
   * `site`: files for any web server. `program`: what Node runs, with its dependencies elsewhere. `standalone`: a server
   * with all its dependencies beside it. `files`: one of these, which one is not known.
   */
  readonly holds: 'site' | 'program' | 'standalone' | 'files';
  /** As people call it: `vite`, `tsc`. */
  readonly tool: string;
  /** The file that says so, relative to the project's folder; undefined where it is what the tool does by itself. */
  readonly saidBy: string | undefined;
}

/** Undefined when it cannot be told; none when the tool leaves nothing. */
export type ToolOutputs = readonly ProjectOutput[] | undefined;
