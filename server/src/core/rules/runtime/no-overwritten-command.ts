/** Finds commands that are written and never run, because of the ENTRYPOINT they meet. */
import { at, defineRule, type Match } from '../../lint/rule';
import { stageLabel } from '../../model/naming';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'no-overwritten-command',
  scope: 'stage',
  keywords: ['CMD', 'ENTRYPOINT'],
  meta: {
    category: 'runtime',
    level: 'warning',
    since: '0.1.0',
    fix: 'none',
    equivalents: [],
  },
  docs: {
    summary: 'An ENTRYPOINT does not silently take a CMD out of use',
    lesson: `What a container starts is \`ENTRYPOINT\` followed by \`CMD\`. Two rules of the builder make a \`CMD\` disappear without a word:

- An \`ENTRYPOINT\` in a stage that has set no \`CMD\` itself clears the \`CMD\` inherited from the stage (or image) it is built \`FROM\`:
  that command was written for another entry point. Repeat the \`CMD\` behind the new \`ENTRYPOINT\` if it is still meant.
- An \`ENTRYPOINT\` in shell form becomes \`/bin/sh -c "…"\`. The words of \`CMD\` are handed to that shell, as \`$0\` and \`$1\`, and not to
  your program. Write the \`ENTRYPOINT\` as a JSON array, or let it read \`"$@"\`.`,
    examples: {
      bad: [
        'FROM node:20-alpine AS base\nUSER node\nCMD ["server.js"]\nFROM base\nENTRYPOINT ["node", "--enable-source-maps"]\n',
        'FROM alpine:3.20\nUSER nobody\nENTRYPOINT exec httpd -f\nCMD ["-p", "8080"]\n',
      ],
      good: [
        'FROM node:20-alpine AS base\nUSER node\nCMD ["server.js"]\nFROM base\nENTRYPOINT ["node", "--enable-source-maps"]\nCMD ["server.js"]\n',
        'FROM alpine:3.20\nUSER nobody\nENTRYPOINT ["httpd", "-f"]\nCMD ["-p", "8080"]\n',
      ],
    },
    whenNotToUse:
      'When the inherited command is meant to go; an empty `CMD []` behind the ENTRYPOINT says so.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact',
      'https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example',
    ],
  },
  messages: {
    cleared:
      'This ENTRYPOINT clears the CMD inherited from {parent}; repeat the CMD behind it if it is still meant.',
    unread: 'The ENTRYPOINT is in shell form and never reads this CMD; write the ENTRYPOINT as a JSON array.',
  },
  check(stage) {
    const found: Match[] = [];
    const { instructions, parent } = stage;
    let cmd: Instruction | undefined;
    let entrypoint: Instruction | undefined;
    for (const instruction of instructions)
      if (instruction.keyword === 'CMD') cmd = instruction;
      else if (instruction.keyword === 'ENTRYPOINT') entrypoint = instruction;

    const inherited = parent?.command.cmd;
    if (entrypoint !== undefined && cmd === undefined && parent !== undefined && inherited !== undefined)
      found.push({
        at: at(entrypoint, entrypoint.keywordSpan),
        message: 'cleared',
        data: { parent: stageLabel(parent) },
        related: [{ at: at(inherited), message: 'The CMD that is cleared.' }],
      });

    const inForce = entrypoint ?? parent?.command.entrypoint;
    if (cmd === undefined || inForce === undefined || !ignoresArguments(inForce)) return found;
    if (cmd.body.start === cmd.body.end || cmd.exec?.length === 0) return found;
    found.push({
      at: at(cmd, cmd.keywordSpan),
      message: 'unread',
      related: [{ at: at(inForce), message: 'The ENTRYPOINT in shell form.' }],
    });
    return found;
  },
});

/** A shell form is handed the words of CMD as `$0`, `$1` and so on, and may use them. */
function ignoresArguments({ exec, body, source }: Instruction): boolean {
  if (exec !== undefined || body.start === body.end || source[body.start] === '[') return false;
  return !/\$(?:[0-9@*#]|\{[0-9@*#])/.test(source.slice(body.start, body.end));
}
