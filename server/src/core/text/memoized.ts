/** Facts that hang on an immutable node are worked out once and live as long as the node. */

/**
 * A node that facts may hang on. They are kept in the node itself: a WeakMap costs several times as much to ask, and its
 * upkeep by the garbage collector was a third of the whole analysis.
 */
export interface Remembering {
  /** Only `Slot` knows what is whose. */
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

/**
 * A place in the memory of every node, for what is replaced now and then. The memory is a list of keys and values in turn:
 * a node knows a handful of facts, and an array with a place for each kind of fact would be mostly empty.
 */
export class Slot<Value> {
  private readonly key = count++;

  get({ memory }: Remembering): Value | undefined {
    for (let at = 0; at < memory.length; at += 2) if (memory[at] === this.key) return memory[at + 1] as Value;
    return undefined;
  }

  set({ memory }: Remembering, value: Value): void {
    for (let at = 0; at < memory.length; at += 2)
      if (memory[at] === this.key) {
        memory[at + 1] = value;
        return;
      }
    memory.push(this.key, value);
  }
}
