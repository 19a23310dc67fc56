/** Up to so many entries are copied for a new version, which costs nothing and leaves the old one as it is. */
const mostCopied = 32;

/**
 * A map that is never changed: a change makes another one. The newest version of a large one has the entries, and the one
 * before only what it was different in, so that a change costs what changed: 10,000 iterations that sleep and wake one after
 * another were 10,000 copies of 10,000 entries. An old version that is read after all makes itself a copy.
 */
export class VersionedMap<Value> {
  #own: Map<string, Value> | undefined;
  /** The version after this one, and what this one has instead. */
  #newer: { readonly map: VersionedMap<Value>; readonly before: readonly Change<Value>[] } | undefined;

  constructor(entries: Iterable<readonly [string, Value]> = []) {
    this.#own = new Map(entries);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  keys(): MapIterator<string> {
    return this.#entries.keys();
  }

  /** `undefined` takes an entry away. */
  with(changes: readonly Change<Value>[]): VersionedMap<Value> {
    if (changes.length === 0) return this;
    const entries = this.#entries;
    if (entries.size <= mostCopied) {
      const copy = new VersionedMap(entries);
      apply(copy.#entries, changes);
      return copy;
    }
    const next = new VersionedMap<Value>();
    const before = changes.map(([key]): Change<Value> => [key, entries.get(key)]).reverse();
    apply(entries, changes);
    next.#own = entries;
    this.#own = undefined;
    this.#newer = { map: next, before };
    return next;
  }

  get #entries(): Map<string, Value> {
    if (this.#own) return this.#own;
    const steps: (readonly Change<Value>[])[] = [];
    let newest: VersionedMap<Value> = this;
    while (newest.#newer && !newest.#own) {
      steps.push(newest.#newer.before);
      newest = newest.#newer.map;
    }
    const own = new Map(newest.#own);
    for (const before of steps.reverse()) apply(own, before);
    this.#own = own;
    this.#newer = undefined;
    return own;
  }
}

type Change<Value> = readonly [key: string, value: Value | undefined];

function apply<Value>(entries: Map<string, Value>, changes: readonly Change<Value>[]): void {
  for (const [key, value] of changes) {
    if (value === undefined) entries.delete(key);
    else entries.set(key, value);
  }
}
