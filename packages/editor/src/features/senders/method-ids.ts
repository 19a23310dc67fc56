import { sameMeaning } from "../../document/share-structure.ts";

/** A method of the list under an identity that stays while it is edited: what is open, or shown once, stays with it. */
export interface Identified {
  readonly id: number;
  readonly entry: unknown;
}

/**
 * Carries identities over an edit of the list. Methods have none of their own: as long as their number stays, their
 * place is it; where one came or went, those before and behind are known by what they hold.
 */
export function identify(before: readonly Identified[], entries: readonly unknown[]): Identified[] {
  if (before.length === entries.length) {
    return entries.map((entry, at) => ({ id: before[at]?.id ?? at, entry }));
  }
  const shorter = Math.min(before.length, entries.length);
  let head = 0;
  while (head < shorter && sameMeaning(before[head]?.entry, entries[head])) head++;
  let tail = 0;
  while (tail < shorter - head && sameMeaning(before.at(-1 - tail)?.entry, entries.at(-1 - tail))) tail++;
  let next = before.reduce((highest, { id }) => Math.max(highest, id), -1) + 1;
  return entries.map((entry, at) => {
    const behind = entries.length - at;
    const known = at < head ? before[at] : behind <= tail ? before.at(-behind) : undefined;
    return { id: known?.id ?? next++, entry };
  });
}
