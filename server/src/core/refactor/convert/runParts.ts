/** What a RUN is taken apart into, in the words that those who judge the parts share. */
import type { ShellCommand, ShellStatement } from '../../shell/nodes';
import type { Span } from '../../text/span';
import type { TextEdit } from '../../text/textEdit';
import type { PackageRule } from './systemPackages';

/** What an ecosystem knows of the commands of a stage. */
export interface Splitting {
  /** `build`: only the build stage runs it. `run`: the running image does. Undefined: the general rules decide. */
  readonly sideOf: (command: ShellCommand) => 'build' | 'run' | undefined;
  readonly packages: PackageRule;
  /** `run` for steps behind the build, where whatever is not known is for the running image; before, it refuses. */
  readonly otherwise?: 'run';
  /** Programs that the running image's part calls, so that their packages stay, though they are removed again behind it. */
  readonly called?: ReadonlySet<string>;
  /** A command that is put in front of the running image's part: what fetched the lists of packages in a RUN of its own. */
  readonly lead?: string;
  /** A command that is put behind it: what cleans up. */
  readonly tail?: string;
  /** Packages that the running image needs because others stay behind that brought them: `python3` for `python3-pip`. */
  readonly inPlaceOf?: (dropped: readonly string[], kept: readonly string[]) => readonly string[];
}

/** One item of the list, with those that `||` joins to it: they only make sense together. */
export interface Unit {
  readonly span: Span;
  readonly statements: readonly ShellStatement[];
}

/**
 * `build` stays behind. `packages` is an install; `upkeep` belongs to the installs around it. `flow` only matters to what
 * follows. `work` is done in the running image.
 */
export type UnitKind = 'build' | 'packages' | 'upkeep' | 'flow' | 'work';

export interface JudgedUnit extends Unit {
  readonly kind: UnitKind;
  readonly isKept: boolean;
  readonly edits: readonly TextEdit[];
  readonly dropped: readonly string[];
  readonly unknown: readonly string[];
  readonly installed: readonly string[];
  readonly problem: string | undefined;
}
