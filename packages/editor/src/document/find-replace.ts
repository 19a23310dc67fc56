import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Json, JsonObject, NodeTypes } from "@sluice/workflow/node-contract";
import type { Operation } from "@sluice/workflow/operations";
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

/** The pattern of a search; null while there is nothing to find, or for a pattern that cannot be read. */
export function patternOf({ find, matchCase, wholeWord, isPattern }: Search): RegExp | null {
  if (find === "") return null;
  const body = isPattern ? find : find.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const source = wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${body})(?![\\p{L}\\p{N}_])` : body;
  try {
    return new RegExp(source, matchCase ? "gu" : "giu");
  } catch {
    return null;
  }
}

/** Where a search is met, in the order of the document; at most `mostFound` places. */
export function findIn(document: WorkflowDocument, types: NodeTypes, search: Search): readonly Found[] {
  const pattern = patternOf(search);
  if (pattern === null) return [];
  const found: Found[] = [];
  for (const written of writtenTexts(document, types)) {
    const ranges = [...written.text.matchAll(pattern)]
      .filter(([whole]) => whole !== "")
      .map((match) => [match.index, match.index + match[0].length] as const);
    if (ranges.length > 0) found.push({ ...written, ranges });
    if (found.length === mostFound) break;
  }
  return found;
}

/** What a text becomes. Without a pattern the replacement is taken as it stands. */
export function replacedText(text: string, search: Search, replacement: string): string {
  const pattern = patternOf(search);
  if (pattern === null) return text;
  if (!search.isPattern) return text.replace(pattern, () => replacement);
  // Matches of nothing (`a*`) are not shown, so they are not replaced either.
  return text.replace(pattern, (...given) => {
    const whole = String(given[0]);
    return whole === "" ? "" : expand(replacement, given);
  });
}

/** `$1`, `$&`, `$$` and `$<name>` of a replacement, as in JavaScript. */
function expand(replacement: string, given: readonly unknown[]): string {
  const names = given.at(-1);
  return replacement.replace(/\$(?:(\$)|(&)|(\d{1,2})|<([^>]+)>)/g, (sign, dollar, all, group, name) => {
    if (dollar) return "$";
    if (all) return String(given[0]);
    if (name !== undefined) return String((names as Record<string, unknown> | undefined)?.[name] ?? "");
    const value = given[Number(group)];
    return Number(group) > 0 && (typeof value === "string" || value === undefined)
      ? String(value ?? "")
      : sign;
  });
}

/** Replaces in the places that are given, as one step. Null when no text would change. */
export function replaceEdit(given: {
  document: WorkflowDocument;
  places: readonly Found[];
  search: Search;
  replacement: string;
}): Edit | null {
  const { document, places, search, replacement } = given;
  const changes = places.flatMap(({ at, text }) => {
    const next = replacedText(text, search, replacement);
    return next === text ? [] : [{ at, text: next }];
  });
  const operations = [
    ...changes.flatMap(({ at, text }) => ownOperation(document, at, text)),
    ...gathered(document, changes),
  ];
  return operations.length === 0 ? null : { operations };
}

type Change = Pick<WrittenText, "at" | "text">;

/** The operation for a text that has one of its own. A workflow's name may not be empty: it stays then. */
function ownOperation(document: WorkflowDocument, at: WrittenText["at"], text: string): Operation[] {
  const [root, key, part] = at;
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
  if (part === "cache")
    return cache ? [{ op: "set-node-options", key, set: { cache: { ...cache, key: text } } }] : [];
  return [{ op: "set-field", key, path: at.slice(3), value: text }];
}

/** Texts of the trigger and of the settings go into one operation each. */
function gathered(document: WorkflowDocument, changes: readonly Change[]): Operation[] {
  const operations: Operation[] = [];
  const trigger = changes.filter(({ at }) => at[0] === "trigger");
  if (trigger.length > 0) {
    const config = trigger.reduce<Json>(
      (value, { at, text }) => withText(value, at.slice(2), text),
      document.trigger.config,
    );
    operations.push({ op: "set-trigger", config: config as JsonObject });
  }
  const settings = changes.filter(({ at }) => at[0] === "settings");
  if (settings.length > 0) {
    const next = settings.reduce<Json>(
      (value, { at, text }) => withText(value, at.slice(1), text),
      (document.settings ?? {}) as Json,
    );
    operations.push({ op: "set-workflow", settings: next as NonNullable<WorkflowDocument["settings"]> });
  }
  return operations;
}

/** A value with the text at a path replaced; shares the rest. */
function withText(value: Json, [step, ...rest]: WrittenText["at"], text: string): Json {
  if (step === undefined) return text;
  if (Array.isArray(value))
    return value.with(Number(step), withText(value[Number(step)] ?? null, rest, text));
  if (typeof value !== "object" || value === null) return value;
  return { ...value, [step]: withText(value[step] ?? null, rest, text) };
}
