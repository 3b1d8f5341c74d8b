/** Finds `COPY --from=0`, which means another stage as soon as one is inserted above. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { Edge, StageFacts } from '../../model/facts';
import { namedByWord } from '../../model/stageNaming';
import { nameForStage } from '../../model/stageReferences';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'prefer-named-stage-reference',
  scope: 'file',
  meta: {
    category: 'stages',
    level: 'information',
    since: '0.1.0',
    fix: 'always',
    equivalents: [],
  },
  docs: {
    summary: 'Refer to a stage by its name, not by its number',
    lesson: `A number counts the \`FROM\` lines above. Insert a stage, or change the order, and \`--from=0\` silently means another one: the build may
still succeed and ship the wrong files. A name says what the stage is for and keeps its meaning.`,
    examples: {
      bad: ['FROM golang:1.23\nRUN go build -o /app .\nFROM scratch\nCOPY --from=0 /app /app\n'],
      good: [
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
    },
    whenNotToUse: 'In files written by a generator that counts for you.',
    references: ['https://docs.docker.com/build/building/multi-stage/#name-your-build-stages'],
  },
  messages: {
    named: 'Stage {index} is called "{name}"; its name keeps its meaning when stages are added or moved.',
    unnamed:
      'Stage {index} has no name, so this breaks when a stage is added above; name it and refer to the name.',
  },
  concerns: (stage) => numberedEdges(stage).length > 0,
  check(file, _surroundings, stages) {
    const found: Match[] = [];
    for (const stage of stages)
      for (const edge of numberedEdges(stage)) {
        const producer = edge.to.kind === 'stage' ? file.stages[edge.to.index] : undefined;
        if (producer === undefined) continue;
        const index = producer.index.toString();
        const where = at(edge.instruction, edge.reference.span);
        if (producer.name === undefined) found.push({ at: where, message: 'unnamed', data: { index } });
        else found.push({ at: where, message: 'named', data: { index, name: producer.name } });
      }
    return found;
  },
  fix(match, { file, surroundings }) {
    const index = Number(match.data?.['index']);
    const producer = file.stages[index];
    if (producer === undefined) return [];
    const name = producer.name ?? nameForStage(file, producer, surroundings.namedContexts);
    const edits = namedByWord(file, producer, name);
    if (edits === undefined) return [];
    const title =
      producer.name === undefined
        ? `Name stage ${index.toString()} "${name}" and refer to it by name`
        : `Refer to stage "${name}" by name`;
    return [{ title, safety: 'safe', edits }];
  },
});

/** Names begin with a letter, so a number is always an index. */
const numberedEdges = memoized((stage: StageFacts): readonly Edge[] =>
  stage.edges.filter((edge) => edge.to.kind === 'stage' && /^\d+$/.test(edge.reference.value)),
);
