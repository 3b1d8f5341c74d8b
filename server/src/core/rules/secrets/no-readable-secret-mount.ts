/** Finds secret and SSH mounts that every account of the build step may read. */
import { at, defineRule, type Match } from '../../lint/rule';
import { isRoot } from '../../model/accounts';
import type { Mount, MountOption } from '../../syntax/nodes';
import { mountsOf, optionOf } from '../../syntax/views';

export default defineRule({
  id: 'no-readable-secret-mount',
  scope: 'instruction',
  keywords: ['RUN'],
  words: ['mode'],
  meta: {
    category: 'secrets',
    level: 'hint',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['sonar/S6469'],
    concern: 'hardening',
  },
  docs: {
    summary: 'Give a mounted secret to one account by its uid, not to everybody by its mode',
    lesson: `A secret mount belongs to root and has mode 0400, so a \`RUN\` of another user cannot read it. \`mode=0444\` opens it to every
account and every program of that step, the scripts of installed packages among them.

\`uid=\` gives it to the one account that needs it and leaves the mode alone:

\`RUN --mount=type=secret,id=npmrc,uid=1000 npm ci\``,
    examples: {
      bad: [
        'FROM node:20-alpine\nWORKDIR /app\nUSER 1000\nCOPY package.json package-lock.json ./\nRUN --mount=type=secret,id=npmrc,target=/home/node/.npmrc,mode=0444 npm ci\nCMD ["node", "index.js"]\n',
      ],
      good: [
        'FROM node:20-alpine\nWORKDIR /app\nUSER 1000\nCOPY package.json package-lock.json ./\nRUN --mount=type=secret,id=npmrc,target=/home/node/.npmrc,uid=1000 npm ci\nCMD ["node", "index.js"]\n',
      ],
    },
    whenNotToUse: 'When several accounts read the secret in the same step.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#run---mounttypesecret',
      'https://rules.sonarsource.com/docker/RSPEC-6469/',
    ],
  },
  messages: {
    readable:
      'mode={mode} lets every account of this step read the {type}; name the one that needs it with uid=.',
  },
  check(instruction) {
    const found: Match[] = [];
    for (const mount of mountsOf(instruction)) {
      const mode = openMode(mount);
      if (mode !== undefined)
        found.push({
          at: at(instruction, mode.span),
          message: 'readable',
          data: { mode: mode.value ?? '', type: mount.type === 'ssh' ? 'SSH agent' : 'secret' },
        });
    }
    return found;
  },
  fix(match, { stage }) {
    const { node, span } = match.at;
    if (stage === undefined || node?.kind !== 'instruction') return [];
    const mount = mountsOf(node).find((each) => openMode(each)?.span.start === span.start);
    if (mount === undefined || optionOf(mount, 'uid') !== undefined) return [];
    const { user } = stage.stateBefore(node);
    if (user === undefined) return [];
    if (isRoot(user))
      // The comma before it goes as well; `type=` stands first in nearly every mount.
      return node.text.charAt(span.start - 1) === ','
        ? [
            {
              title: `Leave out ${node.text.slice(span.start, span.end)}: this step runs as root`,
              safety: 'suggestion',
              edits: [{ at: at(node, { start: span.start - 1, end: span.end }), newText: '' }],
            },
          ]
        : [];
    if (!/^\d+$/.test(user)) return [];
    return [
      {
        title: `Give it to user ${user} alone`,
        safety: 'suggestion',
        edits: [{ at: match.at, newText: `uid=${user}` }],
      },
    ];
  },
});

/** The mode option that lets others read: octal, as BuildKit parses it (instructions/commands_runmount.go). */
function openMode(mount: Mount): MountOption | undefined {
  if (mount.type !== 'secret' && mount.type !== 'ssh') return undefined;
  const option = optionOf(mount, 'mode');
  if (option?.value === undefined || !/^0?o?[0-7]{3,4}$/.test(option.value)) return undefined;
  return (Number.parseInt(option.value.replace(/^0?o/, ''), 8) & 0o007) === 0 ? undefined : option;
}
