/** What the recognisers of package managers find, and the ones that need no more than a verb. */
import type { ShellCommand, ShellWord } from '../../../shell/nodes';
import type { TextEdit } from '../../../text/textEdit';
import type { Ecosystem } from '../tools';
import { appendTo } from '../wordEdits';

/** What a recogniser finds; `manager` is the tool's name unless it says otherwise. */
export interface Found {
  readonly ecosystem: Ecosystem;
  readonly manager?: string;
  readonly manifests: readonly string[];
  readonly needsSource?: boolean;
  readonly isLocked: boolean | undefined;
  readonly lockedForm?: TextEdit | undefined;
  readonly lockingEnvironment?: readonly string[];
  readonly installsDev: boolean | undefined;
}

export type Recogniser = (args: readonly ShellWord[], command: ShellCommand) => Found | undefined;

/** Recognisers by the name of the tool. */
export type Recognisers = ReadonlyMap<string, Recogniser>;

/** Managers whose install is one verb, without more to say. */
export function simple(
  ecosystem: Ecosystem,
  fits: (words: readonly string[]) => boolean,
  manifests: readonly string[],
  lockOption?: string,
): Recogniser {
  return (args) => {
    const words = args.map((word) => word.value ?? word.text);
    if (!fits(words)) return undefined;
    const verb = args.findLast((word) => !word.text.startsWith('-'));
    if (lockOption === undefined || verb === undefined)
      return { ecosystem, manifests, isLocked: undefined, installsDev: undefined };
    return {
      ecosystem,
      manifests,
      isLocked: words.includes(lockOption),
      lockedForm: appendTo(verb, lockOption),
      installsDev: undefined,
    };
  };
}
