/** Writes the comment that silences a finding, adds to one that is there, and takes away what silences nothing. */
import type { FileFacts } from '../model/facts';
import type { Comment, Instruction, Node } from '../syntax/nodes';
import type { Span } from '../text/span';
import type { TextEdit } from '../text/textEdit';
import type { Finding } from './finding';
import type { AnchoredEdit, Safety } from './rule';
import { suppressionsOf } from './suppression';
import { suppressionComment, type SuppressionReach, type SuppressionWord } from './suppressionComment';

/**
 * The edit after which the finding, and every other one of its rule within the reach, is no longer reported.
 * Undefined where the reach does not exist: a finding in no stage, or at no instruction.
 */
export function suppressionEdit(
  file: FileFacts,
  finding: Finding,
  reach: SuppressionReach,
): TextEdit | undefined {
  const target = targetOf(finding, reach);
  if (target === undefined && reach !== 'file') return undefined;
  for (const existing of suppressionsOf(file)) {
    if (existing.tool !== 'stagewright' || existing.reach !== reach || existing.target !== target) continue;
    const last = existing.rules.at(-1);
    if (last !== undefined) return addBehind(existing.comment, last, finding.rule, file);
  }
  const comment = `# stagewright ${KEYWORDS[reach]}=${finding.rule}`;
  return target === undefined ? insertAtTop(comment, file) : insertAbove(target, comment, file);
}

/**
 * The edits that take a word out of a comment, and the comment with its last word.
 *
 * @param word relative to the comment's text
 */
export function suppressionRemoval(
  file: FileFacts,
  comment: Comment,
  word: Span,
): { readonly edits: readonly AnchoredEdit[]; readonly safety: Safety } {
  const words = suppressionComment(comment)?.rules ?? [];
  const index = words.findIndex(({ span }) => span.start === word.start);
  const next = words[index + 1];
  const before = words[index - 1];
  if (next === undefined && before === undefined) {
    const start = comment.text.startsWith('\ufeff') ? 1 : 0;
    return {
      edits: [{ at: { node: comment, span: { start, end: comment.text.length } }, newText: '' }],
      safety: makesDirective(file, comment) ? 'suggestion' : 'safe',
    };
  }
  const span =
    next === undefined
      ? { start: before?.span.end ?? word.start, end: word.end }
      : { start: word.start, end: next.span.start };
  return { edits: [{ at: { node: comment, span }, newText: '' }], safety: 'safe' };
}

/** True when the line below becomes a parser directive once the comment is gone. */
function makesDirective({ dockerfile }: FileFacts, comment: Comment): boolean {
  const { nodes, starts, directivesEnd } = dockerfile;
  const index = dockerfile.indexOf(comment);
  const start = starts[index] ?? 0;
  const next = nodes[index + 1];
  return (
    start === directivesEnd &&
    next?.kind === 'comment' &&
    starts[index + 1] === start + comment.text.length &&
    /^(?:syntax|escape|check)\s*=/i.test(next.content)
  );
}

const KEYWORDS: Readonly<Record<SuppressionReach, string>> = {
  instruction: 'ignore',
  stage: 'stage-ignore',
  file: 'file-ignore',
};

/** The instruction in front of which the comment stands; undefined for the whole file. */
function targetOf({ at, stage }: Finding, reach: SuppressionReach): Instruction | undefined {
  switch (reach) {
    case 'instruction':
      return at.node?.kind === 'instruction' ? at.node : undefined;
    case 'stage':
      return stage?.from;
    case 'file':
      return undefined;
  }
}

function addBehind(comment: Node, { span }: SuppressionWord, rule: string, file: FileFacts): TextEdit {
  const end = file.dockerfile.startOf(comment) + span.end;
  return { span: { start: end, end }, newText: `,${rule}` };
}

function insertAbove(instruction: Instruction, comment: string, { dockerfile }: FileFacts): TextEdit {
  const { text } = dockerfile;
  const start = skipByteOrderMark(text, dockerfile.startOf(instruction));
  const indentation = /^[ \t]*/.exec(text.slice(start, start + instruction.text.length))?.[0] ?? '';
  return { span: { start, end: start }, newText: `${indentation}${comment}${lineEndOf(text)}` };
}

/** Behind the parser directives: a comment in front of them would make comments of them. */
function insertAtTop(comment: string, { dockerfile }: FileFacts): TextEdit {
  const { text, directivesEnd } = dockerfile;
  let start = skipByteOrderMark(text, directivesEnd);
  for (;;) {
    // BuildKit lets a `#!` line stand above the directives (parser/directives.go).
    const line = /^#(?:!|[ \t]*[a-zA-Z][a-zA-Z0-9]*[ \t]*=).*(?:\n|$)/.exec(lineAt(text, start));
    if (line === null) break;
    start += line[0].length;
  }
  const isOnOwnLine = start === 0 || text[start - 1] === '\n' || text[start - 1] === '\ufeff';
  const lineEnd = lineEndOf(text);
  return {
    span: { start, end: start },
    newText: isOnOwnLine ? `${comment}${lineEnd}` : `${lineEnd}${comment}`,
  };
}

function skipByteOrderMark(text: string, offset: number): number {
  return offset === 0 && text.startsWith('\ufeff') ? 1 : offset;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.slice(start) : text.slice(start, end + 1);
}

/** As the first line has it. */
function lineEndOf(text: string): string {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}
