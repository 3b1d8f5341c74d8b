/** Where a stage is named in its file, and which names are still free: what every renaming needs. */
import type { Instruction } from '../syntax/nodes';
import { memoized } from '../text/memoized';
import type { Span } from '../text/span';
import type { FileFacts, Resolution, StageFacts } from './facts';

/** A word of an instruction that names a stage. */
export interface StageReference {
  readonly kind: 'name' | 'from' | 'copy' | 'mount';
  readonly instruction: Instruction;
  readonly span: Span;
}

/**
 * The stage's name behind AS and every word that refers to it by this name: in FROM, COPY --from and RUN --mount=from, below
 * ONBUILD too. References by index are not among them. BuildKit looks FROM up as it is written although it keeps names in
 * lower case (dockerfile2llb/convert.go: addState), so a FROM whose capitals differ means an image; it is among them all
 * the same where no image can have such a name.
 */
export function stageReferences(file: FileFacts, stage: StageFacts): readonly StageReference[] {
  const { nameWord } = stage;
  if (nameWord === undefined) return [];
  const name = nameWord.value.toLowerCase();
  const found: StageReference[] = [{ kind: 'name', instruction: stage.from, span: nameWord.span }];
  const seen = new Set<string>();
  for (const other of file.stages) {
    const { base, baseWord } = other;
    const isBase =
      base.kind === 'stage'
        ? base.index === stage.index
        : base.kind === 'image' && other.index > stage.index && /[A-Z]/.test(baseWord?.value ?? '');
    if (isBase && baseWord?.value.toLowerCase() === name)
      found.push({ kind: 'from', instruction: other.from, span: baseWord.span });
    for (const { kind, instruction, reference, to } of other.edges) {
      if (reference.value.toLowerCase() !== name || !means(to, stage, other)) continue;
      // An ONBUILD line is an edge of every child, and one word all the same.
      const key = `${file.dockerfile.startOf(instruction).toString()}:${reference.span.start.toString()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ kind, instruction, span: reference.span });
    }
  }
  return found;
}

/** A stage called scratch is found by COPY --from and mounts, whatever the model takes the word for. */
function means(to: Resolution, stage: StageFacts, other: StageFacts): boolean {
  return 'index' in to ? to.index === stage.index : to.kind === 'scratch' && other.index > stage.index;
}

/** `wanted`, or the first of `wanted2`, `wanted3` … that no stage has and that no other line could mean. */
export function freeStageName(
  file: FileFacts,
  wanted: string,
  namedContexts: ReadonlySet<string> = new Set(),
): string {
  return firstFree(wanted, (name) => takenNames(file).has(name) || isContext(name, namedContexts));
}

/**
 * A name for a stage that has none, after what it is there for: `base` to be built on, `files` to be copied from, else
 * `build`. Each unnamed stage of a file gets another one, so that all of them can be named at once.
 */
export function nameForStage(
  file: FileFacts,
  stage: StageFacts,
  namedContexts: ReadonlySet<string> = new Set(),
): string {
  const name = givenNames(file)[stage.index] ?? 'build';
  return isContext(name, namedContexts) ? freeStageName(file, name, namedContexts) : name;
}

function isContext(name: string, namedContexts: ReadonlySet<string>): boolean {
  if (namedContexts.size === 0) return false;
  return [...namedContexts].some((context) => context.toLowerCase() === name);
}

/** Words that mean a stage or an image somewhere in the file, in lower case. */
const takenNames = memoized((file: FileFacts): ReadonlySet<string> => {
  const taken = new Set(RESERVED_STAGE_NAMES);
  for (const stage of file.stages) {
    if (stage.name !== undefined) taken.add(stage.name.toLowerCase());
    if (stage.baseText !== undefined) taken.add(stage.baseText.toLowerCase());
    for (const { reference } of stage.edges) taken.add(reference.value.toLowerCase());
  }
  return taken;
});

/** By index; undefined where a stage has a name already. */
const givenNames = memoized((file: FileFacts): readonly (string | undefined)[] => {
  const taken = takenNames(file);
  const given = new Set<string>();
  // Where the search for a number goes on, so that many stages of one kind are named in one walk.
  const numbers = new Map<string, number>();
  return file.stages.map((stage) => {
    if (stage.name !== undefined) return undefined;
    const wanted = nameFor(stage);
    const name = firstFree(wanted, (each) => taken.has(each) || given.has(each), numbers.get(wanted));
    numbers.set(wanted, (numbers.get(wanted) ?? 1) + 1);
    given.add(name);
    return name;
  });
});

function firstFree(wanted: string, isTaken: (name: string) => boolean, from = 1): string {
  for (let number = from; ; number++) {
    const name = number === 1 ? wanted : `${wanted}${number.toString()}`;
    if (!isTaken(name)) return name;
  }
}

/** BuildKit: reservedStageNames (dockerfile2llb/convert.go). */
export const RESERVED_STAGE_NAMES: ReadonlySet<string> = new Set(['scratch', 'context']);

function nameFor(stage: StageFacts): string {
  if (stage.consumers.some(({ kind }) => kind === 'from')) return 'base';
  const keywords = new Set(stage.instructions.map(({ keyword }) => keyword));
  return !keywords.has('RUN') && (keywords.has('COPY') || keywords.has('ADD')) ? 'files' : 'build';
}
