/** Finds references to a stage that is only defined further down. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { FileFacts, StageFacts } from '../../model/facts';
import { isKnownImageName } from '../../model/images/index';
import { stageLabel } from '../../model/naming';
import { movedAbove } from '../../model/stageMove';

export default defineRule({
  id: 'no-forward-stage-reference',
  scope: 'file',
  meta: {
    category: 'stages',
    level: 'error',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3022'],
  },
  docs: {
    summary: 'A stage must be defined above the line that uses it',
    lesson: `The builder reads stages from top to bottom. \`COPY --from\` and \`RUN --mount=from\` refuse a stage that comes later ("it needs to be
defined before current stage"), but only when the copying stage is built, so the mistake can hide behind a \`--target\`.

\`FROM\` is worse: it knows only the stages above, takes the name as an image instead, and tries to pull it.

Move the stage that gives the files above the stage that takes them.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nCOPY --from=build /app /app\nUSER nobody\nFROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
        'FROM deps AS build\nFROM alpine:3.20 AS deps\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
    },
    whenNotToUse: 'Never: such a build fails, or takes another image than the one that is meant.',
    references: ['https://docs.docker.com/build/building/multi-stage/'],
  },
  messages: {
    copy: 'Stage "{name}" is defined later, on line {line}; the builder refuses this. Move that stage above this one.',
    from: 'Stage "{name}" is defined later, on line {line}, so this FROM pulls an image called "{name}" instead.',
  },
  concerns: (stage) =>
    stage.base.kind === 'forward' || stage.edges.some((edge) => edge.to.kind === 'forward'),
  check(file, _surroundings, stages) {
    const found: Match[] = [];
    for (const stage of stages) {
      if (
        stage.base.kind === 'forward' &&
        stage.baseWord !== undefined &&
        !isKnownImageName(stage.baseWord.value)
      ) {
        const later = file.stages[stage.base.index];
        if (later !== undefined)
          found.push({
            at: at(stage.from, stage.baseWord.span),
            message: 'from',
            data: {
              name: stage.baseWord.value,
              line: lineOf(file.dockerfile.text, file.dockerfile.startOf(later.from)),
            },
            related: [{ at: at(later.from), message: 'The stage is defined here.' }],
            equivalents: [],
          });
      }
      for (const edge of stage.edges) {
        const later = edge.to.kind === 'forward' ? file.stages[edge.to.index] : undefined;
        if (later === undefined) continue;
        found.push({
          at: at(edge.instruction, edge.reference.span),
          message: 'copy',
          data: {
            name: later.name ?? later.index.toString(),
            line: lineOf(file.dockerfile.text, file.dockerfile.startOf(later.from)),
          },
          related: [{ at: at(later.from), message: 'The stage is defined here.' }],
          equivalents: edge.kind === 'copy' ? ['hadolint/DL3022'] : [],
        });
      }
    }
    return found;
  },
  fix(match, { file, stage }) {
    const later = stage === undefined ? undefined : meantBy(match, file, stage);
    if (later === undefined || stage === undefined) return [];
    const edits = movedAbove(file, later, stage);
    if (typeof edits === 'string') return [];
    return [{ title: `Move ${stageLabel(later)} above this one`, safety: 'suggestion', edits }];
  },
});

function meantBy(match: Match, file: FileFacts, stage: StageFacts): StageFacts | undefined {
  const to =
    match.message === 'from'
      ? stage.base
      : stage.edges.find(
          ({ instruction, reference }) =>
            instruction === match.at.node && reference.span.start === match.at.span.start,
        )?.to;
  return to?.kind === 'forward' ? file.stages[to.index] : undefined;
}

/** One-based, as people count lines. */
function lineOf(text: string, offset: number): string {
  return text.slice(0, offset).split('\n').length.toString();
}
