/**
 * First in, first out for each owner, and the owners in turn: a workflow with a thousand jobs waiting delays another
 * one's job by one of its own.
 */
export class FairQueue<Item> {
  readonly #bound: number;
  /** Only owners with something waiting, the next one first. */
  readonly #waiting = new Map<string, Item[]>();
  #size = 0;

  constructor(bound: number) {
    this.#bound = bound;
  }

  get size(): number {
    return this.#size;
  }

  /** False when the queue is full: nothing was added. */
  add(owner: string, item: Item): boolean {
    if (this.#size >= this.#bound) return false;
    const items = this.#waiting.get(owner);
    if (items) items.push(item);
    else this.#waiting.set(owner, [item]);
    this.#size += 1;
    return true;
  }

  take(): Item | undefined {
    for (const [owner, items] of this.#waiting) {
      const item = items.shift();
      this.#waiting.delete(owner);
      if (items.length > 0) this.#waiting.set(owner, items);
      this.#size -= 1;
      return item;
    }
    return undefined;
  }

  /** Whether it was still waiting. */
  remove(owner: string, item: Item): boolean {
    const items = this.#waiting.get(owner);
    const at = items?.indexOf(item) ?? -1;
    if (!items || at < 0) return false;
    items.splice(at, 1);
    if (items.length === 0) this.#waiting.delete(owner);
    this.#size -= 1;
    return true;
  }
}
