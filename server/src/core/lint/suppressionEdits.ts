/** Writes the comment that silences a finding, or adds to one that is there. */
import type { FileFacts } from '../model/facts';
import type { Instruction } from '../syntax/nodes';
import type { TextEdit } from '../text/textEdit';
import type { Finding } from './finding';
import { type Suppression, type SuppressionComment, suppressionsOf } from './suppression';

export type SuppressionReach = SuppressionComment['reach'];

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
  const existing = suppressionsOf(file).find(
    (one) => one.reach === reach && one.target === target && hasRules(one),
  );
  if (existing !== undefined) return addTo(existing, finding.rule, file);
  const comment = `# stagewright ${KEYWORDS[reach]}=${finding.rule}`;
  return target === undefined ? insertAtTop(comment, file) : insertAbove(target, comment, file);
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

function hasRules({ rules }: Suppression): boolean {
  return rules.length > 0;
}

function addTo({ comment, rules }: Suppression, rule: string, file: FileFacts): TextEdit {
  const end = file.dockerfile.startOf(comment) + (rules.at(-1)?.span.end ?? comment.contentSpan.end);
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
