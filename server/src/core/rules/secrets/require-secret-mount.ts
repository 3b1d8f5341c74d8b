/** Finds RUN steps that log in with a credential from a build argument or the environment. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { isPublic, saysSecret } from '../../model/secrets/names';
import { mountInsteadOf } from '../../model/secrets/secretMount';
import type { ShellCommand, ShellScript, ShellVariable } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { mountsOf, optionOf, pairsOf } from '../../syntax/views';

export default defineRule({
  id: 'require-secret-mount',
  scope: 'stage',
  keywords: ['RUN'],
  meta: {
    category: 'secrets',
    level: { final: 'warning', base: 'warning', target: 'warning', builder: 'information' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['tally/require-secret-mounts'],
  },
  docs: {
    summary: 'Let a build step log in with a secret mount',
    lesson: `A credential that a \`RUN\` reads from a build argument is written down with the step: in the image's history, in the provenance,
in the cache key. What it leaves behind is often worse: \`git clone https://$TOKEN@…\` keeps the token in \`.git/config\`, and
\`npm config set …:_authToken\` in \`.npmrc\`, both in the layer.

A secret mount is there for one step and leaves nothing:

\`\`\`
RUN --mount=type=secret,id=token,env=TOKEN \\
    git -c url."https://$TOKEN@github.com/".insteadOf=https://github.com/ clone https://github.com/acme/app
\`\`\``,
    examples: {
      bad: [
        'FROM alpine:3.20 AS source\nARG GIT_TOKEN\nRUN apk add --no-cache git && git clone https://$GIT_TOKEN@github.com/acme/app.git /src\nFROM scratch\nCOPY --from=source /src/app /app\n',
        'FROM node:20-alpine AS build\nWORKDIR /app\nARG NPM_TOKEN\nRUN npm config set //registry.example.com/:_authToken=$NPM_TOKEN\nCOPY package.json package-lock.json ./\nRUN npm ci\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
      good: [
        'FROM alpine:3.20 AS source\nRUN --mount=type=secret,id=git_token,env=GIT_TOKEN apk add --no-cache git && git clone https://$GIT_TOKEN@github.com/acme/app.git /src\nFROM scratch\nCOPY --from=source /src/app /app\n',
      ],
    },
    whenNotToUse: 'When the credential is a throw-away one that is revoked before anybody can use it.',
    references: [
      'https://docs.docker.com/build/building/secrets/',
      'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    ],
  },
  messages: {
    argument:
      'This step logs in with {name} from a build argument, which stays in the history and often in a file; use a secret mount.',
    environment:
      'This step logs in with {name} from the environment of the image, which everybody can read; use a secret mount.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN' || !MAY_LOG_IN.test(instruction.source)) continue;
      const script = stage.scriptOf(instruction);
      if (script === undefined) continue;
      const told = new Set<string>();
      for (const variable of script.variables) {
        const { name } = variable;
        if (
          told.has(name) ||
          !isCredential(name) ||
          script.assigned.has(name) ||
          isMounted(name, instruction)
        )
          continue;
        if (!logsIn(variable, script, instruction)) continue;
        const source = sourceOf(name, stage, instruction);
        if (source === undefined) continue;
        told.add(name);
        found.push({ at: at(instruction, variable.span), message: source, data: { name } });
      }
    }
    return found;
  },
  fix(match, { file, stage }) {
    const name = match.data?.['name'];
    if (match.message !== 'argument' || stage === undefined || name === undefined) return [];
    const argument = stage.instructions.find(
      (other) => other.keyword === 'ARG' && pairsOf(other).some((pair) => pair.name === name),
    );
    const mount = argument && mountInsteadOf(argument, name, file);
    if (argument === undefined || mount?.runs.some(({ run }) => run === match.at.node) !== true) return [];
    return [
      {
        title: `Replace ARG ${name} by the secret mount "${mount.id}"`,
        safety: 'suggestion',
        edits: [
          { at: at(argument, mount.removed), newText: '' },
          ...mount.runs.map(({ run, place }) => ({ at: at(run, place), newText: mount.text })),
        ],
      },
    ];
  },
});

/** Cheap to ask, and hardly any step has one. */
const MAY_LOG_IN =
  /:\/\/[^\s"'/]*\$|_auth|[Aa]uthorization|[Pp][Rr][Ii][Vv][Aa][Tt][Ee]-[Tt][Oo][Kk][Ee][Nn]|\slogin\b|--?(?:u|user|password|token|api-?key|auth)[\s=]/;

function isCredential(name: string): boolean {
  return saysSecret(name) || (/(?:^|_)(?:PAT|AUTH|PASS|PWD|CREDS?)$/i.test(name) && !isPublic(name));
}

function isMounted(name: string, run: Instruction): boolean {
  return mountsOf(run).some((mount) => mount.type === 'secret' && optionOf(mount, 'env')?.value === name);
}

/** Undefined where neither an ARG nor an ENV of this file gives it. */
function sourceOf(name: string, stage: StageFacts, run: Instruction): 'argument' | 'environment' | undefined {
  const { args, env } = stage.stateBefore(run);
  if (env.has(name) && !args.has(name)) return 'environment';
  return args.has(name) ? 'argument' : undefined;
}

/** In a URL before the host, as a registry's token, in a header, or as the value of a login's option. */
function logsIn({ span }: ShellVariable, script: ShellScript, { source }: Instruction): boolean {
  const before = source.slice(0, span.start);
  if (/:\/\/[^\s"'/@]*$/.test(before) && /^[^\s"'/]*@/.test(source.slice(span.end))) return true;
  if (/:?_(?:auth|authToken|password)["']?[\s=:]+["']?$/.test(before)) return true;
  if (/(?:authorization|private-token|x-api-key|job-token)\s*:\s*(?:\w+\s+)?$/i.test(before)) return true;
  const command = script.commands.find((each) => each.span.start <= span.start && span.end <= each.span.end);
  return command !== undefined && isLoginOption(command, span.start);
}

const LOGIN_OPTION = /^(?:-u|--user|--password|--token|--api-?key|--auth-token|--pat)(?:=|$)/i;

function isLoginOption({ name, args }: ShellCommand, offset: number): boolean {
  if (name === 'useradd' || name === 'adduser' || name === 'usermod') return false;
  const index = args.findIndex((word) => word.span.start <= offset && offset < word.span.end);
  const word = args[index];
  if (word === undefined) return false;
  if (/^--?[\w-]+=/.test(word.text)) return LOGIN_OPTION.test(word.text);
  return LOGIN_OPTION.test(args[index - 1]?.value ?? '');
}
