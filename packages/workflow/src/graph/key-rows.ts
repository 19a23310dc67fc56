/**
 * One set of nodes for each node, as bits: 2,000 nodes are half a megabyte, and a union is 63 words. Sets of keys would
 * cost a hundred times as much, which is felt when `check` runs on every key press.
 */
export class KeyRows {
  private readonly words: number;
  private readonly bits: Uint32Array;

  constructor(count: number) {
    this.words = Math.ceil(count / 32);
    this.bits = new Uint32Array(count * this.words);
  }

  /** The set of one node. Changing it changes the table. */
  row(of: number): Uint32Array {
    return this.bits.subarray(of * this.words, (of + 1) * this.words);
  }

  /** An empty set of the same width, for what is being worked out. */
  blank(): Uint32Array {
    return new Uint32Array(this.words);
  }
}

export function addTo(set: Uint32Array, position: number): void {
  set[position >>> 5] = (set[position >>> 5] ?? 0) | (1 << (position & 31));
}

export function isIn(set: Uint32Array, position: number): boolean {
  return ((set[position >>> 5] ?? 0) & (1 << (position & 31))) !== 0;
}

export function unite(set: Uint32Array, other: Uint32Array): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) | (other[word] ?? 0);
}

export function intersect(set: Uint32Array, other: Uint32Array): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) & (other[word] ?? 0);
}
