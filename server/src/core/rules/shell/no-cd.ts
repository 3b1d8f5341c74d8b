/** Finds RUN lines that begin by changing to a directory which WORKDIR should name. */
import { at, defineRule, type Fix, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { RUN_KEYWORDS, runOf, runScriptOf } from '../../model/runs';
import { cleaned } from '../../model/state';
import type { ShellScript, ShellWord } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'no-cd',
  scope: 'stage',
  keywords: ['RUN'],
  words: ['cd'],
  meta: {
    category: 'shell',
    level: 'hint',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3003', 'trivy/DS-0013'],
  },
  docs: {
    summary: 'Change the directory with WORKDIR',
    lesson: `Every \`RUN\` starts in the directory that \`WORKDIR\` names, so a \`cd\` holds to the end of its \`RUN\` and not longer. Whoever reads a
later line has to know that, and \`RUN cd /app\` alone does nothing at all.

\`WORKDIR /app\` says it once for all instructions that follow, \`COPY\` and \`CMD\` among them, and makes the directory if there is
none. Inside a longer script, where a directory is needed for a moment, \`cd\` is right.`,
    examples: {
      bad: [
        'FROM node:22-slim\nCOPY . /app\nRUN cd /app && npm ci\nUSER node\nCMD ["node", "/app/main.js"]\n',
      ],
      good: [
        'FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nUSER node\nCMD ["node", "main.js"]\n',
        'FROM debian:12-slim AS build\nRUN tar -xf /src.tar && cd src && make\nFROM scratch\nCOPY --from=build /src/app /app\nUSER 1000\n',
      ],
    },
    whenNotToUse: 'When a single step needs another directory and the steps around it do not.',
    references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  },
  messages: {
    first: 'This RUN works in {path}; WORKDIR says so for the lines that follow, too.',
    alone: 'The change of directory ends with this RUN, so it has no effect; use WORKDIR.',
    inside: 'Use WORKDIR to change the directory.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      if (!RUN_KEYWORDS.includes(instruction.keyword) || !instruction.source.includes('cd')) continue;
      const match = cdMatch(stage, instruction);
      if (match !== undefined) found.push(match);
    }
    return found;
  },
  fix(match, { stage }) {
    const { node } = match.at;
    if (stage === undefined || node?.kind !== 'instruction' || node.keyword !== 'RUN') return [];
    return match.message === 'inside' ? [] : toWorkdir(stage, node);
  },
});

function cdMatch(stage: StageFacts, instruction: Instruction): Match | undefined {
  const script = runScriptOf(stage, instruction);
  const command = script?.commands.find(({ name }) => name === 'cd');
  if (script === undefined || command === undefined) return undefined;
  const leading = leadingDirectory(script);
  if (leading === undefined)
    return { at: at(instruction, command.span), message: 'inside', onlyIn: 'hadolint' };
  const match: Match = {
    at: at(instruction, command.span),
    message: script.statements.length === 1 ? 'alone' : 'first',
    data: { path: leading.text },
  };
  // A script that moves about, or that works on what it throws away, needs no directory to stay in.
  const isForAMoment =
    script.commands.filter(({ name }) => name === 'cd').length > 1 ||
    /^(?:\/var)?\/tmp(?:\/|$)/.test(leading.text);
  return isForAMoment ? { ...match, onlyIn: 'hadolint' } : match;
}

/** The directory of a `cd` that the script begins with, and that nothing later in it depends on being undone. */
function leadingDirectory({ statements }: ShellScript): ShellWord | undefined {
  const [first, second] = statements;
  const [command] = first?.commands ?? [];
  if (first?.commands.length !== 1 || command?.name !== 'cd' || command.place !== 'top') return undefined;
  const [path] = command.args;
  if (command.args.length !== 1 || path === undefined || path.text.startsWith('-')) return undefined;
  if (/[$`~*]/.test(path.text) || second?.connector === '||' || second?.connector === '&') return undefined;
  return path;
}

/** WORKDIR before the RUN, and another behind it where a later instruction counts on the old directory. */
function toWorkdir(stage: StageFacts, instruction: Instruction): Fix[] {
  const script = runScriptOf(stage, instruction);
  const path = script && leadingDirectory(script);
  const [first, second] = script?.statements ?? [];
  if (path?.value === undefined || first === undefined || /[\s"'\\]/.test(path.text)) return [];
  // What goes must take no comment with it.
  if (runOf(instruction)?.heredocs.length !== 0 || instruction.comments.length > 0) return [];
  const lineEnd = instruction.text.includes('\r\n') ? '\r\n' : '\n';
  const before = { start: instruction.keywordSpan.start, end: instruction.keywordSpan.start };
  const restored = restoredDirectory(stage, instruction);
  if (restored === undefined) return [];
  const { workdir: current } = stage.stateBefore(instruction);
  // A relative WORKDIR would leave the reader to work out where it leads.
  if (current === undefined && !path.value.startsWith('/')) return [];
  const target = path.value.startsWith('/') ? path.value : cleaned(`${current ?? ''}/${path.value}`);
  const workdir = `WORKDIR ${target}`;
  if (second === undefined) {
    return [
      {
        title: `Replace by ${workdir}`,
        safety: 'suggestion',
        edits: [{ at: at(instruction, instruction.span), newText: workdir }],
      },
    ];
  }
  const edits = [
    { at: at(instruction, before), newText: `${workdir}${lineEnd}` },
    { at: at(instruction, { start: first.span.start, end: second.span.start }), newText: '' },
  ];
  const end = { start: instruction.span.end, end: instruction.span.end };
  return [
    {
      title: `Insert ${workdir}`,
      safety: 'suggestion',
      edits:
        restored === '' ? edits : [...edits, { at: at(instruction, end), newText: `${lineEnd}${restored}` }],
    },
  ];
}

/** A WORKDIR that leads back, nothing where no later line would notice; undefined when the old directory is not known. */
function restoredDirectory(stage: StageFacts, instruction: Instruction): string | undefined {
  const later = stage.instructions.slice(stage.instructions.indexOf(instruction) + 1);
  const [next] = later;
  if (next?.keyword === 'WORKDIR' && next.words[0]?.value.startsWith('/') === true) return '';
  const { workdir } = stage.stateBefore(instruction);
  return workdir === undefined ? undefined : `WORKDIR ${workdir}`;
}
