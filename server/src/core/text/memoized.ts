/** Facts that hang on an immutable node are worked out once and live as long as the node. */

/**
 * A node that facts may hang on. They are kept in the node itself: a WeakMap costs several times as much to ask, and its
 * upkeep by the garbage collector was a third of the whole analysis.
 */
export interface Remembering {
  /** One place for every kind of fact; only `memoized` and `Slot` know which is whose. */
  readonly memory: unknown[];
}

export function memoized<Node extends Remembering, Fact>(derive: (node: Node) => Fact): (node: Node) => Fact {
  const slot = new Slot<Fact>();
  return (node) => {
    const known = slot.get(node);
    if (known !== undefined) return known === NOTHING ? (undefined as Fact) : known;
    const fact = derive(node);
    slot.set(node, fact === undefined ? (NOTHING as Fact) : fact);
    return fact;
  };
}

/** Stands for a fact that is `undefined`, since an empty place means that nobody has asked yet. */
const NOTHING: unknown = Symbol('nothing');

let count = 0;

/** A place in the memory of every node, for what is replaced now and then. */
export class Slot<Value> {
  private readonly place = count++;

  get(node: Remembering): Value | undefined {
    return node.memory[this.place] as Value | undefined;
  }

  set(node: Remembering, value: Value): void {
    node.memory[this.place] = value;
  }
}
