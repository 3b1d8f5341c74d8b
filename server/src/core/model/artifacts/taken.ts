/** The paths that a stage takes from the stages of its file, by COPY --from and by mounts. */
import type { Word } from '../../syntax/nodes';
import { copyView, mountsOf, wordAt } from '../../syntax/views';
import { memoized } from '../../text/memoized';
import type { Edge, StageFacts } from '../facts';

export interface TakenPath {
  readonly edge: Edge;
  readonly producer: StageFacts;
  /** As written. */
  readonly source: Word;
}

/** Triggers of ONBUILD are left out: they are another stage's text. */
export function takenPaths(stage: StageFacts): readonly TakenPath[] {
  return stage.edges.length === 0 ? NONE : takenFrom(stage);
}

const takenFrom = memoized((stage: StageFacts): readonly TakenPath[] => {
  const taken: TakenPath[] = [];
  for (const edge of stage.edges.slice(0, MOST)) {
    const { instruction } = edge;
    const producer = stage.producer(edge);
    if (producer === undefined || instruction.keyword === 'ONBUILD') continue;
    if (edge.kind === 'copy') {
      for (const source of copyView(instruction).sources) taken.push({ edge, producer, source });
      continue;
    }
    for (const mount of mountsOf(instruction)) {
      const from = mount.options.find(({ name }) => name === 'from');
      if (from?.valueSpan?.start !== edge.reference.span.start) continue;
      const source = mount.options.find(({ name }) => name === 'source' || name === 'src');
      if (mount.type === 'bind' && source?.valueSpan !== undefined && source.value)
        taken.push({ edge, producer, source: wordAt(instruction, source.valueSpan) });
    }
  }
  return taken;
});

/** No real stage takes nearly as much; each path may be sought in every line of another stage. */
const MOST = 200;

const NONE: readonly TakenPath[] = [];
