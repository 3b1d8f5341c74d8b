/** Names and values that grow line by line, where every line keeps its own view: copying them for each would cost the square. */

interface Entry<Value> {
  /** The first version that sees the value. */
  readonly since: number;
  readonly value: Value;
}

const NOTHING: Readonly<Record<string, never>> = {};

/**
 * An immutable map. The maps that follow from one another share their entries; only a second successor of the same map
 * is a copy.
 */
export class LayeredMap<Value> implements ReadonlyMap<string, Value> {
  private constructor(
    /** What holds where no entry says otherwise. */
    private readonly ground: Readonly<Record<string, Value>>,
    /** By name, oldest first. */
    private readonly history: Map<string, Entry<Value>[]>,
    private readonly version: number,
    /** Shared with every map over the same entries. */
    private readonly newest: { version: number },
    readonly size: number,
  ) {}

  static of<Value>(entries: Iterable<readonly [string, Value]> = []): LayeredMap<Value> {
    const map = new Map<string, Entry<Value>[]>();
    for (const [name, value] of entries) map.set(name, [{ since: 0, value }]);
    return new LayeredMap<Value>(NOTHING, map, 0, { version: 0 }, map.size);
  }

  /** The names and values of an object that never changes; they are not copied. */
  static over<Value>(ground: Readonly<Record<string, Value>>): LayeredMap<Value> {
    return new LayeredMap(ground, new Map(), 0, { version: 0 }, Object.keys(ground).length);
  }

  /** This map with one name more, or with another value for it. */
  with(name: string, value: Value): LayeredMap<Value> {
    // An empty one is shared by many files, which must not end up in one another's memory.
    const isOwn = this.size > 0 && this.version === this.newest.version;
    return (isOwn ? this : LayeredMap.of(this)).append(name, value);
  }

  private append(name: string, value: Value): LayeredMap<Value> {
    const since = ++this.newest.version;
    const known = this.history.get(name);
    const isNew = known === undefined && !Object.hasOwn(this.ground, name);
    if (known === undefined) this.history.set(name, [{ since, value }]);
    else known.push({ since, value });
    return new LayeredMap(this.ground, this.history, since, this.newest, this.size + (isNew ? 1 : 0));
  }

  get(name: string): Value | undefined {
    const entry = this.entryOf(name);
    if (entry !== undefined) return entry.value;
    return Object.hasOwn(this.ground, name) ? this.ground[name] : undefined;
  }

  has(name: string): boolean {
    return this.entryOf(name) !== undefined || Object.hasOwn(this.ground, name);
  }

  *entries(): MapIterator<[string, Value]> {
    for (const [name, value] of Object.entries(this.ground)) {
      const entry = this.entryOf(name);
      yield [name, entry === undefined ? value : entry.value];
    }
    for (const name of this.history.keys()) {
      const entry = this.entryOf(name);
      if (entry !== undefined && !Object.hasOwn(this.ground, name)) yield [name, entry.value];
    }
  }

  *keys(): MapIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(use: (value: Value, name: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [name, value] of this.entries()) use(value, name, this);
  }

  private entryOf(name: string): Entry<Value> | undefined {
    const known = this.history.get(name);
    if (known === undefined) return undefined;
    let low = 0;
    let high = known.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if ((known[middle]?.since ?? 0) <= this.version) low = middle + 1;
      else high = middle - 1;
    }
    return known[high];
  }
}
