import { sameText } from "../document/same-meaning.ts";
import type { Json } from "../node-contract/json.ts";

/** Pairs of equal entries that are compared at most: above, the lists count as wholly different in the middle. */
const mostPairs = 250_000;

/** One entry of a list that has no names, as it was and as it is; absent: it was or is not there. */
export interface Entry {
  readonly before?: Json;
  readonly after?: Json;
  /** Where it stands: in `after`, or in `before` when it is gone. Counted from 0. */
  readonly index: number;
}

/**
 * What became of each entry, in order: by the longest run of entries that both lists have, and between two of those one by one.
 * So an entry put in between does not make all that follow others.
 */
export function entriesOf(before: readonly Json[], after: readonly Json[]): readonly Entry[] {
  const entries: Entry[] = [];
  let [was, is] = [0, 0];
  for (const [one, other] of [...commonOf(before, after), [before.length, after.length] as const]) {
    while (was < one || is < other) {
      entries.push({
        index: is < other ? is : was,
        ...(was < one ? { before: before[was] as Json } : {}),
        ...(is < other ? { after: after[is] as Json } : {}),
      });
      if (was < one) was += 1;
      if (is < other) is += 1;
    }
    if (one < before.length && other < after.length) {
      entries.push({ index: other, before: before[one] as Json, after: after[other] as Json });
      was = one + 1;
      is = other + 1;
    }
  }
  return entries;
}

/** Places of the entries of a longest common run. */
function commonOf(before: readonly Json[], after: readonly Json[]): readonly (readonly [number, number])[] {
  const same = (one: number, other: number) => sameText(before[one], after[other]);
  let start = 0;
  while (start < before.length && start < after.length && same(start, start)) start += 1;
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && same(endBefore - 1, endAfter - 1)) {
    endBefore -= 1;
    endAfter -= 1;
  }
  const [rows, columns] = [endBefore - start, endAfter - start];
  const middle: [number, number][] = [];
  if (rows * columns > 0 && rows * columns <= mostPairs) {
    const lengths = Array.from({ length: rows + 1 }, () => new Array<number>(columns + 1).fill(0));
    const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
    for (let row = rows - 1; row >= 0; row--) {
      const line = lengths[row] ?? [];
      for (let column = columns - 1; column >= 0; column--) {
        line[column] = same(start + row, start + column)
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
      }
    }
    let [row, column] = [0, 0];
    while (row < rows && column < columns) {
      if (same(start + row, start + column)) middle.push([start + row++, start + column++]);
      else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
      else column += 1;
    }
  }
  const ends = (count: number, one: number, other: number) =>
    Array.from({ length: count }, (_, index) => [one + index, other + index] as const);
  return [...ends(start, 0, 0), ...middle, ...ends(before.length - endBefore, endBefore, endAfter)];
}

/** What one side did to a list: to each entry that was there, and what it put before each (and at the end). */
interface SideOfList {
  /** By place in the list before; undefined: taken out. */
  readonly kept: readonly (Json | undefined)[];
  readonly added: readonly (readonly Json[])[];
}

function sideOf(base: readonly Json[], side: readonly Json[]): SideOfList {
  const kept: (Json | undefined)[] = [];
  const added: Json[][] = [[]];
  for (const { before, after } of entriesOf(base, side)) {
    if (before === undefined) added.at(-1)?.push(after as Json);
    else {
      kept.push(after);
      added.push([]);
    }
  }
  return { kept, added };
}

/**
 * The list with what both sides did to different entries of it. Undefined when both changed one entry, or one side took out
 * what the other changed: then the list is for a person. What both put in one place stands there in a row, theirs first; what
 * both put there alike, once.
 */
export function mergeEntries(given: {
  base: readonly Json[];
  mine: readonly Json[];
  theirs: readonly Json[];
}): Json[] | undefined {
  const { base, mine, theirs } = given;
  const [own, other] = [sideOf(base, mine), sideOf(base, theirs)];
  const merged: Json[] = [];
  for (let index = 0; index <= base.length; index++) {
    const [put, putThere] = [own.added[index] ?? [], other.added[index] ?? []];
    merged.push(...putThere, ...put.filter((one) => !putThere.some((two) => sameText(one, two))));
    const was = base[index];
    if (was === undefined) continue;
    const [is, isThere] = [own.kept[index], other.kept[index]];
    const entry = sameText(is, was) || sameText(is, isThere) ? isThere : is;
    if (entry === is && !sameText(isThere, was) && !sameText(is, isThere)) return undefined;
    if (entry !== undefined) merged.push(entry);
  }
  return merged;
}
