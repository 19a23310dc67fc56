import { dateEntries } from "./dates.ts";
import { encodingEntries } from "./encodings.ts";
import type { FunctionEntry, FunctionKind } from "./entry.ts";
import { listOrderEntries } from "./list-order.ts";
import { listEntries } from "./lists.ts";
import { mathEntries } from "./math.ts";
import { numberEntries } from "./numbers.ts";
import { objectEntries } from "./objects.ts";
import { patternEntries } from "./patterns.ts";
import { textPatternEntries } from "./text-patterns.ts";
import { textEntries } from "./texts.ts";
import { totalEntries } from "./totals.ts";

/** Every function and method there is, for completion and help. Nothing else can be called. */
export const functionTable: readonly FunctionEntry[] = [
  ...numberEntries,
  ...totalEntries,
  ...encodingEntries,
  ...dateEntries,
  ...textEntries,
  ...textPatternEntries,
  ...patternEntries,
  ...listEntries,
  ...listOrderEntries,
  ...objectEntries,
  ...mathEntries,
];

export type MethodEntries = ReadonlyMap<FunctionKind, FunctionEntry>;

function indexed() {
  const functions = new Map<string, FunctionEntry>();
  const methods = new Map<string, Map<FunctionKind, FunctionEntry>>();
  const namespaces = new Set<string>();
  for (const entry of functionTable) {
    if (entry.kind === "function" || entry.kind === "namespace") {
      functions.set(entry.name, entry);
      const [namespace, member] = entry.name.split(".");
      if (namespace !== undefined && member !== undefined) namespaces.add(namespace);
    } else {
      const byKind = methods.get(entry.name) ?? new Map<FunctionKind, FunctionEntry>();
      byKind.set(entry.kind, entry);
      methods.set(entry.name, byKind);
    }
  }
  return { functions, methods, namespaces };
}

/** The table by name. Maps, so that no name of JavaScript's own objects is ever found in them. */
export const callables: {
  readonly functions: ReadonlyMap<string, FunctionEntry>;
  readonly methods: ReadonlyMap<string, MethodEntries>;
  readonly namespaces: ReadonlySet<string>;
} = indexed();

/** The known name that looks most like a mistyped one, if any does. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase().slice(0, 40);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const distance = edits(wanted, candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function edits(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
