/** Finds commands that run below a shell, which keeps the container's stop signal to itself. */
import { at, defineRule, type Fix, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { execFormOf, execWordPlace } from '../../model/commandForms';
import { lacksShell } from '../../model/shellPresence';
import type { ParityTool } from '../../model/surroundings';
import { isMeantAsArray } from '../../syntax/lenientArray';
import type { Instruction } from '../../syntax/nodes';
import { commandView } from '../../syntax/views';

export default defineRule({
  id: 'prefer-exec-form',
  scope: 'stage',
  keywords: ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'],
  meta: {
    category: 'runtime',
    level: { final: 'warning', base: 'information', target: 'warning', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3025', 'buildkit/JSONArgsRecommended'],
  },
  docs: {
    summary: 'Write CMD and ENTRYPOINT as a JSON array, so that the program itself gets the stop signal',
    lesson: `\`CMD node server.js\` starts \`/bin/sh -c "node server.js"\`: process 1 is the shell, and the program is its child. \`docker stop\`, and
every orchestrator, sends SIGTERM to process 1 only. Many shells do not pass it on, so the program is killed after the
grace period, in the middle of its requests. And with a shell-form \`ENTRYPOINT\`, \`CMD\` and the words behind \`docker run\` are lost.

\`CMD ["node", "server.js"]\` starts the program itself. It needs no shell in the image, and fills in no variables. Where you
need the shell, for a \`$PORT\` or an \`&&\`, let it step aside at the end: \`CMD exec gunicorn --bind :$PORT app\`.`,
    examples: {
      bad: [
        'FROM node:20-alpine\nUSER node\nCMD node server.js\n',
        'FROM alpine:3.20\nUSER nobody\nENTRYPOINT httpd -f -p $PORT\n',
      ],
      good: [
        'FROM node:20-alpine\nUSER node\nCMD ["node", "server.js"]\n',
        'FROM alpine:3.20\nUSER nobody\nENTRYPOINT exec httpd -f -p $PORT\n',
      ],
    },
    whenNotToUse: 'For commands that end by themselves, where no signal matters.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#shell-and-exec-form',
      'https://docs.docker.com/reference/build-checks/json-args-recommended/',
    ],
  },
  messages: {
    plain:
      'This {keyword} runs below a shell, which may keep stop signals from it; write it as a JSON array.',
    shell:
      'This {keyword} runs below a shell, which may keep stop signals from it; write it as a JSON array, or start the program with exec.',
  },
  check(stage, { parity }) {
    const found: Match[] = [];
    if (parity !== undefined) {
      for (const one of everyShellForm(stage, parity)) found.push(one);
      return found;
    }
    for (const instruction of commandsInForce(stage)) {
      const { body, source, keyword } = instruction;
      // What looks like a broken JSON array is for no-malformed-exec-form.
      if (instruction.exec !== undefined || body.start === body.end || source[body.start] === '[') continue;
      if (stage.stateBefore(instruction).isShellSet || stage.languageAt(instruction) !== 'posix') continue;
      if (endsInExec(stage, instruction) || lacksShell(stage, instruction)) continue;
      const isPlain = execFormOf(stage, instruction) !== undefined;
      const match = { at: at(instruction, body), message: isPlain ? 'plain' : 'shell', data: { keyword } };
      // Nobody waits for a test run or a development server to stop well.
      if (stage.isDevelopment) found.push({ ...match, level: 'hint' });
      else if (isShellWork(stage, instruction)) found.push({ ...match, level: 'information' });
      else found.push(match);
    }
    return found;
  },
  fix(match, { stage }) {
    if (stage === undefined) return [];
    const { node } = match.at;
    if (node?.kind !== 'instruction') return [];
    return [...toExecForm(stage, node), ...toExecWord(stage, node)].slice(0, 1);
  },
});

/** What the other tools report, who do not ask what the shell is needed for. */
function everyShellForm(stage: StageFacts, tool: ParityTool): readonly Match[] {
  const found: Match[] = [];
  for (const instruction of stage.instructions) {
    const inner = instruction.trigger ?? instruction;
    const { keyword } = inner;
    const isCommand = keyword === 'CMD' || keyword === 'ENTRYPOINT';
    if (!isCommand && (keyword !== 'HEALTHCHECK' || tool !== 'hadolint')) continue;
    const command = commandView(inner);
    if (command === undefined || command.exec !== undefined) continue;
    // Under hadolint's codes no-malformed-exec-form reports it.
    if (tool === 'hadolint' && isMeantAsArray(inner.source, command.span)) continue;
    // BuildKit takes a shell that was chosen for a decision (dispatchCmd, dispatchEntrypoint), and sees triggers only as they run.
    if (tool === 'buildkit' && (inner !== instruction || stage.stateBefore(instruction).isShellSet)) continue;
    found.push({ at: at(instruction, command.span), message: 'shell', data: { keyword } });
  }
  return found;
}

/** The stage's own; one that a later one replaces is for no-duplicate-runtime-instruction. */
function commandsInForce(stage: StageFacts): Instruction[] {
  return ['CMD', 'ENTRYPOINT'].flatMap(
    (keyword) => stage.instructions.findLast((instruction) => instruction.keyword === keyword) ?? [],
  );
}

/** The last program takes the shell's place, so that it is process 1. */
function endsInExec(stage: StageFacts, instruction: Instruction): boolean {
  const script = stage.scriptOf(instruction);
  return (
    script === undefined ||
    script.commands.some((command) => command.wrappers.includes('exec') || command.name === 'exec')
  );
}

/** A loop or a pipeline is the shell's own work, and what only prints or compares has ended before anybody stops it. */
function isShellWork(stage: StageFacts, instruction: Instruction): boolean {
  const last = stage.scriptOf(instruction)?.statements.at(-1)?.commands[0]?.name ?? '';
  if (ENDS_BY_ITSELF.has(last)) return true;
  return execFormOf(stage, instruction) === undefined && execWordPlace(stage, instruction) === undefined;
}

const ENDS_BY_ITSELF = new Set(
  'cat cmp date diff echo env false find grep head id ls printenv printf pwd test true uname wc whoami'.split(
    ' ',
  ),
);

function toExecForm(stage: StageFacts, instruction: Instruction): Fix[] {
  const text = execFormOf(stage, instruction);
  if (text === undefined) return [];
  // An ENTRYPOINT gets the words as its arguments, and may have counted on the shell between.
  const isArgument = instruction.keyword === 'CMD' && stage.command.entrypoint !== undefined;
  const isPlain = /^[\w./:@%+=, \t-]+$/.test(
    instruction.source.slice(instruction.body.start, instruction.body.end),
  );
  const safety = isPlain && !isArgument ? 'safe' : 'suggestion';
  return [
    {
      title: `Change to the exec form: ${text}`,
      safety,
      edits: [{ at: at(instruction, instruction.body), newText: text }],
    },
  ];
}

function toExecWord(stage: StageFacts, instruction: Instruction): Fix[] {
  const where = execWordPlace(stage, instruction);
  if (where === undefined) return [];
  return [
    {
      title: 'Let the program take the place of the shell with `exec`',
      safety: 'suggestion',
      edits: [{ at: at(instruction, where), newText: 'exec ' }],
    },
  ];
}
