/** Finds entry scripts that the container cannot start, because of their mode or their line ends. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { chainOf } from '../../model/accounts';
import { kindAt, type BuildContext } from '../../model/context/buildContext';
import { canRun } from '../../model/fileModes';
import { startedCommands } from '../../model/startedCommands';
import { cleaned } from '../../model/state';
import type { Heredoc, Instruction, Word } from '../../syntax/nodes';
import { copyView, flagOf } from '../../syntax/views';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-unrunnable-entrypoint',
  scope: 'stage',
  keywords: ['CMD', 'ENTRYPOINT'],
  meta: {
    category: 'runtime',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
    readsContext: true,
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
    file: '"{file}" has no execute bit in the build context, so the container cannot start "{path}"; add --chmod=755.',
    mode: 'With mode {mode} the container cannot start "{path}".',
    lineEnds:
      'The first line of "{path}" ends in a carriage return, so its interpreter is not found; save with LF line ends.',
  },
  check(stage, { context }) {
    const found: Match[] = [];
    const { cmd, entrypoint } = stage.command;
    if (cmd === undefined && entrypoint === undefined) return found;
    const [started] = startedCommands(stage);
    const program = started?.command.words[0]?.value;
    if (started === undefined || program?.includes('/') !== true) return found;
    const path = absolute(program, stage.end.workdir);
    if (path === undefined) return found;
    for (const match of problemsOf(path, stage, context))
      found.push({
        ...match,
        related: [{ at: at(started.instruction, started.span), message: 'The container starts it here.' }],
      });
    return found;
  },
  fix(match) {
    const { node, span } = match.at;
    if (node?.kind !== 'instruction') return [];
    const title = 'Give the file the mode 755';
    if (match.message === 'mode')
      return [{ title, safety: 'suggestion', edits: [{ at: at(node, span), newText: '755' }] }];
    // The flag holds for everything that the instruction copies.
    const isAlone = match.message === 'heredoc' || match.data?.['isAlone'] === 'yes';
    if (match.message === 'lineEnds' || !isAlone) return [];
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

function absolute(path: string, workdir: string | undefined): string | undefined {
  if (path.startsWith('/')) return cleaned(path);
  return workdir === undefined ? undefined : cleaned(`${workdir}/${path}`);
}

/** Of the instruction of this stage that brings the file last; an earlier stage's is its own to be judged. */
function problemsOf(path: string, stage: StageFacts, context: BuildContext | undefined): readonly Match[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const one of chainOf(stage).toReversed())
    for (const instruction of one.instructions.toReversed()) {
      const { keyword, source } = instruction;
      // A step that changes modes, or names the file, may have made it right.
      if (keyword === 'RUN' && (source.includes('chmod') || source.includes(name))) return [];
      if (keyword !== 'COPY' && keyword !== 'ADD') continue;
      const brought = broughtBy(instruction, path, one, context);
      if (brought === 'unknown') return [];
      if (brought !== 'other') return one === stage ? problemsIn(instruction, path, brought, context) : [];
    }
  return [];
}

/** What lands at the path: a heredoc, or a source with the file's own path in the build context, where that is known. */
interface Brought {
  readonly heredoc?: Heredoc | undefined;
  readonly source?: Word;
  readonly contextPath?: string;
}

/** `unknown` when something may land there that cannot be told. */
function broughtBy(
  instruction: Instruction,
  path: string,
  stage: StageFacts,
  context: BuildContext | undefined,
): Brought | 'other' | 'unknown' {
  const { from, sources, destination } = copyView(instruction);
  if (destination === undefined || destination.value.includes('$')) return 'unknown';
  const target = absolute(destination.value, stage.stateBefore(instruction).workdir);
  if (target === undefined) return 'unknown';
  const isFolder = /(?:^|\/)\.{0,2}$/.test(destination.value);
  if (target === path) {
    if (isFolder) return 'other';
    const [source] = sources;
    return source === undefined
      ? { heredoc: instruction.heredocs[0] }
      : { source, contextPath: inContext(source.value) };
  }
  const folder = target === '/' ? '/' : `${target}/`;
  if (!path.startsWith(folder)) return 'other';
  const rest = path.slice(folder.length);
  const heredoc = instruction.heredocs.find(({ name }) => name === rest);
  if (heredoc !== undefined) return { heredoc };

  let isUnknown = false;
  for (const source of sources) {
    const { value } = source;
    if (value === rest || value.endsWith(`/${rest}`)) return { source, contextPath: inContext(value) };
    const isPattern = /[*?[$]/.test(value);
    const inside = inContext(`${value}/${rest}`);
    const kind =
      from === undefined && context !== undefined && !isPattern ? kindAt(context, inside) : undefined;
    if (kind === 'file') return { source, contextPath: inside };
    // A name with an ending is rarely a folder's.
    isUnknown ||= kind !== 'missing' && (isPattern || !/\.\w+$/.test(value));
  }
  return isUnknown ? 'unknown' : 'other';
}

function inContext(path: string): string {
  return cleaned(`/${path}`).slice(1);
}

function problemsIn(
  instruction: Instruction,
  path: string,
  brought: Brought,
  context: BuildContext | undefined,
): readonly Match[] {
  const found: Match[] = [];
  const chmod = flagOf(instruction, 'chmod');
  if (chmod?.value !== undefined && chmod.valueSpan !== undefined && canRun(chmod.value) === false)
    found.push({ at: at(instruction, chmod.valueSpan), message: 'mode', data: { mode: chmod.value, path } });
  const { heredoc, source, contextPath } = brought;
  if (heredoc !== undefined) {
    if (chmod === undefined)
      found.push({ at: at(instruction, heredoc.marker), message: 'heredoc', data: { path } });
    const line = firstLine(instruction, heredoc);
    if (line !== undefined) found.push({ at: at(instruction, line), message: 'lineEnds', data: { path } });
  }
  if (source === undefined || contextPath === undefined || context === undefined) return found;
  if (flagOf(instruction, 'from') !== undefined || kindAt(context, contextPath) !== 'file') return found;
  const file = context.fileAt(contextPath);
  if (chmod === undefined && file?.isExecutable === false) {
    const isAlone = inContext(source.value) === contextPath && copyView(instruction).sources.length === 1;
    const data = { path, file: contextPath, isAlone: isAlone ? 'yes' : 'no' };
    found.push({ at: at(instruction, source.span), message: 'file', data });
  }
  if (file?.endsLinesWithCrLf === true)
    found.push({ at: at(instruction, source.span), message: 'lineEnds', data: { path } });
  return found;
}

/** The line that names the interpreter, when it ends in a carriage return: BuildKit keeps a heredoc's line ends (parser: scanLines). */
function firstLine({ text }: Instruction, { body: { start, end } }: Heredoc): Span | undefined {
  const [line = ''] = text.slice(start, Math.min(end, start + LONGEST_LINE)).split('\n', 1);
  return line.startsWith('#!') && line.endsWith('\r') ? { start, end: start + line.length - 1 } : undefined;
}

/** In UTF-16 units; Linux reads 256 bytes of the first line. */
const LONGEST_LINE = 300;
