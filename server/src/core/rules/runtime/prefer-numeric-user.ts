/** Finds shipped images whose account has a name where its number would tell more. */
import { at, defineRule, type Match } from '../../lint/rule';
import { isRoot } from '../../model/accounts';
import type { Instruction, Word } from '../../syntax/nodes';

export default defineRule({
  id: 'prefer-numeric-user',
  scope: 'stage',
  keywords: ['USER'],
  meta: {
    category: 'runtime',
    level: { final: 'hint', base: 'off', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL3066'],
    concern: 'hardening',
  },
  docs: {
    summary: 'Name the account of the shipped image by its number',
    lesson: `Whether an account is root depends on its number, and that stands in \`/etc/passwd\` inside the image. Whoever starts the container sees
only the configuration. Kubernetes therefore refuses a container with \`runAsNonRoot: true\` when the image names its user by name:
it cannot verify that \`app\` is not another name for 0.

A number also says who owns the files in a volume, on every host alike. Give the account one when you make it
(\`adduser -D -u 10001 app\`), and write \`USER 10001\`. Official images document theirs: \`node\` is 1000 in the Node.js images,
\`nobody\` is 65534.`,
    examples: {
      bad: ['FROM node:20-alpine\nUSER node\nCMD ["node", "server.js"]\n'],
      good: ['FROM node:20-alpine\nUSER 1000\nCMD ["node", "server.js"]\n'],
    },
    whenNotToUse: 'Where no orchestrator checks the account, or the manifests name its number (`runAsUser`).',
    references: [
      'https://docs.docker.com/reference/dockerfile/#user',
      'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    ],
  },
  messages: {
    named:
      'An orchestrator cannot tell from the name "{user}" that it is not root; write the number of the account.',
  },
  check(stage, { parity }) {
    const found: Match[] = [];
    if (parity === 'hadolint') {
      for (const instruction of stage.instructions) {
        const word = namedUser(instruction.trigger ?? instruction);
        if (word !== undefined) found.push(matchAt(instruction, word));
      }
      return found;
    }
    const last = stage.instructions.findLast(({ keyword }) => keyword === 'USER');
    if (last === undefined) return found;
    const word = namedUser(last);
    // Root is for require-non-root-user, whatever it is called.
    if (word === undefined || isRoot(word.value.split(':', 1)[0] ?? '')) return found;
    if (stage.role === 'target' && stage.consumers.length > 0) return found;
    found.push(matchAt(last, word));
    return found;
  },
});

function namedUser({ keyword, words }: Instruction): Word | undefined {
  const [word] = words;
  if (keyword !== 'USER' || word === undefined) return undefined;
  const user = word.value.split(':', 1)[0] ?? '';
  return user === '' || user.includes('$') || /^\d+$/.test(user) ? undefined : word;
}

function matchAt(instruction: Instruction, word: Word): Match {
  return { at: at(instruction, word.span), message: 'named', data: { user: word.value } };
}
