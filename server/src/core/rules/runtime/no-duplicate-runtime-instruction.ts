/** Finds CMD, ENTRYPOINT and HEALTHCHECK instructions that a later one of the same stage replaces. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'no-duplicate-runtime-instruction',
  scope: 'stage',
  keywords: ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'],
  meta: {
    category: 'runtime',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: [
      'hadolint/DL4003',
      'hadolint/DL4004',
      'hadolint/DL3012',
      'buildkit/MultipleInstructionsDisallowed',
    ],
  },
  docs: {
    summary: 'A stage has one CMD, one ENTRYPOINT and one HEALTHCHECK',
    lesson: `\`CMD\`, \`ENTRYPOINT\` and \`HEALTHCHECK\` do not run during the build: they set a field of the image's configuration, and a second
one overwrites the first. Only the last counts, so the earlier line does nothing but mislead whoever reads it.

Two programs in one container need something that starts both: one entry script, or a small init. More often they are two
containers, or two stages of one file that are built with \`--target\`.`,
    examples: {
      bad: [
        'FROM node:20-alpine\nUSER node\nCMD ["node", "worker.js"]\nCMD ["node", "server.js"]\n',
        'FROM alpine:3.20\nUSER nobody\nENTRYPOINT ["/a"]\nENTRYPOINT ["/b"]\n',
      ],
      good: [
        'FROM node:20-alpine AS base\nUSER node\nCMD ["node", "worker.js"]\nFROM base\nCMD ["node", "server.js"]\n',
      ],
    },
    whenNotToUse: 'Never: the earlier instruction has no effect.',
    references: [
      'https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/',
      'https://docs.docker.com/reference/dockerfile/#cmd',
    ],
  },
  messages: {
    replaced: 'A later {keyword} of this stage replaces this one; it has no effect.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const keyword of KEYWORDS) {
      let before: Instruction | undefined;
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== keyword) continue;
        if (before !== undefined) found.push(replacedBy(before, instruction));
        before = instruction;
      }
    }
    return found;
  },
  fix(match) {
    const { node } = match.at;
    if (node?.kind !== 'instruction') return [];
    const whole = { start: 0, end: node.text.length };
    const title = `Remove the ${node.keyword} that has no effect`;
    return [{ title, safety: 'safe', edits: [{ at: at(node, whole), newText: '' }] }];
  },
});

const KEYWORDS = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] as const;

function replacedBy(earlier: Instruction, later: Instruction): Match {
  const { keyword } = earlier;
  return {
    at: at(earlier),
    message: 'replaced',
    data: { keyword },
    equivalents: [CODES[keyword] ?? '', 'buildkit/MultipleInstructionsDisallowed'],
    related: [{ at: at(later), message: `A later ${keyword}.` }],
    tag: 'unnecessary',
  };
}

const CODES: Readonly<Partial<Record<string, string>>> = {
  CMD: 'hadolint/DL4003',
  ENTRYPOINT: 'hadolint/DL4004',
  HEALTHCHECK: 'hadolint/DL3012',
};
