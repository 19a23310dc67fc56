import { keepsKeyOrder } from "../document/key-order.ts";
import { sameMeaning } from "../document/same-meaning.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { byName, identityOf } from "./elements.ts";
import { mergeEntries } from "./entries.ts";
import { fieldOf, type Identity, isList, isObject, type Place } from "./place.ts";
import { isWhole } from "./whole.ts";

export type Side = "mine" | "theirs";

/** A place where both sides made another value of what was there; absent: it is not there. */
export interface Conflict {
  readonly at: Place;
  readonly base?: Json;
  readonly mine?: Json;
  readonly theirs?: Json;
}

/** What both sides began with is not known: then everything in which they differ is for a person to decide. */
export const unknown: unique symbol = Symbol("unknown");
type Base = Json | undefined | typeof unknown;

export interface Sides {
  readonly base: Base;
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
}

export interface MergeContext {
  /** Hears of a conflict and says which side counts. */
  decide(conflict: Conflict): Side;
}

/**
 * The value with the edits of both sides, setting by setting. What one side changed and the other did not is taken; where
 * both changed the same setting to different values, `decide` is asked.
 */
export function mergeValues(sides: Sides, at: Place, context: MergeContext): Json | undefined {
  const { base, mine, theirs } = sides;
  if (sameMeaning(mine, theirs, at)) return mine;
  if (base !== unknown && sameMeaning(base, mine, at)) return theirs;
  if (base !== unknown && sameMeaning(base, theirs, at)) return mine;
  const objects = objectsOf(sides, at);
  if (objects) return mergeObjects(objects, at, context);
  const lists = listsOf(sides, at);
  if (lists) return mergeLists(lists, at, context);
  const entries = mergedEntries(sides);
  if (entries) return entries;
  const conflict: Conflict = {
    at,
    ...(base === undefined || base === unknown ? {} : { base }),
    ...(mine === undefined ? {} : { mine }),
    ...(theirs === undefined ? {} : { theirs }),
  };
  return context.decide(conflict) === "mine" ? mine : theirs;
}

/** Two sides of a list whose entries have no names, when they changed different ones. */
function mergedEntries({ base, mine, theirs }: Sides): Json[] | undefined {
  if (base === unknown || !isList(base) || !isList(mine) || !isList(theirs)) return undefined;
  return mergeEntries({ base, mine, theirs });
}

interface Objects {
  readonly base: JsonObject | typeof unknown;
  readonly mine: JsonObject;
  readonly theirs: JsonObject;
}

/** Objects that only hold others: both sides may have made one where none was. */
const grounds = new Set(["settings", "layout", "layout/nodes"]);

function objectsOf({ base, mine, theirs }: Sides, at: Place): Objects | undefined {
  if (!isObject(mine) || !isObject(theirs)) return undefined;
  const from = base === undefined && grounds.has(at.join("/")) ? {} : base;
  if (from !== unknown && !isObject(from)) return undefined;
  if (isWhole(from === unknown ? [mine, theirs] : [from, mine, theirs], at)) return undefined;
  const objects: Objects = { base: from, mine, theirs };
  return keepsKeyOrder(at) && isOrderDisputed(objects) ? undefined : objects;
}

function keysOf({ base, mine, theirs }: Objects) {
  return {
    before: base === unknown ? undefined : Object.keys(base),
    mine: Object.keys(mine),
    theirs: Object.keys(theirs),
  };
}

/** Both sides put the fields in another order, each in its own: then the object is one value. */
function isOrderDisputed(objects: Objects): boolean {
  let disputed = false;
  orderOf(keysOf(objects), () => {
    disputed = true;
    return "theirs";
  });
  return disputed;
}

function mergeObjects({ base, mine, theirs }: Objects, at: Place, context: MergeContext): JsonObject {
  const before = base === unknown ? {} : base;
  // Where it says nothing, the order of fields is that of what is stored, new ones at the end: so that little differs for those who have it.
  const names = new Set([
    ...(keepsKeyOrder(at) ? orderOf(keysOf({ base, mine, theirs }), () => "theirs") : []),
    ...[theirs, mine, before].flatMap((side) => Object.keys(side)),
  ]);
  const merged = [...names].flatMap((name): [string, Json][] => {
    const sides: Sides = {
      base: base === unknown ? unknown : fieldOf(base, name),
      mine: fieldOf(mine, name),
      theirs: fieldOf(theirs, name),
    };
    const value = mergeValues(sides, [...at, name], context);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(merged);
}

interface Lists {
  readonly by: Identity;
  readonly base: Json[] | typeof unknown;
  readonly mine: Json[];
  readonly theirs: Json[];
}

function listsOf({ base, mine, theirs }: Sides, at: Place): Lists | undefined {
  if (!isList(mine) || !isList(theirs)) return undefined;
  if (base !== unknown && !isList(base)) return undefined;
  const by = identityOf(base === unknown ? [mine, theirs] : [base, mine, theirs], at);
  return by === undefined ? undefined : { by, base, mine, theirs };
}

function mergeLists({ by, base, mine, theirs }: Lists, at: Place, context: MergeContext): Json[] {
  const was = base === unknown ? unknown : byName(base, by);
  const [own, other] = [byName(mine, by), byName(theirs, by)];
  const merged = new Map<string, Json>();
  for (const name of new Set([...other.keys(), ...own.keys(), ...(was === unknown ? [] : was.keys())])) {
    const sides: Sides = {
      base: was === unknown ? unknown : was.get(name),
      mine: own.get(name),
      theirs: other.get(name),
    };
    const value = mergeValues(sides, [...at, { by, is: name }], context);
    if (value !== undefined) merged.set(name, value);
  }
  const before = was === unknown ? undefined : [...was.keys()];
  const names = orderOf({ before, mine: [...own.keys()], theirs: [...other.keys()] }, (sides) =>
    // Edges have no order that means anything.
    by === "edge" ? "theirs" : context.decide({ at, ...sides }),
  );
  return names.flatMap((name) => merged.get(name) ?? []);
}

interface Orders {
  readonly before: readonly string[] | undefined;
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** All names of both sides, in the order of the side that changed it; what only the other has stands behind what it follows there. */
function orderOf(
  { before, mine, theirs }: Orders,
  decide: (orders: { base?: Json; mine: Json; theirs: Json }) => Side,
): string[] {
  const common = (names: readonly string[]) =>
    names.filter((name) => mine.includes(name) && theirs.includes(name));
  const [own, other] = [common(mine), common(theirs)];
  const was = before && common(before);
  const keeps = (names: readonly string[]) =>
    was !== undefined &&
    sameMeaning(
      was,
      names.filter((name) => was.includes(name)),
    );
  let leader: Side = "theirs";
  if (!sameMeaning(own, other) && !keeps(own)) {
    leader = keeps(other)
      ? "mine"
      : decide({ ...(was ? { base: [...was] } : {}), mine: [...own], theirs: [...other] });
  }
  const [first, second] = leader === "mine" ? [mine, theirs] : [theirs, mine];
  const names = [...first];
  for (const [index, name] of second.entries()) {
    if (names.includes(name)) continue;
    const previous = second[index - 1];
    names.splice(previous === undefined ? 0 : names.indexOf(previous) + 1, 0, name);
  }
  return names;
}
