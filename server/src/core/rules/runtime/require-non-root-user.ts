/** Finds a shipped stage whose program runs as root. */
import { at, defineRule, type Anchor, type Match } from '../../lint/rule';
import { chainOf, isRoot, unprivilegedAccount } from '../../model/accounts';
import type { StageFacts } from '../../model/facts';
import { stageWithRole } from '../../model/naming';
import { userEdit } from '../../model/userPlace';

export default defineRule({
  id: 'require-non-root-user',
  scope: 'stage',
  meta: {
    category: 'runtime',
    level: { final: 'information', base: 'off', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3002', 'sonar/S6471', 'trivy/DS-0002', 'tally/stateful-root-runtime'],
    concern: 'hardening',
  },
  docs: {
    summary: 'The shipped image runs as a user without root rights',
    lesson: `A container is a process on its host, and unless the engine maps users, root inside is root outside: only namespaces and dropped
capabilities stand between. A program that runs as root can also overwrite itself and everything else in the container, so one
hole in it is a lasting one. An orchestrator may refuse the image altogether (Kubernetes: \`runAsNonRoot\`).

Install as root, then switch: \`USER\` holds for every instruction behind it and for the container. Files that \`COPY\` brings still
belong to root, which is what you want for code; give the program only the directories that it writes to, with \`--chown\`.

\`USER\` gives no permissions and takes none from files in a volume: what the account may do there is decided by the numbers of
owner and group on the host.`,
    examples: {
      bad: [
        'FROM node:20-alpine\nCOPY server.js .\nCMD ["node", "server.js"]\n',
        'FROM alpine:3.20\nCOPY app /app\nCMD ["/app"]\n',
        'FROM debian:12-slim\nUSER root\nCOPY app /app\nCMD ["/app"]\n',
      ],
      good: [
        'FROM node:20-alpine\nCOPY server.js .\nUSER node\nCMD ["node", "server.js"]\n',
        'FROM postgres:16\nCOPY init.sql /docker-entrypoint-initdb.d/\n',
      ],
    },
    whenNotToUse:
      'For programs that must be root, such as those that set up networks, or that change to another account themselves.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#user',
      'https://docs.docker.com/build/building/best-practices/#user',
      'https://docs.docker.com/engine/security/',
    ],
  },
  messages: {
    image: 'In {stage} the program runs as root, as "{base}" does by default; choose another USER.',
    scratch:
      'In {stage} the program runs as root, because no USER is set; a number such as 65532 needs no account.',
    set: 'In {stage} the program runs as root, by this USER; change to another one behind the steps that need root.',
    inherited:
      'In {stage} the program runs as root, by a USER of the stage it is built from; choose another one.',
  },
  check(stage, { parity }) {
    const found: Match[] = [];
    if (parity !== undefined) {
      const own = stage.instructions.findLast(({ keyword }) => keyword === 'USER');
      const word = own?.words[0];
      // hadolint looks at what each stage says itself, not at what runs in it nor at its base.
      if (own !== undefined && word !== undefined && isRoot(word.value.split(':', 1)[0] ?? ''))
        found.push({ at: at(own, word.span), message: 'set', data: { stage: stageWithRole(stage) } });
      return found;
    }
    const { user, userSetBy } = stage.end;
    if (user === undefined || !isRoot(user) || !startsSomething(stage) || mayDropPrivileges(stage))
      return found;
    // What only serves another stage is never run as a container.
    if (stage.role === 'target' && stage.consumers.length > 0) return found;
    const own = userSetBy !== undefined && stage.instructions.includes(userSetBy) ? userSetBy : undefined;
    const where = own === undefined ? baseOf(stage) : at(own, own.words[0]?.span ?? own.span);
    const message =
      own !== undefined
        ? 'set'
        : userSetBy !== undefined
          ? 'inherited'
          : stage.rootReference === 'scratch'
            ? 'scratch'
            : 'image';
    found.push({
      at: where,
      message,
      data: { stage: stageWithRole(stage), base: stage.rootReference ?? stage.baseWord?.value ?? '' },
    });
    return found;
  },
  fix(_match, { stage }) {
    if (stage === undefined) return [];
    const account = unprivilegedAccount(stage);
    if (account === undefined) return [];
    const title =
      account.line === undefined ? `Run as ${account.name}` : `Add the account ${account.name} and run as it`;
    return [{ title, safety: 'suggestion', edits: [userEdit(stage, account)] }];
  },
});

function baseOf(stage: StageFacts): Anchor {
  return at(stage.from, stage.baseWord?.span ?? stage.from.span);
}

/** In an export stage, and in a root file system that another image is built from, nothing runs yet. */
function startsSomething(stage: StageFacts): boolean {
  if (stage.isExport || stage.image?.os === 'windows') return false;
  if (stage.rootReference !== 'scratch') return true;
  const isRootFileSystem = chainOf(stage).some(({ instructions }) =>
    instructions.some(({ keyword }) => keyword === 'ADD'),
  );
  const { cmd, entrypoint } = stage.command;
  return !isRootFileSystem && (cmd?.exec ?? entrypoint?.exec) !== undefined;
}

/** Programs that start as root to become someone else, and inits that run others so. */
const DROPS =
  /\b(?:gosu|su-exec|setpriv|runuser|setuidgid|s6-overlay|supervisord?|chpst|\/init|systemd|sshd)\b/;

function mayDropPrivileges(stage: StageFacts): boolean {
  if (stage.image?.dropsPrivileges === true && stage.command.entrypoint === undefined) return true;
  return chainOf(stage).some(({ instructions }) =>
    instructions.some((instruction) => DROPS.test(instruction.source)),
  );
}
