/** Causes in what a build has to be given: secrets, keys, logins. */
import { type Analysis, buildValuesOf, type Instruction } from '../../../core/index';
import type { ExplainedCause } from '../explanation';
import { type Cause, said, type Telling } from './cause';

export const secretCauses: readonly Cause[] = [
  {
    id: 'secret-not-given',
    message: [
      /secret (?<id>[^\s:]+): not found/u,
      /(?<id>[^\s:]+): secret not found/u,
      /secret not found: (?<id>\S+)/u,
    ],
    output: [
      /\/run\/secrets\/(?<id>[\w.-]+)['"\u2019]?: No such file/u,
      /can(?:'t|not) open '?\/run\/secrets\/(?<id>[\w.-]+)/u,
    ],
    tell: ({ groups }) => notGiven(groups['id'] ?? 'ID'),
  },
  {
    id: 'ssh-not-given',
    message: [/unset ssh forward key|no SSH key|ssh.*not (?:found|forwarded)/iu],
    tell: said(
      'The RUN mounts an SSH agent, and the build was not given one.',
      'Pass it: docker build --ssh default, with the key added to the agent (ssh-add).',
    ),
  },
  {
    id: 'git-login',
    output: [
      /could not read (?:Username|Password) for|Authentication failed for 'https?:|terminal prompts disabled/u,
      /Permission denied \(publickey/u,
      /Host key verification failed/u,
      /remote: Repository not found|remote: Invalid username/u,
    ],
    tell: ({ line }) => ({
      happened: /Host key/u.test(line)
        ? 'The host key of the git server is not known in the image.'
        : 'A private repository asks for a login that the build does not have.',
      remedy: /Host key/u.test(line)
        ? 'Copy a known_hosts file of which you know the origin into ~/.ssh.'
        : 'Give it for this RUN only: --mount=type=ssh for keys, --mount=type=secret for a token. Never as ARG or in the address.',
      rules: ['require-secret-mount'],
    }),
  },
];

/** The secret that the instruction is the first to mount, and that the build does not have. */
export function secretNotGiven(
  { facts }: Analysis,
  instruction: Instruction,
  given: readonly string[],
): ExplainedCause | undefined {
  const every = facts.stages.map(({ index }) => index);
  const missing = buildValuesOf(facts, every, new Map()).secrets.find(
    ({ id, mountedBy }) => mountedBy === instruction && !given.includes(id),
  );
  if (missing === undefined) return undefined;
  return { id: 'secret-not-given', line: undefined, rule: undefined, ...notGiven(missing.id) };
}

function notGiven(id: string): Telling {
  return {
    happened: `The RUN mounts the secret ${id}, and the build was not given it.`,
    remedy: `Pass it: --secret id=${id},src=FILE (or env=NAME); in a Compose file under build.secrets.`,
  };
}
