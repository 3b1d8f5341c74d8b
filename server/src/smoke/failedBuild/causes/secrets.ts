/** Causes in what a build has to be given: secrets, keys, logins. */
import { type Analysis, buildValuesOf, type Instruction } from '../../../core/index';
import type { ExplainedCause } from '../explanation';
import type { Cause, Telling } from './cause';

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
    tell: ({ groups }) => secretTelling(groups['id'] ?? 'ID'),
  },
  {
    id: 'ssh-not-given',
    message: [/unset ssh forward key|no SSH key|ssh.*not (?:found|forwarded)/iu],
    tell: () => sshTelling('default'),
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

export interface GivenToBuild {
  /** Ids. */
  readonly secrets: readonly string[];
  /** As `--ssh` takes them: `default`, `ID=KEYFILE`. */
  readonly ssh: readonly string[];
}

/** The secret or agent that the instruction is the first to mount, and that the build does not have. */
export function mountNotGiven(
  { facts }: Analysis,
  instruction: Instruction,
  given: GivenToBuild,
): ExplainedCause | undefined {
  const every = facts.stages.map(({ index }) => index);
  const needed = buildValuesOf(facts, every, new Map());
  const secret = needed.secrets.find(
    ({ id, mountedBy }) => mountedBy === instruction && !given.secrets.includes(id),
  );
  const rest = { line: undefined, rule: undefined };
  if (secret !== undefined) return { id: 'secret-not-given', ...rest, ...secretTelling(secret.id) };
  const agents = given.ssh.map((agent) => agent.split('=', 1)[0]);
  const ssh = needed.ssh.find(({ id, mountedBy }) => mountedBy === instruction && !agents.includes(id));
  return ssh === undefined ? undefined : { id: 'ssh-not-given', ...rest, ...sshTelling(ssh.id) };
}

function secretTelling(id: string): Telling {
  return {
    happened: `The RUN mounts the secret ${id}, and the build was not given it.`,
    remedy: `Pass it: --secret id=${id},src=FILE (or env=NAME); in a Compose file under build.secrets.`,
  };
}

function sshTelling(id: string): Telling {
  return {
    happened: 'The RUN mounts an SSH agent, and the build was not given one.',
    remedy: `Pass it: --ssh ${id}, with the key added to the agent (ssh-add), or --ssh ${id}=KEYFILE.`,
  };
}
