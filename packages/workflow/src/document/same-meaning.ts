import { keepsKeyOrder } from "./key-order.ts";

type Place = readonly unknown[];

/**
 * Whether two documents, or what stands at one place of both, say the same. Absent and `undefined` are alike, and the order
 * of keys counts where `keepsKeyOrder` says so: of a value that is no document, `at` is its place in one.
 */
export function sameMeaning(one: unknown, other: unknown, at: Place = []): boolean {
  return isSame({ one, other, at, keeps: keepsKeyOrder });
}

/** Whether two JSON values have the same text, order of keys included. What both share costs nothing. */
export function sameText(one: unknown, other: unknown): boolean {
  return isSame({ one, other, at: [], keeps: () => true });
}

interface Pair {
  readonly one: unknown;
  readonly other: unknown;
  readonly at: Place;
  readonly keeps: (at: Place) => boolean;
}

function isSame({ one, other, at, keeps }: Pair): boolean {
  // `===`: JSON has one zero only.
  if (one === other) return true;
  const below = (own: unknown, its: unknown, step: string | number) =>
    isSame({ one: own, other: its, at: [...at, step], keeps });
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => below(item, other[index], index));
  }
  if (!isPlainObject(one) || !isPlainObject(other)) return false;
  const [keys, others] = [writtenKeys(one), writtenKeys(other)];
  if (keys.length !== others.length) return false;
  const ordered = keeps(at);
  return keys.every(
    (key, index) =>
      (ordered ? others[index] === key : Object.hasOwn(other, key)) && below(one[key], other[key], key),
  );
}

function writtenKeys(object: Record<string, unknown>): readonly string[] {
  return Object.keys(object).filter((key) => object[key] !== undefined);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
