import type { Json } from "../node-contract/json.ts";
import { fieldOf, type Identity, identities, isObject, type Place } from "./place.ts";

/** What identifies an element; undefined: nothing of that kind does. */
export function nameOf(element: Json, by: Identity): string | undefined {
  if (!isObject(element)) return undefined;
  if (by !== "edge") {
    const name = fieldOf(element, by);
    return typeof name === "string" && name !== "" ? name : undefined;
  }
  return edgeName(element);
}

/** A port leads to a node once at most: its three parts name an edge. */
export function edgeName({ from, port = "out", to }: Readonly<Record<string, unknown>>): string {
  return `${from}:${port}>${to}`;
}

/**
 * By what the elements of these lists are told apart, the same for all of them, so that they can be compared one by one.
 * Undefined where nothing does (texts, headers that repeat): such a list is one value.
 */
export function identityOf(lists: readonly (readonly Json[])[], at: Place): Identity | undefined {
  if (at.length === 1 && at[0] === "edges") {
    return lists.every((list) => areApart(list, "edge")) ? "edge" : undefined;
  }
  return identities.find((by) => by !== "edge" && lists.every((list) => areApart(list, by)));
}

function areApart(list: readonly Json[], by: Identity): boolean {
  const seen = new Set<string>();
  for (const element of list) {
    const name = nameOf(element, by);
    if (name === undefined || seen.has(name)) return false;
    seen.add(name);
  }
  return true;
}

/** The elements of a list by what identifies them. */
export function byName(list: readonly Json[], by: Identity): ReadonlyMap<string, Json> {
  return new Map(list.map((element) => [nameOf(element, by) ?? "", element]));
}
