/** Finds sudo in build steps, which run as the user that the Dockerfile chose. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import { runtimePurpose } from '../../model/runtimeCommand';
import { posixScript } from '../../model/scripts';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-sudo',
  scope: 'stage',
  keywords: ['RUN'],
  words: ['sudo'],
  meta: {
    category: 'runtime',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3004'],
  },
  docs: {
    summary: 'Switch the account with USER instead of sudo',
    lesson: `A build step already runs as whoever \`USER\` names, and that is root unless something said otherwise. \`sudo\` as root does
nothing but start another process between the builder and the program: it hides the program's signals, drops variables of the
environment, and needs a package that most images do not have.

An account that may use \`sudo\` without a password is root with one word more. Left in the shipped image, it hands that right to
whoever gets hold of the program. Write \`USER root\` before the steps that need it, and \`USER app\` behind them.

To run one command as somebody with fewer rights, \`setpriv\`, \`gosu\` or \`su-exec\` step aside and leave the program alone.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nRUN sudo apt-get update && apt-get upgrade -y\nUSER nobody\n',
        'FROM alpine:3.20\nRUN sudo -E make install\nUSER nobody\n',
      ],
      good: ['FROM alpine:3.20\nRUN make install\nUSER nobody\n'],
    },
    whenNotToUse:
      'For images that people work in, such as development containers, where the account is made to use sudo.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#user',
      'https://docs.docker.com/reference/dockerfile/#user',
    ],
  },
  messages: {
    sudo: 'A build step runs as the account that USER names; switch with USER instead of sudo.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      const run = instruction.trigger ?? instruction;
      if (run.keyword !== 'RUN' || !run.source.includes('sudo')) continue;
      // One is enough: who mends the first meets the others of the instruction.
      for (const command of posixScript(run).commands) {
        const where = sudoWord(instruction, command);
        if (where === undefined) continue;
        const match = { at: at(instruction, where), message: 'sudo' };
        if (stage.isDevelopment || runtimePurpose(stage) === 'works') found.push({ ...match, level: 'hint' });
        else if (dropsRights(instruction, where)) found.push({ ...match, level: 'information' });
        else found.push(match);
        break;
      }
    }
    return found;
  },
  fix(match) {
    const { node } = match.at;
    if (node?.kind !== 'instruction') return [];
    const edits: AnchoredEdit[] = [];
    // Without the package that brings it, one that is left would fail, so all of the instruction go together.
    for (const command of posixScript(node.trigger ?? node).commands) {
      const where = sudoWord(node, command);
      if (where === undefined) continue;
      const span = removable(node, command, where);
      if (span === undefined) return [];
      edits.push({ at: at(node, span), newText: '' });
    }
    return edits.length === 0
      ? []
      : [{ title: 'Remove sudo from this instruction', safety: 'suggestion', edits }];
  },
});

/** The word as it stands in the text; `apt-get install sudo` has none. */
function sudoWord(instruction: Instruction, command: ShellCommand): Span | undefined {
  if (command.name !== 'sudo' && !command.wrappers.includes('sudo')) return undefined;
  const { span, words } = command;
  const start = instruction.source.indexOf('sudo', span.start);
  const end = command.name === 'sudo' ? span.end : (words[0]?.span.start ?? span.end);
  return start === -1 || start >= end ? undefined : { start, end: start + 'sudo'.length };
}

/** `sudo -u app make` gives rights up; that is clumsy here, and no danger. */
function dropsRights({ source }: Instruction, where: Span): boolean {
  return /^\s+(?:-[A-Za-z]+\s+)*(?:-[A-Za-z]*u|--user)\b/.test(source.slice(where.end, where.end + 100));
}

/** From the word to the program behind it; undefined when sudo was asked for something that would be lost. */
function removable(instruction: Instruction, command: ShellCommand, where: Span): Span | undefined {
  const [program] = command.words;
  if (command.name === 'sudo' || command.wrappers[0] !== 'sudo' || program === undefined) return undefined;
  const between = instruction.source.slice(where.end, program.span.start);
  if (!/^(?:\s+-[EHn]+)*\s+$/.test(between)) return undefined;
  return { start: where.start, end: program.span.start };
}
