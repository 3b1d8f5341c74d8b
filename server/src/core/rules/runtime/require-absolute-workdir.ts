/** Finds relative working directories that depend on a base image's own. */
import { at, defineRule, type Fix, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { isAbsolutePath } from '../../model/paths';
import { lookupIn } from '../../model/scope';
import { cleaned } from '../../model/state';
import { isWorkdirSetBefore } from '../../model/workdirs';
import type { Instruction, Word } from '../../syntax/nodes';
import { expand } from '../../syntax/words';

export default defineRule({
  id: 'require-absolute-workdir',
  scope: 'stage',
  keywords: ['WORKDIR'],
  meta: {
    category: 'runtime',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['hadolint/DL3000', 'buildkit/WorkdirRelativePath'],
  },
  docs: {
    summary: 'The first WORKDIR of a stage is an absolute path',
    lesson: `A relative \`WORKDIR\` starts from the directory that is in force. Behind an absolute one in the same file that is plain to see. As the
first one it starts from whatever the base image has set, and that is a detail of somebody else's image: \`golang\` works in \`/go\`,
\`nginx\` in \`/\`. When the base image changes, the files land elsewhere and every absolute path in the rest of the file is wrong.

Write the whole path: \`WORKDIR /app\`. The directory is made if it is not there.`,
    examples: {
      bad: [
        'FROM nginx:1.27\nWORKDIR usr/share/nginx/html\nCOPY public .\n',
        'FROM golang:1.23\nWORKDIR ./app\nUSER nobody\n',
      ],
      good: ['FROM nginx:1.27\nWORKDIR /usr/share/nginx\nWORKDIR html\nCOPY public .\n'],
    },
    whenNotToUse: 'When the base image is your own and its directory is part of what you agreed on.',
    references: [
      'https://docs.docker.com/reference/build-checks/workdir-relative-path/',
      'https://docs.docker.com/reference/dockerfile/#workdir',
    ],
  },
  messages: {
    relative:
      'WORKDIR "{path}" starts from whatever directory the base image has set; write an absolute path.',
    further: 'WORKDIR "{path}" is not absolute.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      const { keyword, trigger } = instruction;
      if (keyword === 'WORKDIR') {
        const word = relativePath(instruction) ?? relativeValue(instruction, stage);
        if (word === undefined) {
          for (const one of driveOnLinux(stage, instruction)) found.push(one);
          continue;
        }
        if (!isWorkdirSetBefore(stage, instruction)) found.push(matchAt(instruction, word));
        // Only hadolint reads each WORKDIR by itself.
        else if (!word.value.startsWith('$'))
          found.push({ ...matchAt(instruction, word), message: 'further', onlyIn: 'hadolint' });
      } else if (trigger?.keyword === 'WORKDIR') {
        const word = relativePath(trigger);
        // A trigger starts from the directory of whoever builds on this image.
        if (word !== undefined)
          found.push({ ...matchAt(instruction, word), message: 'further', onlyIn: 'hadolint' });
      }
    }
    return found;
  },
  fix(match, { stage }) {
    const { node, span } = match.at;
    const word = node?.kind === 'instruction' ? node.words[0] : undefined;
    if (node?.kind !== 'instruction' || word === undefined || stage === undefined) return [];
    const before = stage.stateBefore(node).workdir;
    const text = absolute(before ?? '/', word);
    return [
      {
        title: `Write the whole path: ${text}`,
        safety: before === undefined ? 'suggestion' : 'safe',
        edits: [{ at: at(node, span), newText: text }],
      } satisfies Fix,
    ];
  },
});

function matchAt(instruction: Instruction, word: Word): Match {
  const match = { at: at(instruction, word.span), message: 'relative', data: { path: word.value } };
  // hadolint does not look into variables.
  return word.value.startsWith('$') ? { ...match, equivalents: ['buildkit/WorkdirRelativePath'] } : match;
}

/** Unless the base image is known to be of Windows, BuildKit on Linux takes a drive letter for the name of a folder. */
function driveOnLinux(stage: StageFacts, instruction: Instruction): readonly Match[] {
  const [word] = instruction.words;
  if (word === undefined || !/^[A-Za-z]:/.test(word.value) || isWorkdirSetBefore(stage, instruction))
    return [];
  if (stage.image?.os === 'windows' || /windows|nanoserver/i.test(stage.rootReference ?? '')) return [];
  return [{ ...matchAt(instruction, word), onlyIn: 'buildkit' }];
}

/** A path that begins with a variable may be anything. */
function relativePath({ words }: Instruction): Word | undefined {
  const [word] = words;
  if (word === undefined || word.value === '' || isAbsolutePath(word.value) || word.value.startsWith('$'))
    return undefined;
  return word;
}

/** A variable whose value this file knows to be relative. */
function relativeValue(instruction: Instruction, stage: StageFacts): Word | undefined {
  const [word] = instruction.words;
  if (word?.value.startsWith('$') !== true) return undefined;
  const { env, args } = stage.stateBefore(instruction);
  const lookup = lookupIn(env, args);
  const value = expand(word.text, instruction.escape, (name) => lookup(name) ?? undefined);
  return value === undefined || value === '' || isAbsolutePath(value) ? undefined : word;
}

/** Keeps quotes and variables as they are written. */
function absolute(before: string, { text, value }: Word): string {
  if (text === value && !value.includes('$')) return cleaned(`${before}/${value}`);
  const quote = /^["']/.exec(text)?.[0] ?? '';
  const rest = text.slice(quote.length).replace(/^(?:\.\/)+/, '');
  return `${quote}${before === '/' ? '' : before}/${rest}`;
}
