/** Finds shell-form instructions in stages that hold no shell to run them. */
import { at, defineRule, type Match } from '../../lint/rule';
import { execFormOf } from '../../model/commandForms';
import { stageLabel, stageWithRole } from '../../model/naming';
import { lacksShell } from '../../model/shellPresence';
import { commandView } from '../../syntax/views';

export default defineRule({
  id: 'no-shell-in-shell-less-stage',
  scope: 'stage',
  keywords: ['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'],
  meta: {
    category: 'artifacts',
    level: 'error',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'A stage without a shell can only use the exec form',
    lesson: `\`RUN apk add curl\` and \`CMD app --port 80\` are the shell form: the builder, or the container, starts \`/bin/sh -c\` with the rest of the
line. \`scratch\` is empty, and distroless images have no shell on purpose, so there is nothing to start: a \`RUN\` stops the
build, a \`CMD\` or \`ENTRYPOINT\` builds and then fails with "/bin/sh: no such file or directory", and a \`HEALTHCHECK\` reports
a healthy program as unhealthy.

Use the exec form, a JSON array: \`CMD ["/app", "--port", "80"]\`. It fills in no variables. What needs a shell to be built
belongs into an earlier stage; copy the result from there. To look around inside, take a \`:debug\` tag while you debug.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /app\nUSER 65532\nENTRYPOINT /app --port 80\n',
        'FROM gcr.io/distroless/static-debian13:nonroot\nRUN mkdir /data\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /app\nUSER 65532\nENTRYPOINT ["/app", "--port", "80"]\n',
        'FROM scratch\nCOPY --from=busybox:1.36 /bin/busybox /bin/sh\nRUN mkdir /data\nUSER 65532\n',
      ],
    },
    whenNotToUse: 'When your own image of such a name holds a shell at /bin/sh.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#shell-and-exec-form',
      'https://github.com/GoogleContainerTools/distroless#entrypoints',
    ],
  },
  messages: {
    run: 'There is no shell in {stage}, so this RUN fails; do it in an earlier stage and copy the result.',
    command:
      'There is no shell in {stage}, so this {keyword} fails when the container starts; use the exec form, a JSON array.',
    healthcheck: 'There is no shell in {stage}, so this check always fails; use the exec form, a JSON array.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      const message = MESSAGES[instruction.keyword];
      if (message === undefined) continue;
      const command = commandView(instruction);
      // What looks like a broken JSON array is for no-malformed-exec-form.
      if (
        command === undefined ||
        command.exec !== undefined ||
        instruction.source[command.span.start] === '['
      )
        continue;
      if (!lacksShell(stage, instruction)) continue;
      const label = stage.role === 'final' ? stageWithRole(stage) : stageLabel(stage);
      found.push({
        at: at(instruction, command.span),
        message,
        data: { stage: label, keyword: instruction.keyword },
      });
    }
    return found;
  },
  fix(match, { stage }) {
    if (stage === undefined) return [];
    const { node } = match.at;
    if (node?.kind !== 'instruction' || node.keyword === 'RUN') return [];
    const text = execFormOf(stage, node);
    if (text === undefined) return [];
    return [
      {
        title: `Change to the exec form: ${text}`,
        safety: 'suggestion',
        edits: [{ at: match.at, newText: text }],
      },
    ];
  },
});

const MESSAGES: Readonly<Record<string, 'run' | 'command' | 'healthcheck'>> = {
  RUN: 'run',
  CMD: 'command',
  ENTRYPOINT: 'command',
  HEALTHCHECK: 'healthcheck',
};
