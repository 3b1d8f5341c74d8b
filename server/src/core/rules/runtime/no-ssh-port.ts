/** Finds images that offer to be logged in to. */
import { at, defineRule, type Match } from '../../lint/rule';

export default defineRule({
  id: 'no-ssh-port',
  scope: 'instruction',
  keywords: ['EXPOSE'],
  meta: {
    category: 'runtime',
    level: 'information',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['trivy/DS-0004', 'checkov/CKV_DOCKER_1'],
    concern: 'hardening',
  },
  docs: {
    summary: 'Do not run an SSH server in the container',
    lesson: `Port 22 says that an SSH server runs beside the program. That is a second process to start, watch and update, with keys or passwords
of its own in the image, and a way in that the engine's access control knows nothing of.

To look into a running container, \`docker exec -it NAME sh\` (or \`kubectl exec\`, \`kubectl debug\`) starts a shell with the rights
of whoever may use the engine, and needs nothing in the image. To bring files in or out there are \`docker cp\` and volumes.`,
    examples: {
      bad: ['FROM alpine:3.20\nUSER nobody\nEXPOSE 22\n'],
      good: ['FROM alpine:3.20\nUSER nobody\nEXPOSE 8080\n'],
    },
    whenNotToUse: 'When SSH is the service that the image is there for, as with a Git or SFTP server.',
    references: [
      'https://docs.docker.com/reference/cli/docker/container/exec/',
      'https://docs.docker.com/reference/dockerfile/#expose',
    ],
  },
  messages: {
    ssh: 'Port 22 is for an SSH server; docker exec gives a shell in a container without one.',
  },
  check(instruction) {
    const found: Match[] = [];
    for (const word of instruction.words)
      if (word.value === '22' || word.value.toLowerCase() === '22/tcp')
        found.push({ at: at(instruction, word.span), message: 'ssh' });
    return found;
  },
});
