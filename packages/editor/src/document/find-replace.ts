import type { WorkflowDocument } from "@sluice/workflow/document";
import { type PatternMatch, type ReadTextPattern, readTextPattern } from "@sluice/workflow/expressions";
import type { Json, JsonObject, Language, NodeTypes } from "@sluice/workflow/node-contract";
import type { Operation } from "@sluice/workflow/operations";
import { parseWrittenJson } from "@sluice/workflow/variables";
import type { Edit } from "./edits.ts";
import { type WrittenText, writtenTexts } from "./find-texts.ts";

export interface Search {
  readonly find: string;
  readonly matchCase: boolean;
  /** Only where no letter, digit or `_` stands beside it. */
  readonly wholeWord: boolean;
  /** `find` is a regular expression, and `$1` in the replacement what its first group held. */
  readonly isPattern: boolean;
}

/** A text with what was found in it. */
export interface Found extends WrittenText {
  /** From, to: offsets in the text; never empty, never overlapping. */
  readonly ranges: readonly (readonly [number, number])[];
}

/** More than this many places are no longer looked at one by one. */
export const mostFound = 1000;

export interface FoundPlaces {
  /** In the order of the document. */
  readonly found: readonly Found[];
  /** Why there may be more: that many places are enough, or it was too much work; null: these are all. */
  readonly cut: "places" | "work" | null;
}

const nothing: FoundPlaces = { found: [], cut: null };

interface Match extends Pick<PatternMatch, "text" | "from" | "to"> {
  /** Of a pattern alone. */
  readonly groups?: PatternMatch["groups"];
  readonly named?: PatternMatch["named"];
}

/** How matches are found, null when it was too much work; undefined while there is nothing to find, or no pattern that can be read. */
function finderOf(search: Search): ((text: string) => readonly Match[] | null) | undefined {
  const { find, wholeWord, isPattern } = search;
  if (find === "") return undefined;
  const matchesIn = isPattern ? patternFinder(search) : literalFinder(search);
  if (matchesIn === undefined) return undefined;
  // Matches of nothing (`a*`) are not shown, so they are not replaced either.
  return (text) =>
    matchesIn(text)?.filter((one) => one.text !== "" && (!wholeWord || standsAlone(text, one))) ?? null;
}

function literalFinder({ find, matchCase }: Search): (text: string) => readonly Match[] {
  const literal = new RegExp(find.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), matchCase ? "gu" : "giu");
  return (text) =>
    [...text.matchAll(literal)].map(({ 0: whole, index }) => ({
      ...{ text: whole, from: index, to: index + whole.length },
    }));
}

function patternFinder(search: Search): ((text: string) => readonly Match[] | null) | undefined {
  const read = readPattern(search);
  return read.ok ? read.pattern.matchesIn : undefined;
}

/** In linear time: it is searched for while it is being written, in the thread that draws. */
function readPattern({ find, matchCase }: Search): ReadTextPattern {
  return readTextPattern(find, matchCase ? "g" : "gi");
}

/** What is wrong with a pattern, in a language; null: it can be searched for. */
export function problemOf(search: Search, language: Language): string | null {
  if (search.find === "" || !search.isPattern) return null;
  const read = readPattern(search);
  return read.ok ? null : read.describe(language);
}

function standsAlone(text: string, { from, to }: Match): boolean {
  return (
    !/[\p{L}\p{N}_]$/u.test(text.slice(Math.max(0, from - 2), from)) &&
    !/^[\p{L}\p{N}_]/u.test(text.slice(to, to + 2))
  );
}

/** Where a search is met; at most `mostFound` places. */
export function findIn(document: WorkflowDocument, types: NodeTypes, search: Search): FoundPlaces {
  const matchesIn = finderOf(search);
  if (matchesIn === undefined) return nothing;
  const found: Found[] = [];
  for (const written of writtenTexts(document, types)) {
    const matches = matchesIn(written.text);
    if (matches === null) return { found, cut: "work" };
    if (matches.length > 0) found.push({ ...written, ranges: matches.map(({ from, to }) => [from, to]) });
    if (found.length === mostFound) return { found, cut: "places" };
  }
  return { found, cut: null };
}

/** What a text becomes. Without a pattern the replacement is taken as it stands. */
export function replacedText(text: string, search: Search, replacement: string): string {
  let end = 0;
  let next = "";
  for (const match of finderOf(search)?.(text) ?? []) {
    next += text.slice(end, match.from) + (search.isPattern ? expand(replacement, match) : replacement);
    end = match.to;
  }
  return next + text.slice(end);
}

/** `$1`, `$&`, `$$` and `$<name>` of a replacement, as in JavaScript. */
function expand(replacement: string, { text, groups = [], named }: Match): string {
  return replacement.replace(/\$(?:(\$)|(&)|(\d{1,2})|<([^>]+)>)/g, (sign, dollar, all, group, name) => {
    if (dollar) return "$";
    if (all) return text;
    if (name !== undefined) return named?.get(name) ?? "";
    const number = Number(group);
    return number > 0 && number <= groups.length ? (groups[number - 1] ?? "") : sign;
  });
}

/** What a place becomes; null: it stays, as a number that would be none, or a name that another field beside it has. */
export function replacedAt(given: {
  document: WorkflowDocument;
  place: WrittenText;
  search: Search;
  replacement: string;
}): string | null {
  const { document, place, search, replacement } = given;
  const next = replacedText(place.text, search, replacement);
  if (next === place.text) return null;
  if (place.holds === "number") return isNumber(next) ? next : null;
  if (place.holds === "name") return canName(valueAt(document, place.at.slice(0, -1)), next) ? next : null;
  return next;
}

/** Replaces in the places that are given, as one step, and says in how many. Null when nothing would change. */
export function replaceEdit(given: {
  document: WorkflowDocument;
  places: readonly Found[];
  search: Search;
  replacement: string;
}): (Edit & { readonly count: number }) | null {
  const { document, places, ...how } = given;
  const changes = places.flatMap((place): Change[] => {
    const next = replacedAt({ document, place, ...how });
    if (next === null) return [];
    const { at, holds } = place;
    return [{ at, holds, value: holds === "number" ? Number(next) : next }];
  });
  const operations = [
    ...changes.flatMap((change) => ownOperation(document, change)),
    ...nodeOperations(document, changes),
    ...gathered(document, changes),
  ];
  return operations.length === 0 ? null : { operations, count: changes.length };
}

interface Change {
  readonly at: WrittenText["at"];
  readonly holds: WrittenText["holds"] | undefined;
  readonly value: string | number;
}

function isNumber(text: string): boolean {
  const read = parseWrittenJson(text);
  return read.ok && typeof read.value === "number";
}

function canName(holder: Json | undefined, name: string): boolean {
  return name !== "" && name !== "__proto__" && isObject(holder) && !Object.hasOwn(holder, name);
}

/** The operation for a text that has one of its own. A workflow's name may not be empty: it stays then. */
function ownOperation(document: WorkflowDocument, { at, value }: Change): Operation[] {
  const [root, key, part] = at;
  const text = String(value);
  if (root === "name") return text.trim() === "" ? [] : [{ op: "set-workflow", name: text.slice(0, 200) }];
  if (root === "description") return [{ op: "set-workflow", description: text.slice(0, 10_000) }];
  if (root === "layout") {
    const id = document.layout?.notes[Number(part)]?.id;
    return id === undefined ? [] : [{ op: "set-note", id, set: { text: text.slice(0, 10_000) } }];
  }
  if (root !== "nodes" || typeof key !== "string") return [];
  if (part === "name") return [{ op: "rename", key, name: text.slice(0, 200) }];
  if (part === "note") return [{ op: "set-node-options", key, set: { note: text.slice(0, 10_000) } }];
  const cache = document.nodes[key]?.cache;
  return part === "cache" && cache
    ? [{ op: "set-node-options", key, set: { cache: { ...cache, key: text } } }]
    : [];
}

/** Each field of a config that changes is set once: with a name in it, the paths of what lies below are others. */
function nodeOperations(document: WorkflowDocument, changes: readonly Change[]): Operation[] {
  return Object.entries(document.nodes).flatMap(([key, { config }]) => {
    const own = changes.filter(
      ({ at: [root, node, part] }) => root === "nodes" && node === key && part === "config",
    );
    const next = withChanges(config, own, 3) as JsonObject;
    return Object.keys(config).flatMap((field): Operation[] => {
      const value = next[field];
      if (value === undefined || value === config[field]) return [];
      return [{ op: "set-field", key, path: [field], value }];
    });
  });
}

/** Texts of the trigger and of the settings go into one operation each. */
function gathered(document: WorkflowDocument, changes: readonly Change[]): Operation[] {
  const operations: Operation[] = [];
  const trigger = changes.filter(({ at }) => at[0] === "trigger");
  if (trigger.length > 0) {
    const config = withChanges(document.trigger.config, trigger, 2);
    operations.push({ op: "set-trigger", config: config as JsonObject });
  }
  const settings = changes.filter(({ at }) => at[0] === "settings");
  if (settings.length > 0) {
    const next = withChanges((document.settings ?? {}) as Json, settings, 1);
    operations.push({ op: "set-workflow", settings: next as NonNullable<WorkflowDocument["settings"]> });
  }
  return operations;
}

/** A value with changes whose paths begin `depth` steps in: values first, then names from the inside out. */
function withChanges(value: Json, changes: readonly Change[], depth: number): Json {
  const names = changes.filter(({ holds }) => holds === "name");
  const values = changes.filter(({ holds }) => holds !== "name");
  const inward = names.toSorted((one, other) => other.at.length - one.at.length);
  const set = values.reduce((now, one) => changed(now, one.at.slice(depth), () => one.value), value);
  return inward.reduce((now, one) => {
    const name = String(one.at.at(-1));
    return changed(now, one.at.slice(depth, -1), (holder) => renamed(holder, name, String(one.value)));
  }, set);
}

/** A value with what stands at a path changed; shares the rest. */
function changed(value: Json, [step, ...rest]: WrittenText["at"], change: (value: Json) => Json): Json {
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return value.with(Number(step), changed(value[Number(step)] ?? null, rest, change));
  if (!isObject(value)) return value;
  return { ...value, [step]: changed(value[step] ?? null, rest, change) };
}

/** An object whose field has another name, in its place. Two that would have one name then: the second keeps its own. */
function renamed(holder: Json, from: string, to: string): Json {
  if (!isObject(holder) || !canName(holder, to)) return holder;
  return Object.fromEntries(
    Object.entries(holder).map(([name, value]) => [name === from ? to : name, value]),
  );
}

function valueAt(document: WorkflowDocument, at: WrittenText["at"]): Json | undefined {
  return at.reduce<Json | undefined>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, document as Json);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
