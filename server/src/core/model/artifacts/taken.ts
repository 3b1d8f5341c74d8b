/** The paths that a stage takes from the stages of its file, by COPY --from and by mounts. */
import type { Word } from '../../syntax/nodes';
import { copyView, mountsOf, wordAt } from '../../syntax/views';
import { memoized, type Remembering, Slot } from '../../text/memoized';
import type { Edge, StageFacts } from '../facts';

/** The same object after an edit that changed neither the stage itself nor the producer. */
export interface TakenPath extends Remembering {
  readonly edge: Edge;
  readonly producer: StageFacts;
  /** As written. */
  readonly source: Word;
}

/** Triggers of ONBUILD are left out: they are another stage's text. */
export function takenPaths(stage: StageFacts): readonly TakenPath[] {
  return stage.edges.length === 0 ? NONE : takenFrom(stage);
}

/** Worked out once for a path and its two stages. It may look at nothing of the stage but what is its own. */
export function ofTaken<Fact>(
  derive: (stage: StageFacts, taken: TakenPath) => Fact,
): (stage: StageFacts, taken: TakenPath) => Fact {
  const slot = new Slot<{ readonly fact: Fact }>();
  return (stage, taken) => {
    const known = slot.get(taken);
    if (known !== undefined) return known.fact;
    const fact = derive(stage, taken);
    slot.set(taken, { fact });
    return fact;
  };
}

const LAST_TAKEN = new Slot<readonly TakenPath[]>();

const takenFrom = memoized((stage: StageFacts): readonly TakenPath[] => {
  const before = LAST_TAKEN.get(stage.own);
  const found = pathsTaken(stage).map((taken, index) => {
    const last = before?.[index];
    return last !== undefined && isSame(last, taken) ? last : taken;
  });
  LAST_TAKEN.set(stage.own, found);
  return found;
});

function isSame(one: TakenPath, other: TakenPath): boolean {
  return (
    one.producer === other.producer &&
    one.edge === other.edge &&
    one.source.span.start === other.source.span.start
  );
}

function pathsTaken(stage: StageFacts): readonly TakenPath[] {
  const taken: TakenPath[] = [];
  for (const edge of stage.edges.slice(0, MOST)) {
    const { instruction } = edge;
    const producer = stage.producer(edge);
    if (producer === undefined || instruction.keyword === 'ONBUILD') continue;
    if (edge.kind === 'copy') {
      for (const source of copyView(instruction).sources) taken.push({ edge, producer, source, memory: [] });
      continue;
    }
    for (const mount of mountsOf(instruction)) {
      const from = mount.options.find(({ name }) => name === 'from');
      if (from?.valueSpan?.start !== edge.reference.span.start) continue;
      const source = mount.options.find(({ name }) => name === 'source' || name === 'src');
      if (mount.type === 'bind' && source?.valueSpan !== undefined && source.value)
        taken.push({ edge, producer, source: wordAt(instruction, source.valueSpan), memory: [] });
    }
  }
  return taken;
}

/** No real stage takes nearly as much; each path may be sought in every line of another stage. */
const MOST = 200;

const NONE: readonly TakenPath[] = [];
