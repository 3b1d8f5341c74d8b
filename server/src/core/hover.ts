/** The façade over the lessons: a place in an analysed text in, what a person reads there out. */
import type { Analysis } from './analysis';
import { lessonAt } from './lesson/lesson';
import type { FindingHere, FindingMessages } from './lesson/context';
import { ruleById } from './rules/index';
import type { Node } from './syntax/nodes';
import type { Span } from './text/span';

export interface Hover {
  /** Offsets in the analysed text. */
  readonly span: Span;
  /** Markdown, about twelve lines at most. */
  readonly markdown: string;
  /** Whether it is about the line as a whole, or about a flag, a variable or a name in it. */
  readonly subject: 'line' | 'word';
}

/**
 * Undefined where there is nothing to say: blank lines, ordinary comments. Never throws.
 *
 * @param messages `shown` where the editor tells the message of a finding itself, right above: then only its reason follows
 */
export function hover(
  analysis: Analysis,
  offset: number,
  messages: FindingMessages = 'missing',
): Hover | undefined {
  const node = analysis.dockerfile.nodeAt(offset);
  if (node === undefined) return undefined;
  const start = analysis.dockerfile.startOf(node);
  // Behind the last line end there is an empty line, which the node at the end of the text does not hold.
  if (offset >= start + node.text.length && node.text.endsWith('\n')) return undefined;
  const lesson = lessonAt(
    {
      facts: analysis.facts,
      surroundings: analysis.surroundings,
      ruleOf: (id) => ruleById.get(id) ?? ruleById.get(id.split('/', 1)[0] ?? ''),
      lineOf: (other) => analysis.lines.lineAt(analysis.dockerfile.startOf(other) + other.span.start) + 1,
      findingsAt: () => findingsAt(analysis, node, offset - start),
      messages,
    },
    node,
    offset - start,
  );
  if (lesson === undefined) return undefined;
  return {
    span: { start: start + lesson.span.start, end: start + lesson.span.end },
    markdown: lesson.markdown,
    subject: lesson.subject,
  };
}

/** Findings of this node whose range holds the offset, which is relative to the node's text. */
function findingsAt(analysis: Analysis, node: Node, offset: number): readonly FindingHere[] {
  return analysis.findings.flatMap((finding) => {
    const { node: of, span } = finding.at;
    if (of !== node || offset < span.start || offset > span.end) return [];
    return [{ finding, span }];
  });
}
