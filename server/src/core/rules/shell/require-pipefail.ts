/** Finds pipes whose first programs may fail without stopping the build. */
import { at, defineRule, type Fix, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { hasPipefail, knowsPipefail, shellProgram } from '../../model/pipefail';
import { runScriptOf } from '../../model/runs';
import type { ShellCommand, ShellScript } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'require-pipefail',
  scope: 'stage',
  keywords: ['RUN'],
  meta: {
    category: 'shell',
    level: 'information',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL4006'],
  },
  docs: {
    summary: 'Set pipefail where a pipe can hide a failure',
    lesson: `A shell takes the exit code of a pipe from its *last* program. In \`curl … | tar -x\` the download may fail, tar reads nothing, says
nothing, and the build goes on without the files.

With \`pipefail\` the pipe fails when any part of it does. bash, zsh and BusyBox's ash (the sh of Alpine) know it, the dash of
Debian does not: \`SHELL ["/bin/bash", "-o", "pipefail", "-c"]\`. It holds for the rest of the stage and for stages built from it.
Mind programs that stop reading early, such as \`head\`: what writes to them then fails too.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nRUN curl -fsSL https://example.org/app.tar.gz | tar -xz -C /opt\nUSER nobody\n',
      ],
      good: [
        'FROM debian:12-slim\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.org/app.tar.gz | tar -xz -C /opt\nUSER nobody\n',
        'FROM alpine:3.20\nRUN set -o pipefail && wget -qO- https://example.org/app.tar.gz | tar -xz -C /opt\nUSER nobody\n',
        'FROM debian:12-slim\nRUN echo "app:x:1000:" | tee -a /etc/group\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When the first programs of your pipes are allowed to fail.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#using-pipes',
      'https://www.gnu.org/software/bash/manual/html_node/The-Set-Builtin.html',
    ],
  },
  messages: {
    pipe: 'When "{program}" fails the build goes on, since only the last program of a pipe counts; set pipefail.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      const { keyword, source } = instruction;
      if ((keyword !== 'RUN' && keyword !== 'ONBUILD') || !source.includes('|')) continue;
      const match = pipeMatch(stage, instruction);
      if (match !== undefined) found.push(match);
    }
    return found;
  },
  fix(match, { stage }) {
    const { node } = match.at;
    if (stage === undefined || node?.kind !== 'instruction' || node.keyword !== 'RUN') return [];
    // One SHELL serves the rest of the stage, so it belongs before the first of the pipes.
    const first = stage.instructions.find((instruction) => isReported(stage, instruction));
    return first === node ? toShell(stage, node) : [];
  },
});

function isReported(stage: StageFacts, instruction: Instruction): boolean {
  if (instruction.keyword !== 'RUN' || !instruction.source.includes('|')) return false;
  const match = pipeMatch(stage, instruction);
  return match !== undefined && match.onlyIn === undefined;
}

function pipeMatch(stage: StageFacts, instruction: Instruction): Match | undefined {
  const script = runScriptOf(stage, instruction);
  if (script === undefined || instruction.exec !== undefined) return undefined;
  const pipes = script.commands.filter((command, index) => index > 0 && isPipe(command));
  const [first] = pipes;
  if (first === undefined || setsPipefail(script)) return undefined;
  const state = stage.stateBefore(instruction);
  const isSet = hasPipefail(state);
  // The other tool accepts the option of a shell that it knows to have it, and takes any sh for one that has not.
  if (isSet && knowsPipefail(shellProgram(state))) return undefined;
  const risky = isSet ? undefined : pipes.find((command) => hidesFailure(command, script));
  const shown = risky ?? first;
  const source = writerOf(shown, script);
  const match: Match = {
    at: at(instruction, source?.words[0]?.span ?? shown.span),
    message: 'pipe',
    data: { program: source?.name ?? source?.words[0]?.text ?? 'the first program' },
  };
  return risky === undefined ? { ...match, onlyIn: 'hadolint' } : match;
}

function isPipe({ connector }: ShellCommand): boolean {
  return connector === '|' || connector === '|&';
}

/** `set -o pipefail`, `set -euxo pipefail`, and `bash -o pipefail -c '…'`. */
function setsPipefail({ commands }: ShellScript): boolean {
  return commands.some(
    ({ name, args }) =>
      (name === 'set' || name === 'bash' || name === 'ash' || name === 'zsh') &&
      args.some(({ value }) => value === 'pipefail'),
  );
}

function writerOf(reader: ShellCommand, { commands }: ShellScript): ShellCommand | undefined {
  const index = commands.indexOf(reader);
  return commands.slice(0, index).findLast(({ place }) => place === reader.place) ?? commands[index - 1];
}

/** The program before the pipe can fail, its failure matters, and pipefail would not break what works today. */
function hidesFailure(reader: ShellCommand, script: ShellScript): boolean {
  if (reader.place === 'condition' || reader.place === 'function') return false;
  const writer = writerOf(reader, script);
  if (writer?.name === undefined || HARMLESS.has(writer.name)) return false;
  if (writer.args.length === 1 && /^(?:--?version|-[vV])$/.test(writer.args[0]?.text ?? '')) return false;
  for (const command of [reader, ...behind(reader, script)]) {
    // The shell does not look at the result anyway.
    if (!isPipe(command)) return command.connector !== '||';
    // A reader that stops early makes its writers fail.
    if (stopsEarly(command)) return false;
  }
  return true;
}

function behind(reader: ShellCommand, { commands }: ShellScript): readonly ShellCommand[] {
  return commands.slice(commands.indexOf(reader) + 1);
}

function stopsEarly({ name, args }: ShellCommand): boolean {
  return name === 'head' || (name === 'grep' && args.some(({ text }) => /^-\w*q/.test(text)));
}

/** What only prints: it fails for no reason that the build could mend. */
const HARMLESS: ReadonlySet<string> = new Set(
  'echo printf yes true : cat tr sort uniq cut sed head tail awk tee wc set env printenv date uname ls pwd id nproc seq dpkg arch find ldd'.split(
    ' ',
  ),
);

function toShell(stage: StageFacts, instruction: Instruction): Fix[] {
  const shell = shellWithPipefail(stage, instruction);
  if (shell === undefined) return [];
  const lineEnd = instruction.text.includes('\r\n') ? '\r\n' : '\n';
  const start = instruction.keywordSpan.start;
  const text = `SHELL [${shell.map((word) => JSON.stringify(word)).join(', ')}]`;
  return [
    {
      title: `Insert ${text}`,
      safety: 'suggestion',
      edits: [{ at: at(instruction, { start, end: start }), newText: `${text}${lineEnd}` }],
    },
  ];
}

/** A shell that the base image certainly has. */
function shellWithPipefail(stage: StageFacts, instruction: Instruction): readonly string[] | undefined {
  const state = stage.stateBefore(instruction);
  if (state.isShellSet) {
    const { shell } = state;
    return shell?.length === 2 && shell[1] === '-c' && knowsPipefail(shellProgram(state))
      ? [shell[0] ?? '', '-o', 'pipefail', '-c']
      : undefined;
  }
  switch (stage.image?.distribution?.id) {
    case 'alpine':
      return ['/bin/ash', '-o', 'pipefail', '-c'];
    case 'debian':
    case 'ubuntu':
    case 'fedora':
    case 'centos':
    case 'rocky':
    case 'alma':
    case 'amazon':
    case 'oracle':
    case 'rhel':
    case 'opensuse':
      return ['/bin/bash', '-o', 'pipefail', '-c'];
    default:
      return undefined;
  }
}
