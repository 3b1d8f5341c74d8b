/** What lies around a Dockerfile and is handed in from outside, since the core itself reads nothing. */

export type IgnoreFile =
  | {
      readonly kind: 'present';
      /** Relative to the build context. */ readonly path: string;
      readonly text: string;
    }
  | {
      readonly kind: 'absent';
      /** Where a new one belongs, relative to the build context. */ readonly path: string;
    }
  | { readonly kind: 'unknown' };

/** Compared by identity: a change of the surroundings is a new object. */
export interface Surroundings {
  readonly ignoreFile: IgnoreFile;
  /** Names directly in the build context's root; undefined when it cannot be listed. */
  readonly contextEntries: ReadonlySet<string> | undefined;
  /** Named build contexts (`--build-context`), which stand in for stages and images of the same name. */
  readonly namedContexts: ReadonlySet<string>;
  /** Values given from outside for build arguments of the global scope. */
  readonly buildArguments: ReadonlyMap<string, string>;
  /** The stage that is shipped instead of the last one: its name or index. */
  readonly target: string | undefined;
}

export const NO_SURROUNDINGS: Surroundings = {
  ignoreFile: { kind: 'unknown' },
  contextEntries: undefined,
  namedContexts: new Set(),
  buildArguments: new Map(),
  target: undefined,
};
