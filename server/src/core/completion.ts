/** The façade over completion: a place in an analysed text in, what can be written there out. */
import type { Analysis } from './analysis';
import type { Completion } from './completion/completion';
import { completionAt } from './completion/completionAt';
import { rules } from './rules/index';
import type { Span } from './text/span';

export type { Completion, CompletionKind } from './completion/completion';

export interface CompletionList {
  /** Offsets in the analysed text: what the chosen entry replaces. It ends at the pointer. */
  readonly replaces: Span;
  /** The likeliest first. */
  readonly items: readonly Completion[];
}

/** Undefined where nothing of ours can stand, as in the words of a script. Never throws. */
export function completions(analysis: Analysis, offset: number): CompletionList | undefined {
  const { dockerfile, facts, surroundings, lines } = analysis;
  const node = dockerfile.nodeAt(offset);
  const start = node === undefined ? offset : dockerfile.startOf(node);
  // Behind the last line end there is an empty line, which the node at the end of the text does not hold.
  const isBehind = node !== undefined && offset >= start + node.text.length && node.text.endsWith('\n');
  const found = completionAt(
    {
      facts,
      surroundings,
      rules,
      rulesBelow: () => {
        const next = dockerfile.nodes
          .slice(node === undefined ? 0 : dockerfile.indexOf(node) + 1)
          .find(({ kind }) => kind === 'instruction');
        return new Set(analysis.findings.filter(({ at }) => at.node === next).map(({ rule }) => rule));
      },
      lineOf: (other) => lines.lineAt(dockerfile.startOf(other) + other.span.start) + 1,
    },
    isBehind ? undefined : node,
    isBehind ? 0 : offset - start,
  );
  if (found === undefined || found.items.length === 0) return undefined;
  const base = isBehind ? offset : start;
  return {
    replaces: { start: base + found.replaces.start, end: base + found.replaces.end },
    items: distinct(found.items).sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1)),
  };
}

/** The first of each label. */
function distinct(items: readonly Completion[]): Completion[] {
  const seen = new Map<string, Completion>();
  for (const item of items) if (!seen.has(item.label)) seen.set(item.label, item);
  return [...seen.values()];
}
