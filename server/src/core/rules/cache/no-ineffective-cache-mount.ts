/** Finds cache mounts that save nothing: in a folder that nobody writes to, or may not, or that is emptied at once. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import {
  cacheFolders,
  cacheUseOf,
  homeFolders,
  isCacheOffBy,
  type CacheUse,
} from '../../model/commands/cacheFolders';
import { cacheSurroundings } from '../../model/cacheSurroundings';
import { effectiveUser, type EffectiveUser } from '../../model/effectiveUser';
import { keepsPackages } from '../../model/dockerClean';
import type { StageFacts } from '../../model/facts';
import { cleaned } from '../../model/state';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction, Mount, MountOption } from '../../syntax/nodes';
import { mountsOf, optionOf } from '../../syntax/views';

export default defineRule({
  id: 'no-ineffective-cache-mount',
  scope: 'stage',
  keywords: ['RUN'],
  words: ['cache'],
  meta: {
    category: 'cache',
    level: 'information',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Mount a cache where the command keeps it, writable and not emptied',
    lesson: `A cache mount is a folder that outlives the build. It saves time only when the package manager keeps its files exactly there: in
the home of the user that runs, \`/root/.npm\` for root and \`/home/node/.npm\` for node. A new mount belongs to root and nobody
else may write to it, so another user needs \`uid=\`.

Debian's images delete every package after the install (\`/etc/apt/apt.conf.d/docker-clean\`); remove that file before a mount on
\`/var/cache/apt\`. And what clears a cache to make the layer smaller, \`--no-cache-dir\`, \`apt-get clean\`, \`rm -rf\`, only undoes the
mount: what lies in it is not in the layer anyway.`,
    examples: {
      bad: [
        'FROM python:3.12-slim\nCOPY requirements.txt ./\nRUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir -r requirements.txt\nUSER nobody\nCMD ["python", "-m", "app"]\n',
        'FROM node:22-alpine\nWORKDIR /app\nUSER node\nCOPY package*.json ./\nRUN --mount=type=cache,target=/home/node/.npm npm ci --omit=dev\nCMD ["node", "main.js"]\n',
      ],
      good: [
        'FROM python:3.12-slim\nCOPY requirements.txt ./\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\nUSER nobody\nCMD ["python", "-m", "app"]\n',
        'FROM node:22-alpine\nWORKDIR /app\nUSER node\nCOPY package*.json ./\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000 npm ci --omit=dev\nCMD ["node", "main.js"]\n',
      ],
    },
    whenNotToUse: 'When a file in the image moves the cache, such as .npmrc or pip.conf.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#run---mounttypecache',
      'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
    ],
  },
  messages: {
    elsewhere: 'This is the home of another user: {manager} runs as {user} and writes nothing here.',
    elsewhereKnown:
      'This is the home of another user: {manager} runs as {user} and keeps its cache in {folder}.',
    readonly:
      'A cache mount belongs to root, and this RUN is run by {user}, who may not write to it; add uid=.',
    clean:
      'The image deletes each package after its install (docker-clean), so this stays empty; remove that file first.',
    off: '{manager} is told to keep no cache, so this mount stays empty; take {option} out.',
    emptied:
      'This RUN empties the mount again with "{command}"; what lies in a cache mount is in no layer anyway.',
  },
  check(stage) {
    const matches: Match[] = [];
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN' || instruction.flags.length === 0) continue;
      for (const mount of mountsOf(instruction)) {
        if (mount.type !== 'cache') continue;
        const target = optionOf(mount, 'target', 'dst', 'destination');
        if (!target?.value?.startsWith('/') || target.value.includes('$')) continue;
        const found = flawOf(stage, instruction, mount, target);
        if (found !== undefined) matches.push(found);
      }
    }
    return matches;
  },
  fix(match, { stage }) {
    const { node } = match.at;
    if (stage === undefined || node?.kind !== 'instruction') return [];
    const [title, edits] = mended(match, stage, node) ?? [];
    return title === undefined || edits === undefined ? [] : [{ title, safety: 'suggestion', edits }];
  },
});

function flawOf(
  stage: StageFacts,
  instruction: Instruction,
  mount: Mount,
  target: MountOption,
): Match | undefined {
  const commands = stage.scriptOf(instruction)?.commands ?? [];
  const path = cleaned(target.value ?? '');
  const where = at(instruction, target.valueSpan ?? target.span);
  const uses = commands.flatMap((command) => cacheUseOf(command) ?? []);
  const user = commands.some(changesUser) ? undefined : effectiveUser(stage, instruction);
  const elsewhere = user === undefined ? undefined : otherHome(stage, instruction, path, uses, user);
  if (elsewhere !== undefined) return { ...elsewhere, at: where };
  if (
    user?.isRoot === false &&
    optionOf(mount, 'uid', 'mode') === undefined &&
    optionOf(mount, 'from') === undefined
  )
    return { at: where, message: 'readonly', data: { user: user.name, uid: user.uid ?? '' } };
  const emptied = commands.find((command) => empties(command, path));
  if (emptied !== undefined) {
    const text = instruction.source.slice(emptied.span.start, emptied.span.end).replace(/\\\n\s*/g, '');
    return { at: where, message: 'emptied', data: { command: text } };
  }
  return isBelow(path, '/var/cache/apt') && uses.some(({ manager }) => manager === 'apt-get')
    ? keepsPackages(stage, instruction)
      ? undefined
      : { at: where, message: 'clean' }
    : switchedOff(stage, instruction, path, uses, user, where);
}

/** `sudo`, `su`, `gosu`: then the effective user is not the one of USER. */
function changesUser({ name, wrappers }: ShellCommand): boolean {
  return (
    name === 'su' || wrappers.some((wrapper) => /^(?:sudo|doas|gosu|su-exec|runuser|setpriv)$/.test(wrapper))
  );
}

/** The mount is where the manager would have its cache if another user ran it. */
function otherHome(
  stage: StageFacts,
  instruction: Instruction,
  path: string,
  uses: readonly CacheUse[],
  user: EffectiveUser,
): Omit<Match, 'at'> | undefined {
  const home = /^\/root(?=\/)|^\/home\/[^/]+(?=\/)/.exec(path)?.[0];
  // Images of Gradle link root's folder to that of gradle.
  if (home === undefined || home === user.home || stage.image?.family === 'gradle') return undefined;
  const rest = path.slice(home.length + 1);
  const use = uses.find(({ manager }) => homeFolders(manager).some((folder) => isBelow(rest, folder)));
  if (use === undefined || uses.some(({ isMoved }) => isMoved)) return undefined;
  // Root's home is nobody else's; whose another home is, only its name tells.
  if (user.home === undefined && home !== '/root') return undefined;
  if (stage.stateBefore(instruction).env.has('HOME') && user.home === undefined) return undefined;
  const folders = cacheFolders(
    use.manager,
    cacheSurroundings(stage, instruction, user.home ?? `/home/${user.name}`),
  );
  if (folders === undefined || folders.some((folder) => isBelow(path, folder) || isBelow(folder, path)))
    return undefined;
  const data = { manager: use.manager, user: user.name };
  if (user.home === undefined) return { message: 'elsewhere', data };
  return {
    message: 'elsewhereKnown',
    data: { ...data, folder: `${user.home}/${rest}`, uid: user.uid ?? '' },
  };
}

function switchedOff(
  stage: StageFacts,
  instruction: Instruction,
  path: string,
  uses: readonly CacheUse[],
  user: EffectiveUser | undefined,
  where: Match['at'],
): Match | undefined {
  const around = cacheSurroundings(stage, instruction, user?.home);
  const own = uses.filter(({ manager }) =>
    cacheFolders(manager, around)?.some((folder) => isBelow(folder, path) || isBelow(path, folder)),
  );
  const [first] = own;
  if (first === undefined || !own.every(({ isOff, manager }) => isOff || isCacheOffBy(manager, around)))
    return undefined;
  const option = first.command.args.find(({ text }) => /^(?:--no-cache(?:-dir)?|-n)$/.test(text))?.text;
  return {
    at: where,
    message: 'off',
    data: { manager: first.manager, option: option ?? 'the variable that says so' },
  };
}

/** `rm -rf` of the folder or of what is in it, and the managers' own words for that. */
function empties({ name, args, place }: ShellCommand, path: string): boolean {
  if (place === 'branch' || place === 'function') return false;
  const words = args.map(({ text }) => text);
  switch (name) {
    case 'rm':
      return words.some((word) => word.startsWith('/') && isBelow(path, cleaned(word.replace(/\/\*$/, ''))));
    case 'apt-get':
    case 'apt':
      return words.includes('clean') && isBelow(path, '/var/cache/apt');
    case 'npm':
    case 'yarn':
      return words[0] === 'cache' && words[1] === 'clean' && /npm|yarn|\.cache/.test(path);
    case 'pip':
    case 'pip3':
      return words[0] === 'cache' && words[1] === 'purge' && path.endsWith('/pip');
    case 'go':
      return words[0] === 'clean' && words.includes('-modcache') && path.endsWith('/pkg/mod');
    default:
      return false;
  }
}

/** The folder itself, or one in it. */
function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

function mended(
  match: Match,
  stage: StageFacts,
  run: Instruction,
): readonly [string, readonly AnchoredEdit[]] | undefined {
  const { folder, uid } = match.data ?? {};
  switch (match.message) {
    case 'readonly': {
      if (uid === undefined || uid === '') return undefined;
      const { end } = match.at.span;
      return [`Add uid=${uid}`, [{ at: at(run, { start: end, end }), newText: `,uid=${uid}` }]];
    }
    case 'elsewhereKnown': {
      if (folder === undefined) return undefined;
      const owner = uid === '' || uid === '0' || / uid=|,uid=/.test(run.source) ? '' : `,uid=${uid ?? ''}`;
      return [`Mount ${folder}`, [{ at: match.at, newText: folder + owner }]];
    }
    case 'clean': {
      if (run.exec !== undefined || run.heredocs.length > 0) return undefined;
      const { start } = run.body;
      const newText = 'rm -f /etc/apt/apt.conf.d/docker-clean && ';
      return ['Remove docker-clean first', [{ at: at(run, { start, end: start }), newText }]];
    }
    case 'off': {
      const option = stage
        .scriptOf(run)
        ?.commands.flatMap(({ args }) => args)
        .find(({ text }) => text === match.data?.['option']);
      if (option === undefined || run.exec !== undefined) return undefined;
      const before = /[ \t]*$/.exec(run.source.slice(0, option.span.start))?.[0].length ?? 0;
      const span = { start: option.span.start - before, end: option.span.end };
      return [`Take ${option.text} out`, [{ at: at(run, span), newText: '' }]];
    }
    default:
      return undefined;
  }
}
