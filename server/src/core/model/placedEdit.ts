/** An edit beside a node, for what a rule's fix and a refactoring both write. */
import type { Node } from '../syntax/nodes';
import type { Span } from '../text/span';

export interface PlacedEdit {
  /** The span is relative to the node's text, and may reach behind it. */
  readonly at: { readonly node: Node; readonly span: Span };
  readonly newText: string;
}
