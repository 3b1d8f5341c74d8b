/** Facts that hang on an immutable node are worked out once and live as long as the node. */

export function memoized<Node extends object, Fact>(derive: (node: Node) => Fact): (node: Node) => Fact {
  const facts = new WeakMap<Node, Fact>();
  return (node) => {
    const known = facts.get(node);
    if (known !== undefined || facts.has(node)) return known as Fact;
    const fact = derive(node);
    facts.set(node, fact);
    return fact;
  };
}
