/** Comments that silence findings: for the next instruction, for a stage, for the file. */
import type { FileFacts } from '../model/facts';
import type { Comment, Instruction } from '../syntax/nodes';
import { memoized } from '../text/memoized';
import type { Span } from '../text/span';
import type { Finding } from './finding';

/** A comment's own words, before it is known what it stands in front of. */
export interface SuppressionComment {
  readonly reach: 'instruction' | 'stage' | 'file';
  /** Spans relative to the comment's text. `all` silences every rule. */
  readonly rules: readonly { readonly id: string; readonly span: Span }[];
  readonly reason: string | undefined;
}

export interface Suppression extends SuppressionComment {
  readonly comment: Comment;
  /** The instruction it reaches, or the FROM of the stage it reaches. */
  readonly target: Instruction | undefined;
}

const FORM = /^stagewright\s+((?:stage-|file-)?ignore)\s*=\s*/;

/** `stagewright ignore=a,b reason=…`, also `stage-ignore` and `file-ignore`; undefined for any other comment. */
export const suppressionComment = memoized((comment: Comment): SuppressionComment | undefined => {
  const match = FORM.exec(comment.content);
  if (match === null) return undefined;
  const rest = comment.content.slice(match[0].length);
  const reason = /\s+reason=(.*)$/.exec(rest);
  const list = reason === null ? rest : rest.slice(0, reason.index);
  const rules: { id: string; span: Span }[] = [];
  for (const word of list.matchAll(/[^\s,]+/g)) {
    const start = comment.contentSpan.start + match[0].length + word.index;
    rules.push({ id: word[0], span: { start, end: start + word[0].length } });
  }
  const reach = match[1] === 'ignore' ? 'instruction' : match[1] === 'stage-ignore' ? 'stage' : 'file';
  return { reach, rules, reason: reason?.[1] };
});

export function suppressionsOf(file: FileFacts): readonly Suppression[] {
  const found: Suppression[] = [];
  const { nodes } = file.dockerfile;
  for (let at = 0; at < nodes.length; at++) {
    const comment = nodes[at];
    if (comment?.kind !== 'comment' || !comment.content.startsWith('stagewright')) continue;
    const parsed = suppressionComment(comment);
    if (parsed !== undefined) found.push({ ...parsed, comment, target: targetOf(parsed, at, file) });
  }
  return found;
}

export function isSuppressed(
  finding: Finding,
  suppressions: readonly Suppression[],
  file: FileFacts,
): boolean {
  return suppressions.some(
    (suppression) => reaches(suppression, finding, file) && names(suppression, finding.rule),
  );
}

function names(suppression: Suppression, rule: string): boolean {
  return suppression.rules.some(({ id }) => id === 'all' || id === rule || rule.startsWith(`${id}/`));
}

function reaches(suppression: Suppression, finding: Finding, file: FileFacts): boolean {
  switch (suppression.reach) {
    case 'file':
      return true;
    case 'stage':
      return finding.stage !== undefined && finding.stage.from === suppression.target;
    case 'instruction':
      // A file rule may point at a comment or directive; nothing stands in front of those.
      return (
        finding.at.node !== null &&
        finding.at.node === suppression.target &&
        file.dockerfile.indexOf(finding.at.node) !== -1
      );
  }
}

function targetOf(parsed: SuppressionComment, at: number, file: FileFacts): Instruction | undefined {
  const { nodes } = file.dockerfile;
  const next = nodes
    .slice(at + 1)
    .find((node) => node.kind === 'instruction' || (node.kind === 'comment' && node.content === ''));
  const following = next?.kind === 'instruction' ? next : undefined;
  if (parsed.reach === 'instruction') return following;
  // In front of a FROM the comment belongs to the stage that begins there; elsewhere to the stage it stands in.
  if (following?.keyword === 'FROM') return following;
  for (let before = at - 1; before >= 0; before--) {
    const node = nodes[before];
    if (node?.kind === 'instruction' && node.keyword === 'FROM') return node;
  }
  return undefined;
}
