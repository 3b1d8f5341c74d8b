/** Finds shipped images that start a tool for development. */
import { at, defineRule, type Match } from '../../lint/rule';
import { devServerOf, type DevServer } from '../../model/devServers';
import type { StageFacts } from '../../model/facts';
import { stageWithRole } from '../../model/naming';
import { startedCommands } from '../../model/startedCommands';
import type { ShellCommand } from '../../shell/nodes';

export default defineRule({
  id: 'no-dev-server',
  scope: 'stage',
  keywords: ['CMD', 'ENTRYPOINT'],
  meta: {
    category: 'runtime',
    level: { final: 'warning', base: 'off', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'none',
    equivalents: ['sonar/S4507'],
    concern: 'hardening',
  },
  docs: {
    summary: 'The shipped image starts the program itself, not a development server',
    lesson: `\`npm run dev\`, \`vite\`, \`nodemon\`, \`flask --debug\` and their kind are made for one developer: they watch files that never change in an
image, keep the sources and the compiler in memory, and answer an error with a page that shows code, variables, or even a
console. Their documentation says that they are neither fast nor safe enough to serve others.

\`go run\`, \`cargo run\` and \`dotnet run\` compile anew at each start of the container, so the image has to carry the whole toolchain.

Build in a builder stage and start the result: \`node server.js\`, \`gunicorn app:app\`, static files behind \`nginx\`. Keep the
development server in a stage of its own, \`FROM base AS dev\`, and choose it with \`--target dev\` or in Compose.`,
    examples: {
      bad: [
        'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["npm", "run", "dev"]\n',
        'FROM golang:1.23-alpine\nWORKDIR /app\nCOPY . .\nUSER nobody\nCMD ["go", "run", "."]\n',
      ],
      good: [
        'FROM node:20-alpine\nWORKDIR /app\nCOPY server.js .\nUSER node\nCMD ["node", "server.js"]\n',
        'FROM node:20-alpine AS dev\nWORKDIR /app\nCMD ["npx", "vite"]\nFROM nginx:1.27\nCOPY dist /usr/share/nginx/html\n',
      ],
    },
    whenNotToUse: 'For images that only developers start, such as those of a Compose file for local work.',
    references: [
      'https://docs.docker.com/build/building/best-practices/',
      'https://flask.palletsprojects.com/en/stable/server/',
      'https://vite.dev/guide/cli',
    ],
  },
  messages: {
    script: 'In {stage} "{sign}" looks like a development server; start what the build has made.',
    watches:
      'In {stage} "{sign}" watches sources that never change in an image; start what the build has made.',
    server:
      'In {stage} "{sign}" starts a server that is made for development; use one that is made for production.',
    compiles: 'In {stage} "{sign}" compiles at each start; build in a builder stage and start the result.',
    debugs: 'In {stage} "{sign}" shows code and variables to whoever meets an error; start it without.',
  },
  check(stage) {
    const matches: Match[] = [];
    const { cmd, entrypoint } = stage.command;
    if (cmd === undefined && entrypoint === undefined) return matches;
    // A target for development beside the shipped image is where such a server belongs.
    if (stage.isDevelopment && stage.role === 'target') return matches;
    for (const { command, instruction, span } of startedCommands(stage)) {
      const found = devServerOf(command);
      if (found === undefined) continue;
      const { kind, sign } = isDebugging(stage, command) ? ({ ...found, kind: 'debugs' } as const) : found;
      matches.push({
        at: at(instruction, span),
        message: kind,
        data: { stage: stageWithRole(stage), sign },
        ...(isMild(kind, sign) ? { level: 'information' as const } : {}),
      });
      return matches;
    }
    return matches;
  },
});

/** Small internal tools are often served so on purpose. */
function isMild(kind: DevServer['kind'], sign: string): boolean {
  return kind === 'server' && sign === 'flask run';
}

/** `FLASK_DEBUG=1`, in the image or before the command. */
function isDebugging(stage: StageFacts, command: ShellCommand): boolean {
  if (command.name !== 'flask' && !command.args.some((word) => word.value === 'flask')) return false;
  const value = (name: string): string | undefined =>
    command.assignments.find((assignment) => assignment.name === name)?.value?.value ??
    stage.end.env.get(name);
  return /^(?:1|true)$/i.test(value('FLASK_DEBUG') ?? '') || value('FLASK_ENV') === 'development';
}
