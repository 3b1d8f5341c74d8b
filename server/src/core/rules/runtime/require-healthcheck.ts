/** Finds services that say nothing of how to tell whether they work. */
import { at, defineRule } from '../../lint/rule';
import { chainOf } from '../../model/accounts';
import type { StageFacts } from '../../model/facts';
import { stageWithRole } from '../../model/naming';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'require-healthcheck',
  scope: 'stage',
  meta: {
    category: 'runtime',
    level: 'off',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3057', 'trivy/DS-0026'],
  },
  docs: {
    summary: 'A service has a HEALTHCHECK',
    lesson: `The engine sees whether the process lives, not whether it answers: a server in a deadlock counts as running. \`HEALTHCHECK\` names a
command that the engine runs in the container now and then. After some failures in a row the state is \`unhealthy\`, Compose holds
back services that wait for \`service_healthy\`, and Swarm replaces the container. The engine alone restarts nothing.

The program of the check has to be in the image: many small images have no \`curl\`. Kubernetes ignores \`HEALTHCHECK\` and has probes
of its own, which is why this rule is off by default.`,
    examples: {
      bad: [
        'FROM node:20-alpine\nWORKDIR /app\nCOPY server.js .\nEXPOSE 3000\nUSER node\nCMD ["node", "server.js"]\n',
      ],
      good: [
        'FROM node:20-alpine\nWORKDIR /app\nCOPY server.js .\nEXPOSE 3000\nUSER node\nHEALTHCHECK CMD wget -q --spider http://localhost:3000/ || exit 1\nCMD ["node", "server.js"]\n',
      ],
    },
    whenNotToUse: 'Where Kubernetes runs the image, and for programs that end by themselves.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#healthcheck',
      'https://docs.docker.com/compose/how-tos/startup-order/',
    ],
  },
  messages: {
    missing: 'Nothing tells the engine whether the service in {stage} works; add a HEALTHCHECK.',
  },
  check(stage, { parity }) {
    const { baseWord } = stage;
    if (baseWord === undefined || (stage.role !== 'final' && stage.role !== 'target')) return [];
    if (parity === undefined && !isService(stage)) return [];
    if (
      chainOf(stage).some(({ instructions }) => instructions.some(({ keyword }) => keyword === 'HEALTHCHECK'))
    )
      return [];
    return [{ at: at(stage.from, baseWord.span), message: 'missing', data: { stage: stageWithRole(stage) } }];
  },
  fix(_match, { stage }) {
    const port = stage && exposedPort(stage);
    const command = stage && port !== undefined ? checkCommand(stage, port) : undefined;
    if (stage === undefined || command === undefined) return [];
    const before = stage.instructions.find(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
    if (before === undefined) return [];
    const lineEnd = stage.from.text.includes('\r\n') ? '\r\n' : '\n';
    const { start } = before.span;
    return [
      {
        title: `Ask port ${port ?? ''} for its first page in a HEALTHCHECK`,
        safety: 'suggestion',
        edits: [{ at: at(before, { start, end: start }), newText: `HEALTHCHECK CMD ${command}${lineEnd}` }],
      },
    ];
  },
});

function isService(stage: StageFacts): boolean {
  if (stage.isExport || stage.isDevelopment) return false;
  return (
    stage.image?.kind === 'service' || chainOf(stage).some(({ instructions }) => instructions.some(isExpose))
  );
}

function isExpose({ keyword }: Instruction): boolean {
  return keyword === 'EXPOSE';
}

/** The first port written as a number that is not UDP. */
function exposedPort(stage: StageFacts): string | undefined {
  for (const { instructions } of chainOf(stage))
    for (const instruction of instructions)
      if (isExpose(instruction))
        for (const { value } of instruction.words) {
          const port = /^(\d+)(?:\/tcp)?$/i.exec(value)?.[1];
          if (port !== undefined) return port;
        }
  return undefined;
}

/** With a program that the image certainly has. */
function checkCommand({ image, end }: StageFacts, port: string): string | undefined {
  if (image === undefined || end.shell === null) return undefined;
  const address = `http://localhost:${port}/`;
  if (image.programs['wget'] === true) return `wget -q --spider ${address} || exit 1`;
  if (image.programs['curl'] === true) return `curl -fsS -o /dev/null ${address} || exit 1`;
  if (image.programs['python3'] === true)
    return `["python3", "-c", "import urllib.request as r; r.urlopen('${address}')"]`;
  return undefined;
}
