/** Causes in accounts and rights: who runs the command, and whose the files are. */
import { imageOf, runs } from '../evidence';
import { type Cause, said } from './cause';

export const userCauses: readonly Cause[] = [
  {
    id: 'no-such-user',
    message: [
      /unable to find (?:user|group) (?<user>[^:\s]+)/u,
      /no matching entries in (?:passwd|group) file/u,
      /unknown (?:user|group) error looking up (?:user|group) "?(?<user>[^"\s]+)/u,
      /invalid user index|can't find (?:uid|gid) for (?:user|group) (?<user>\S+?)[:\s]/u,
    ],
    output: [
      /invalid (?:user|group|spec): ['\u2018]?(?<user>[^'\u2019\s]+)['\u2019]?/u,
      /chown: unknown (?:user|group|user\/group) (?<user>\S+)/u,
      /(?:su|su-exec|gosu|runuser): .*?(?:user|unable to find user) '?(?<user>[\w-]+)'? ?(?:does not exist|: no matching)/u,
    ],
    tell: ({ groups }) => ({
      happened: `The stage has no account ${groups['user'] ?? 'of that name'}.`,
      remedy:
        'Add it in this very stage (accounts of another stage do not count), or use a number, which needs no account.',
      rules: ['no-missing-user'],
    }),
  },
  {
    id: 'id-in-use',
    output: [
      /(?:[UG]ID|uid|gid) '?(?<id>\d+)'? (?:is not unique|already exists|in use)/u,
      /(?:adduser|addgroup|useradd|groupadd): (?:user|group|uid|gid)? ?'?(?<id>[\w-]+)'? (?:in use|already exists)/u,
      /The (?:user|group) `?(?<id>[\w-]+)'? already exists/u,
    ],
    tell: ({ groups }, evidence) => {
      const users = imageOf(evidence)?.users ?? [];
      const id = groups['id'] ?? '';
      const isNode = users.includes('node') && /^1000$|^node$/u.test(id);
      return {
        happened: `The base image has an account ${id} already.`,
        remedy: isNode
          ? 'Use it: USER node is the account with the number 1000 that the Node.js images bring.'
          : 'Use that account, or take another name or number. (Ubuntu since 23.04 brings "ubuntu" and the Node.js images "node", both 1000.)',
      };
    },
  },
  {
    id: 'package-manager-needs-root',
    output: [
      /Could not open lock file \/var\/lib\/(?:dpkg|apt)\S*.*Permission denied|List directory \/var\/lib\/apt\/lists\/partial is missing/u,
      /Unable to (?:lock|open) (?:database|apk database): Permission denied/u,
      /are you root\?|requires superuser privilege|must be run (?:as|with) (?:root|superuser)|You need to be root|has to be run with superuser/iu,
    ],
    tell: said(
      'Packages are installed by an account that is not root.',
      'Install them above the USER line, or put USER root before and the other USER behind; some base images bring an unprivileged user of their own.',
    ),
  },
  {
    id: 'not-writable',
    output: [
      /EACCES: permission denied, (?:\w+) '(?<path>[^']+)'/u,
      /(?:cannot (?:create|touch|open|remove|write)[^'\u2018`"]*)['\u2018`"](?<path>[^'\u2019"]+)['\u2019"]: Permission denied/iu,
      /(?:can't (?:create|open|remove)[^'\u2018`"]*)['\u2018`"]?(?<path>\/?[\w./@-]+)['\u2019"]?: Permission denied/iu,
      /(?:PermissionError|OSError): \[Errno 13\] Permission denied: '(?<path>[^']+)'/u,
      /open (?<path>\S+): permission denied/u,
      /(?:error|fatal): .*?(?<path>\/[\w./@-]+).*?: Permission denied(?: \(os error 13\))?$/iu,
    ],
    tell: ({ groups }, evidence) => {
      const path = groups['path'] ?? 'the path';
      const user = evidence.found?.stage?.stateBefore(evidence.found.instruction).user;
      const who =
        user === undefined || user === 'root' || user === '0'
          ? 'The account of this line'
          : `The user ${user}`;
      const isNode = runs(evidence, /^(?:npm|yarn|pnpm)$/u);
      return {
        happened: `${who} may not write ${path}.`,
        remedy: isNode
          ? 'WORKDIR and COPY make what belongs to root: copy with --chown, and make the folder with the right owner before USER (RUN mkdir -p DIR && chown USER DIR).'
          : 'WORKDIR and COPY make what belongs to root: copy with --chown, give the folder to the user before USER, or do this step before it.',
        rules: ['prefer-copy-chown'],
      };
    },
  },
];
