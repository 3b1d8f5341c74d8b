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
  let following: Instruction | undefined;
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at];
    if (node?.kind === 'instruction') following = node;
    if (node?.kind !== 'comment') continue;
    if (node.content === '') following = undefined;
    if (!node.content.startsWith('stagewright')) continue;
    const parsed = suppressionComment(node);
    if (parsed === undefined) continue;
    found.push({ ...parsed, comment: node, target: targetOf(parsed, node, following, file) });
  }
  return found.reverse();
}

/** The findings that no comment silences. */
export function withoutSuppressed(findings: readonly Finding[], file: FileFacts): readonly Finding[] {
  const suppressions = suppressionsOf(file);
  if (suppressions.length === 0) return findings;
  const ofFile: Suppression[] = [];
  const ofInstruction = new Map<Instruction, Suppression[]>();
  const ofStage = new Map<Instruction, Suppression[]>();
  for (const suppression of suppressions) {
    const { reach, target } = suppression;
    if (reach === 'file') ofFile.push(suppression);
    else if (target !== undefined) {
      const byTarget = reach === 'stage' ? ofStage : ofInstruction;
      const known = byTarget.get(target);
      if (known === undefined) byTarget.set(target, [suppression]);
      else known.push(suppression);
    }
  }
  const isNamedIn = (candidates: readonly Suppression[] | undefined, rule: string): boolean =>
    candidates?.some((suppression) => names(suppression, rule)) === true;
  return findings.filter(
    ({ rule, at, stage }) =>
      !isNamedIn(ofFile, rule) &&
      !(stage !== undefined && isNamedIn(ofStage.get(stage.from), rule)) &&
      // A file rule may point at a comment or directive; nothing stands in front of those.
      !(at.node?.kind === 'instruction' && isNamedIn(ofInstruction.get(at.node), rule)),
  );
}

function names(suppression: Suppression, rule: string): boolean {
  return suppression.rules.some(({ id }) => id === 'all' || id === rule || rule.startsWith(`${id}/`));
}

/** `following` is the next instruction below the comment, unless an empty `#` line detaches it. */
function targetOf(
  parsed: SuppressionComment,
  comment: Comment,
  following: Instruction | undefined,
  file: FileFacts,
): Instruction | undefined {
  if (parsed.reach === 'instruction') return following;
  // In front of a FROM the comment belongs to the stage that begins there; elsewhere to the stage it stands in.
  return following?.keyword === 'FROM' ? following : file.stageOf(comment)?.from;
}
