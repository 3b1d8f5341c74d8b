/** `# hadolint shell=…`: the shell of an image that nobody can look into, as the user says it is. */
import type { Comment, Instruction } from '../syntax/nodes';
import { memoized } from '../text/memoized';
import type { Lines } from './lines';

export interface GivenShell {
  /** The instruction from which on it holds; undefined when it holds from the start of the stage. */
  readonly from: Instruction | undefined;
  /** The same object as long as the comment is the same. */
  readonly shell: readonly string[];
}

/**
 * By stage index; undefined in the usual file, which has no such comment. In front of the first stage it speaks of every
 * stage, in front of another one of that stage, and inside a stage of what follows until a SHELL instruction.
 */
export function givenShells(lines: Lines): ReadonlyMap<number, readonly GivenShell[]> | undefined {
  const { dockerfile, starts, stages } = lines;
  let found: Map<number, GivenShell[]> | undefined;
  let last = 0;
  for (const pragma of dockerfile.pragmas) {
    const shell = shellOf(pragma);
    if (shell === undefined) continue;
    const at = dockerfile.indexOf(pragma);
    const following = followingInstruction(lines, at);
    while (last < starts.length && (starts[last] ?? 0) < at) last++;
    found ??= new Map();
    if (last === 0)
      for (let index = 0; index < stages.length; index++) add(found, index, { from: undefined, shell });
    else if (following === stages[last]?.from) add(found, last, { from: undefined, shell });
    else if (following !== undefined) add(found, last - 1, { from: following, shell });
  }
  return found;
}

export function areSameShells(
  one: readonly GivenShell[] | undefined,
  other: readonly GivenShell[] | undefined,
): boolean {
  if (one === other) return true;
  return (
    one?.length === other?.length &&
    one?.every(({ from, shell }, at) => from === other?.[at]?.from && shell === other?.[at]?.shell) === true
  );
}

const shellOf = memoized(({ content }: Comment): readonly string[] | undefined => {
  const shell = /^hadolint\s+shell\s*=\s*([^\s#]+)/.exec(content)?.[1];
  return shell === undefined ? undefined : [shell];
});

function followingInstruction({ dockerfile: { nodes } }: Lines, at: number): Instruction | undefined {
  for (let index = at + 1; index < nodes.length; index++) {
    const node = nodes[index];
    if (node?.kind === 'instruction') return node;
  }
  return undefined;
}

function add(found: Map<number, GivenShell[]>, stage: number, given: GivenShell): void {
  const known = found.get(stage);
  if (known === undefined) found.set(stage, [given]);
  else known.push(given);
}
