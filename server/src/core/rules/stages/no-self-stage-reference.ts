/** Finds a stage that copies from itself. */
import { at, defineRule, type Match } from '../../lint/rule';
import { stageLabel } from '../../model/naming';

export default defineRule({
  id: 'no-self-stage-reference',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'stages',
    level: 'error',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL3023', 'trivy/DS-0006'],
  },
  docs: {
    summary: 'A stage cannot copy from itself',
    lesson: `\`COPY --from\` reads the file system of another stage as it is when that stage has *finished*. A stage that names itself would have to
be finished before it can go on, so the builder refuses it as circular, by name and by index alike.

To copy inside one stage, use \`RUN cp\`; to take files from the step before, put that step into a stage of its own.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nCOPY --from=build /app /bin/app\nFROM scratch\nCOPY --from=build /bin/app /app\n',
        'FROM alpine:3.20\nCOPY --from=0 /etc/passwd /etc/passwd.bak\nUSER nobody\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
    },
    whenNotToUse: 'Never: such a build fails.',
    references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  },
  messages: {
    self: 'This is {stage} itself, and a stage cannot take files from itself; the builder refuses it as circular.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const edge of stage.edges)
      if (edge.to.kind === 'self')
        found.push({
          at: at(edge.instruction, edge.reference.span),
          message: 'self',
          data: { stage: stageLabel(stage) },
        });
    return found;
  },
});
