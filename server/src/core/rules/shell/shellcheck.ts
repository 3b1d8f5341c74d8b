/** Everything that the program ShellCheck finds in RUN bodies: one family of findings, `shellcheck/SC2086`. */
import { at, type AnchoredEdit, defineRule, type Example, type Level, type Match } from '../../lint/rule';
import type { ShellcheckComment, ShellcheckLevel } from '../../model/shellcheck/answer';
import { type ShellcheckScript, shellcheckScripts } from '../../model/shellcheck/scripts';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'shellcheck',
  scope: 'stage',
  keywords: ['RUN', 'ONBUILD'],
  meta: {
    category: 'shell',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/SC2086', 'hadolint/SC2046', 'hadolint/SC2154', 'hadolint/SC2164'],
    isFamily: true,
  },
  docs: {
    summary: 'Scripts in RUN should hold up against ShellCheck',
    lesson: `A RUN is a shell script, and a quoting mistake in it shows only with the one file name or version that has a space.
[ShellCheck](https://www.shellcheck.net/) knows some hundred such mistakes. Where the program \`shellcheck\` is found, or a
setting names it, every RUN and every heredoc is handed to it, in the dialect of the stage's SHELL, and its findings appear
at their places with the fixes it has. Findings are named \`shellcheck/\` and its code, with the level it gives them: its
\`info\` is \`information\`, its \`style\` a hint. Variables of ENV and ARG are known to it; PowerShell and cmd are left alone.`,
    examples: {
      bad: [
        checked('FROM alpine:3.20\nRUN for file in *; do rm -r $file; done\n', {
          level: 'info',
          code: 2086,
          message: 'Double quote to prevent globbing and word splitting.',
          words: '$file',
          fixed: ['"', '"'],
        }),
      ],
      good: [checked('FROM alpine:3.20\nRUN for file in *; do rm -r "$file"; done\n')],
    },
    whenNotToUse:
      'Never as a whole. Silence a single code with a comment in the script (`# shellcheck disable=SC2086`), above the RUN, or for all files in the configuration (`shellcheck/SC2086`).',
    references: ['https://www.shellcheck.net/wiki/', 'https://docs.docker.com/reference/dockerfile/#shell'],
  },
  messages: { problem: '{problem}' },
  check(stage, { shellcheck }) {
    const found: Match[] = [];
    if (shellcheck === undefined) return found;
    for (const script of shellcheckScripts(stage)) {
      const comments = shellcheck.commentsOn(script.text) ?? [];
      const disabled = comments.length === 0 ? undefined : disabledIn(script);
      for (const [index, comment] of comments.entries())
        if (disabled?.has(comment.code) !== true)
          for (const one of matchOf(comment, index, script)) found.push(one);
    }
    return found;
  },
  fix({ at: { node }, data }, { stage, surroundings: { shellcheck } }) {
    if (stage === undefined) return [];
    const script = shellcheckScripts(stage).find(({ instruction }) => instruction === node);
    if (script === undefined) return [];
    const comment = shellcheck?.commentsOn(script.text)?.[Number(data?.['index'])];
    if (comment === undefined) return [];
    const edits = editsOf(comment, script);
    return edits === undefined
      ? []
      : [{ title: titleOf(comment, script, edits), safety: 'suggestion', edits }];
  },
});

const LEVELS: Readonly<Record<ShellcheckLevel, Level>> = {
  error: 'error',
  warning: 'warning',
  info: 'information',
  style: 'hint',
};

function matchOf(comment: ShellcheckComment, index: number, script: ShellcheckScript): readonly Match[] {
  const span = script.spanOf(comment);
  if (span === undefined) return [];
  const code = `SC${String(comment.code)}`;
  return [
    {
      at: at(script.instruction, widened(span, script)),
      message: 'problem',
      code,
      level: LEVELS[comment.level],
      equivalents: [`hadolint/${code}`],
      data: { problem: comment.message, index: String(index) },
    },
  ];
}

/** An empty place cannot be seen. */
function widened({ start, end }: Span, { instruction }: ShellcheckScript): Span {
  if (start < end) return { start, end };
  return start < instruction.span.end ? { start, end: start + 1 } : instruction.keywordSpan;
}

/** Codes of directives in the comment lines between continued lines, which the builder takes out of the script. */
function disabledIn({ instruction }: ShellcheckScript): ReadonlySet<number> | undefined {
  const { comments, text } = instruction;
  if (comments.length === 0) return undefined;
  const lists = comments.flatMap(({ start, end }) => {
    const list = /^\s*#\s*shellcheck\s+disable=([\w,]+)/.exec(text.slice(start, end))?.[1];
    return list === undefined ? [] : list.split(',');
  });
  return new Set(lists.map((code) => Number(code.replace(/^SC/i, ''))));
}

/** Undefined without a fix, and for one that cannot be carried over. */
function editsOf({ fix }: ShellcheckComment, script: ShellcheckScript): AnchoredEdit[] | undefined {
  if (fix.length === 0) return undefined;
  const { instruction } = script;
  // A new line ends the instruction where no heredoc holds it.
  if (instruction.heredocs.length === 0 && fix.some(({ replacement }) => replacement.includes('\n')))
    return undefined;
  const edits: AnchoredEdit[] = [];
  for (const each of fix) {
    const span = script.spanOf(each);
    if (span === undefined) return undefined;
    edits.push({ at: at(instruction, span), newText: each.replacement });
  }
  edits.sort((a, b) => a.at.span.start - b.at.span.start);
  const isTouching = edits.some((edit, place) => {
    const before = edits[place - 1]?.at.span;
    return before !== undefined && (edit.at.span.start < before.end || edit.at.span.start === before.start);
  });
  return isTouching ? undefined : edits;
}

function titleOf(
  comment: ShellcheckComment,
  script: ShellcheckScript,
  edits: readonly AnchoredEdit[],
): string {
  const { text } = script.instruction;
  const place = script.spanOf(comment);
  const start = Math.min(place?.start ?? text.length, edits[0]?.at.span.start ?? 0);
  const end = Math.max(place?.end ?? 0, edits.at(-1)?.at.span.end ?? 0);
  let done = start;
  let after = '';
  for (const { at: anchor, newText } of edits) {
    after += text.slice(done, anchor.span.start) + newText;
    done = anchor.span.end;
  }
  after += text.slice(done, end);
  const before = text.slice(start, end);
  return before.length + after.length > 80 || before.includes('\n')
    ? `Apply ShellCheck's fix for SC${String(comment.code)}`
    : `Replace \`${before}\` with \`${after}\``;
}

/** An example with the answer of the program, which says of its last line what is given. */
function checked(
  dockerfile: string,
  said?: Pick<ShellcheckComment, 'level' | 'code' | 'message'> & {
    readonly words: string;
    readonly fixed: readonly [string, string];
  },
): Example {
  const commentsOn = (script: string): readonly ShellcheckComment[] => {
    if (said === undefined) return [];
    const lines = script.trimEnd().split('\n');
    const line = lines.length;
    const column = (lines.at(-1) ?? '').indexOf(said.words) + 1;
    const endColumn = column + said.words.length;
    const insertion = (where: number, replacement: string) => ({
      ...{ line, column: where, endLine: line, endColumn: where },
      replacement,
    });
    const fix = [insertion(column, said.fixed[0]), insertion(endColumn, said.fixed[1])];
    const { level, code, message } = said;
    return [{ line, column, endLine: line, endColumn, level, code, message, fix }];
  };
  return { dockerfile, surroundings: { shellcheck: { commentsOn } } };
}
