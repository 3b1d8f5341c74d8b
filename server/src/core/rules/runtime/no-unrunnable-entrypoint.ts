/** Finds entry scripts that the container cannot start, because of their mode or their line ends. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { chainOf } from '../../model/accounts';
import { canRun } from '../../model/fileModes';
import { startedCommands } from '../../model/startedCommands';
import { cleaned } from '../../model/state';
import type { Heredoc, Instruction } from '../../syntax/nodes';
import { copyView, flagOf } from '../../syntax/views';

export default defineRule({
  id: 'no-unrunnable-entrypoint',
  scope: 'stage',
  meta: {
    category: 'runtime',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'The script that the container starts can be run',
    lesson: `A script in exec form is started by the kernel, which asks for two things: the execute bit, and a first line that names an
interpreter. The build checks neither; the container ends at once with "permission denied" or "no such file or directory".

- \`COPY\` keeps the mode that the file has on the machine that builds. A file made by a \`COPY\` heredoc has 0644, and Windows knows no
  execute bit. \`COPY --chmod=755\` says it in the image, without a \`RUN chmod\` that stores the file a second time.
- With Windows line ends the first line reads \`#!/bin/sh\\r\`, and there is no program of that name. A heredoc keeps the line ends of the
  Dockerfile. \`*.sh text eol=lf\` in \`.gitattributes\` keeps them right.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nCOPY <<EOF /run.sh\n#!/bin/sh\nexec httpd -f\nEOF\nUSER nobody\nENTRYPOINT ["/run.sh"]\n',
        'FROM alpine:3.20\nCOPY --chmod=644 run.sh /\nUSER nobody\nCMD ["/run.sh"]\n',
      ],
      good: [
        'FROM alpine:3.20\nCOPY --chmod=755 <<EOF /run.sh\n#!/bin/sh\nexec httpd -f\nEOF\nUSER nobody\nENTRYPOINT ["/run.sh"]\n',
        'FROM alpine:3.20\nCOPY run.sh /\nUSER nobody\nCMD ["sh", "/run.sh"]\n',
      ],
    },
    whenNotToUse: 'Never: the container does not start.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod',
      'https://docs.docker.com/reference/dockerfile/#here-documents',
    ],
  },
  messages: {
    heredoc:
      'A file made by a heredoc has mode 0644, so the container cannot start "{path}"; add --chmod=755.',
    mode: 'With mode {mode} the container cannot start "{path}".',
    lineEnds:
      'The first line of "{path}" ends in a carriage return, so its interpreter is not found; save with LF line ends.',
  },
  *check(stage) {
    const { cmd, entrypoint } = stage.command;
    if (cmd === undefined && entrypoint === undefined) return;
    const [started] = startedCommands(stage);
    const program = started?.command.words[0]?.value;
    if (started === undefined || program?.includes('/') !== true) return;
    const { workdir } = stage.end;
    if (!program.startsWith('/') && workdir === undefined) return;
    const path = program.startsWith('/') ? cleaned(program) : cleaned(`${workdir ?? ''}/${program}`);
    for (const match of problemsOf(path, stage))
      yield {
        ...match,
        related: [{ at: at(started.instruction, started.span), message: 'The container starts it here.' }],
      };
  },
  fix(match) {
    const { node, span } = match.at;
    if (node?.kind !== 'instruction') return [];
    const title = 'Give the file the mode 755';
    if (match.message === 'mode')
      return [{ title, safety: 'suggestion', edits: [{ at: at(node, span), newText: '755' }] }];
    if (match.message !== 'heredoc') return [];
    const { end } = node.keywordSpan;
    return [
      {
        title,
        safety: 'suggestion',
        edits: [{ at: at(node, { start: end, end }), newText: ' --chmod=755' }],
      },
    ];
  },
});

/** Of the instruction of this stage that brings the file last; an earlier stage's is its own to be judged. */
function problemsOf(path: string, stage: StageFacts): readonly Match[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const chain = chainOf(stage);
  for (const one of chain.toReversed())
    for (const instruction of one.instructions.toReversed()) {
      const { keyword, source } = instruction;
      // A step that changes modes, or names the file, may have made it right.
      if (keyword === 'RUN' && (source.includes('chmod') || source.includes(name))) return [];
      if (keyword !== 'COPY' && keyword !== 'ADD') continue;
      const brought = broughtBy(instruction, path, one);
      if (brought === 'unknown') return [];
      if (brought !== 'other') return one === stage ? problemsIn(instruction, path, brought) : [];
    }
  return [];
}

/** The heredoc or the plain source that lands at the path; `unknown` when something else may. */
function broughtBy(
  instruction: Instruction,
  path: string,
  stage: StageFacts,
): { readonly heredoc: Heredoc | undefined } | 'other' | 'unknown' {
  const { sources, destination } = copyView(instruction);
  if (destination === undefined || destination.value.includes('$')) return 'unknown';
  const { workdir } = stage.stateBefore(instruction);
  if (!destination.value.startsWith('/') && workdir === undefined) return 'unknown';
  const written = destination.value.startsWith('/')
    ? destination.value
    : `${workdir ?? ''}/${destination.value}`;
  const target = cleaned(written);
  const isFolder = /(?:^|\/)\.{0,2}$/.test(destination.value);
  if (target === path) return isFolder ? 'other' : { heredoc: instruction.heredocs[0] };
  if (!path.startsWith(target === '/' ? '/' : `${target}/`)) return 'other';
  const rest = path.slice(target === '/' ? 1 : target.length + 1);
  const heredoc = instruction.heredocs.find(({ name }) => name === rest);
  if (heredoc !== undefined) return { heredoc };
  const source = sources.find(({ value }) => value === rest || value.endsWith(`/${rest}`));
  if (source !== undefined && !rest.includes('/')) return { heredoc: undefined };
  // A whole folder, or a pattern.
  return sources.some(({ value }) => !/\.\w+$/.test(value) || /[*?[$]/.test(value)) ? 'unknown' : 'other';
}

function problemsIn(
  instruction: Instruction,
  path: string,
  { heredoc }: { readonly heredoc: Heredoc | undefined },
): readonly Match[] {
  const found: Match[] = [];
  const chmod = flagOf(instruction, 'chmod');
  if (chmod?.value !== undefined && chmod.valueSpan !== undefined && canRun(chmod.value) === false)
    found.push({ at: at(instruction, chmod.valueSpan), message: 'mode', data: { mode: chmod.value, path } });
  if (heredoc === undefined) return found;
  if (chmod === undefined)
    found.push({ at: at(instruction, heredoc.marker), message: 'heredoc', data: { path } });
  const { start, end } = heredoc.body;
  // BuildKit keeps the line ends of a heredoc (frontend/dockerfile/parser: scanLines).
  const [first = ''] = instruction.text.slice(start, Math.min(end, start + LONGEST_LINE)).split('\n', 1);
  if (first.startsWith('#!') && first.endsWith('\r'))
    found.push({
      at: at(instruction, { start, end: start + first.length - 1 }),
      message: 'lineEnds',
      data: { path },
    });
  return found;
}

/** In UTF-16 units; Linux reads 256 bytes of the first line. */
const LONGEST_LINE = 300;
