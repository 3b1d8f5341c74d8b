/** Finds shipped images that nothing tells what to run. */
import { at, defineRule } from '../../lint/rule';
import { chainOf } from '../../model/accounts';
import type { StageFacts } from '../../model/facts';
import { stageWithRole } from '../../model/naming';

export default defineRule({
  id: 'require-runtime-command',
  scope: 'stage',
  meta: {
    category: 'runtime',
    level: { final: 'information', base: 'off', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'none',
    equivalents: ['droast/DF036'],
  },
  docs: {
    summary: 'The shipped image says what it runs',
    lesson: `\`docker run IMAGE\` starts \`ENTRYPOINT\` followed by \`CMD\`. With neither, on a base like \`scratch\` or distroless, it stops with "no
command specified". On a base like \`alpine\` or \`debian\` the image inherits a shell, which has no terminal in a service and ends at
once, with exit code 0: the container looks as if it had done its work.

The command is also the one line that tells a reader what the image is for. \`ENTRYPOINT\` holds what never changes, \`CMD\` the
arguments that a user may replace.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /app /app\n',
        'FROM alpine:3.20\nCOPY app /app\nUSER nobody\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
        'FROM nginx:1.27\nCOPY dist /usr/share/nginx/html\n',
      ],
    },
    whenNotToUse: 'For images that others build on, or that are always started with a command, as in CI.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#cmd',
      'https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact',
    ],
  },
  messages: {
    none: 'Nothing says what {stage} runs: it has no CMD or ENTRYPOINT, and neither has "{base}".',
    shell:
      'Nothing says what {stage} runs: all it has is the shell of "{base}", which ends at once in a service.',
  },
  check(stage) {
    const { command, image, baseWord } = stage;
    if (command.cmd !== undefined || command.entrypoint !== undefined || baseWord === undefined) return [];
    if (image === undefined || stage.isExport || stage.isDevelopment) return [];
    if (stage.role === 'target' && stage.consumers.length > 0) return [];
    const message = inheritedCommand(stage);
    if (message === undefined || isForOthers(stage)) return [];
    return [
      {
        at: at(stage.from, baseWord.span),
        message,
        data: { stage: stageWithRole(stage), base: stage.rootReference ?? baseWord.value },
      },
    ];
  },
});

/** `none` or `shell` where that is all the image certainly has. */
function inheritedCommand({ image }: StageFacts): 'none' | 'shell' | undefined {
  if (image?.entrypoint !== null || image.os === 'windows') return undefined;
  if (image.command === null) return 'none';
  const [program, ...rest] = image.command ?? [];
  const isShell =
    image.kind === 'os' && rest.length === 0 && /^(?:\/bin\/)?(?:ba|a|da)?sh$/.test(program ?? '');
  return isShell ? 'shell' : undefined;
}

/** An image with triggers waits to be built on, and a root file system gets its command from whoever imports it. */
function isForOthers(stage: StageFacts): boolean {
  const chain = chainOf(stage);
  if (chain.some(({ instructions }) => instructions.some(({ keyword }) => keyword === 'ONBUILD')))
    return true;
  // Nothing was put into it that somebody would want to run.
  return !chain.some(({ instructions }) =>
    instructions.some(({ keyword }) => keyword === 'COPY' || keyword === 'ADD'),
  );
}
