import type { Json } from "../node-contract/json.ts";
import type { RuleGroup, RuleItem, Rules } from "../node-contract/rules.ts";
import { findReferencesInExpression } from "./find-references.ts";
import type { Reference } from "./references.ts";
import { findReferencesInScript } from "./script-references.ts";
import { splitTemplate } from "./split-template.ts";

/** A key of a node and a key of a trigger variable, each with its new name. */
export interface Rename {
  /** Also renames `loop.<key>` and `execution.callbacks.<key>`: what loops and what waits is a node. Many at once, by their old names, take one pass. */
  readonly steps?: { readonly from: string; readonly to: string } | ReadonlyMap<string, string>;
  readonly trigger?: { readonly from: string; readonly to: string };
}

/**
 * Rewrites the references of a template: `steps.old`, `steps?.old`, `steps["old"]`, `"old" in steps`. Every
 * other character stays as it is, and so does an expression that cannot be parsed.
 */
export function renameInTemplate(text: string, rename: Rename): string {
  if (!text.includes("{{")) return text;
  let renamed = "";
  let end = 0;
  for (const piece of splitTemplate(text)) {
    if (piece.kind !== "expression") continue;
    renamed += text.slice(end, piece.from) + renameInExpression(piece.source, rename);
    end = piece.to;
  }
  return renamed + text.slice(end);
}

/** The same for a bare expression. */
export function renameInExpression(source: string, rename: Rename): string {
  return withEdits(source, findReferencesInExpression(source), rename);
}

/** The same for a script: one that gives a name like `steps` to something of its own keeps what it reads by that name. */
export function renameInScript(source: string, rename: Rename): string {
  return withEdits(source, findReferencesInScript(source).references, rename);
}

function withEdits(source: string, references: readonly Reference[], rename: Rename): string {
  const edits = references.flatMap((reference) => editOf(reference, source, rename));
  edits.sort((one, other) => one.from - other.from);
  let renamed = "";
  let end = 0;
  for (const { from, to, text } of edits) {
    if (from < end) continue;
    renamed += source.slice(end, from) + text;
    end = to;
  }
  return renamed + source.slice(end);
}

/** The same for the text leaves of a JSON tree. Returns the same value when nothing changes. */
export function renameInTree<Value extends Json>(value: Value, rename: Rename): Value {
  return inTree(value, rename) as Value;
}

/** The same for a condition: its bare expression, or the sides of all its rules. */
export function renameInRules(rules: Rules, rename: Rename): Rules {
  if ("expression" in rules) return { expression: renameInExpression(rules.expression, rename) };
  return inGroup(rules, rename);
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function newName(change: Rename["steps"], key: string | number | undefined): string | undefined {
  if (change === undefined || typeof key !== "string") return undefined;
  if ("from" in change) return key === change.from ? change.to : undefined;
  return change.get(key);
}

function editOf({ path, parts, shorthand }: Reference, source: string, rename: Rename): Edit[] {
  const [root] = path;
  const isCallback = root === "execution" && path[1] === "callbacks";
  const isStep = root === "steps" || root === "loop" || isCallback;
  const change = isStep ? rename.steps : root === "trigger" ? rename.trigger : undefined;
  const at = isCallback ? 2 : 1;
  const place = parts[at];
  const to = newName(change, path[at]);
  if (to === undefined || place === undefined) return [];
  const written = source.slice(place.from, place.to);
  // `({ old }) => old` becomes `({ renamed: old }) => old`: the parameter's own name stays.
  if (shorthand === true && path.length === at + 1) return [{ ...place, text: `${to}: ${written}` }];
  const quote = /^["'`]/.exec(written)?.[0] ?? "";
  return [{ ...place, text: `${quote}${to}${quote}` }];
}

function inTree(value: Json, rename: Rename): Json {
  if (typeof value === "string") return renameInTemplate(value, rename);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const list = value.map((element) => inTree(element, rename));
    return list.every((element, at) => element === value[at]) ? value : list;
  }
  const entries = Object.entries(value).map(([key, field]): [string, Json] => [key, inTree(field, rename)]);
  return entries.every(([key, field]) => field === value[key]) ? value : Object.fromEntries(entries);
}

function inGroup(group: RuleGroup, rename: Rename): RuleGroup {
  const items = (list: readonly RuleItem[]) => list.map((item) => inItem(item, rename));
  if ("all" in group) return { all: items(group.all) };
  if ("any" in group) return { any: items(group.any) };
  return { none: items(group.none) };
}

function inItem(item: RuleItem, rename: Rename): RuleItem {
  if (!("operator" in item)) return inGroup(item, rename);
  const left = inTree(item.left, rename);
  return item.right === undefined ? { ...item, left } : { ...item, left, right: inTree(item.right, rename) };
}
