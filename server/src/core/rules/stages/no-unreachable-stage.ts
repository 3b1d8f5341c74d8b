/** Finds stages that nothing needs and nobody can choose: the builder never runs them. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import type { FileFacts, StageFacts } from '../../model/facts';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-unreachable-stage',
  scope: 'file',
  meta: {
    category: 'stages',
    level: 'hint',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['tally/no-unreachable-stages'],
  },
  docs: {
    summary: 'Remove a stage that nothing needs, or give it a name',
    lesson: `The builder starts at the target and follows \`FROM\`, \`COPY --from\` and \`RUN --mount=from\` upwards. What it does not meet it does
not build: not its downloads, not its tests, not its errors. A stage without a name cannot be the target either, so this one
never runs.

Mostly it was left behind when the lines that used it went, or \`--from\` is missing in a COPY below. Remove it, use it, or, if
people are to build it by itself, name it: \`FROM … AS tools\`, \`docker build --target tools .\``,
    examples: {
      bad: [
        'FROM golang:1.23\nRUN go build -o /tool ./tool\nFROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
      good: [
        'FROM golang:1.23 AS tool\nRUN go build -o /tool ./tool\nFROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
    },
    whenNotToUse: 'In a file that an old builder reads, which runs every stage whether it is needed or not.',
    references: [
      'https://docs.docker.com/build/building/multi-stage/#differences-between-legacy-builder-and-buildkit',
    ],
  },
  messages: {
    unreachable:
      'Nothing needs stage {index} and it has no name to be chosen by, so the builder never runs it.',
  },
  concerns: (stage) => stage.role === 'unreachable',
  check(file, _surroundings, stages) {
    const found: Match[] = [];
    for (const stage of stages)
      found.push({
        at: at(stage.from, extentOf(stage, file)),
        message: 'unreachable',
        data: { index: stage.index.toString() },
        tag: 'unnecessary',
      });
    return found;
  },
  fix(match, { file, stage }) {
    if (stage === undefined) return [];
    const { start } = match.at.span;
    const { text } = file.dockerfile;
    const end = file.dockerfile.startOf(stage.from) + match.at.span.end;
    const rest = /^[ \t]*(?:\r?\n[ \t]*)*(?=\S|$)/.exec(text.slice(end))?.[0] ?? '';
    return [
      {
        title: `Remove stage ${stage.index.toString()}`,
        safety: 'suggestion',
        edits: [
          { at: { ...match.at, span: { start, end: match.at.span.end + rest.length } }, newText: '' },
          ...renumbered(file, stage.index),
        ],
      },
    ];
  },
});

/** From the FROM to the end of the last instruction, relative to the FROM. */
function extentOf(stage: StageFacts, { dockerfile }: FileFacts): Span {
  const last = stage.instructions.at(-1) ?? stage.from;
  return {
    start: stage.from.span.start,
    end: dockerfile.startOf(last) - dockerfile.startOf(stage.from) + last.span.end,
  };
}

/** References by index to what stands behind the stage that goes. */
function renumbered(file: FileFacts, removed: number): readonly AnchoredEdit[] {
  return file.stages.flatMap((stage) =>
    stage.edges.flatMap(({ to, instruction, reference }) =>
      'index' in to && to.index > removed && /^\d+$/.test(reference.value)
        ? [{ at: at(instruction, reference.span), newText: (to.index - 1).toString() }]
        : [],
    ),
  );
}
