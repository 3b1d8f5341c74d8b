/** Finds stages before the last that have no name, so that only a number can mean them. */
import { at, defineRule, type Match } from '../../lint/rule';
import { namedByWord } from '../../model/stageNaming';
import { nameForStage } from '../../model/stageReferences';

export default defineRule({
  id: 'require-stage-name',
  scope: 'file',
  meta: {
    category: 'stages',
    level: 'hint',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['droast/DF023'],
  },
  docs: {
    summary: 'Name every stage before the last',
    lesson: `A stage without a name is stage 0, 1 or 2, and its number changes when a stage is added above it. It cannot be chosen with
\`--target\`, so nobody can build it alone to look into it, and the build log can only call it \`stage-0\`.

A name says what the stage is for: \`FROM golang:1.23 AS build\`. \`COPY --from=build\` then reads like a sentence, and keeps its
meaning. The last stage is what is shipped and needs no name.`,
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
    unnamed: 'Stage {index} has no name: only its number can mean it, and no --target can choose it.',
  },
  // Where nothing needs the stage, no-unreachable-stage says so, and a name is not what it lacks.
  concerns: (stage) =>
    stage.name === undefined && stage.baseWord !== undefined && stage.role !== 'unreachable',
  check(file, _surroundings, stages) {
    const found: Match[] = [];
    for (const stage of stages)
      if (stage.baseWord !== undefined && stage.index < file.stages.length - 1)
        found.push({
          at: at(stage.from, stage.baseWord.span),
          message: 'unnamed',
          data: { index: stage.index.toString() },
        });
    return found;
  },
  fix(_match, { file, stage, surroundings }) {
    if (stage === undefined) return [];
    const name = nameForStage(file, stage, surroundings.namedContexts);
    const index = stage.index.toString();
    const edits = namedByWord(file, stage, name);
    if (edits === undefined) return [];
    return [
      {
        title:
          edits.length === 1
            ? `Name stage ${index} "${name}"`
            : `Name stage ${index} "${name}" and refer to it by name`,
        safety: 'safe',
        edits,
      },
    ];
  },
});
