import type { WorkflowDocument, WorkflowNode } from "../document/schema.ts";
import { isSecret } from "../document/secrets.ts";
import { parseExpression } from "../expressions/parse.ts";
import { type Rename, renameInExpression, renameInScript, renameInTemplate } from "../expressions/rename.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";

/** What a text of a document is: a template, a bare expression, or the script of a node that runs one. */
export type TextKind = "template" | "expression" | "script";

/** Gives a text of a document back as it shall be. `at` is its path in the document. */
export type Rewrite = (text: string, kind: TextKind, at: TextPath) => string;
export type TextPath = readonly (string | number)[];

/** Rewrites references everywhere in a document: nodes, the trigger's templates, the settings. */
export function renameReferences(document: WorkflowDocument, change: Rename): WorkflowDocument {
  return rewriteTexts(document, renaming(change));
}

/** What renaming makes of a text. */
export function renaming(change: Rename): Rewrite {
  return (text, kind) => {
    if (kind === "expression") return renameInExpression(text, change);
    return kind === "script" ? renameInScript(text, change) : renameInTemplate(text, change);
  };
}

/** The document with every text that can read the scope rewritten. Names, notes and examples read nothing. */
export function rewriteTexts(document: WorkflowDocument, rewrite: Rewrite): WorkflowDocument {
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([key, node]) => [key, inNode(node, rewrite, ["nodes", key])]),
  );
  const trigger = inTrigger(document.trigger, rewrite);
  const settings = document.settings && inSettings(document.settings, rewrite);
  return { ...document, nodes, trigger, ...(settings ? { settings } : {}) };
}

/**
 * Rewrites a config. Every text may be a template; a text in a field called `expression` is a bare expression, and one
 * in a field `code` of the config itself is a script: no node type calls anything else so (packages/nodes proves that of
 * all of them). A builder may call a field of his own `expression`, and write a template into it: that one cannot be
 * parsed as an expression. Secrets stay as they are.
 */
function inConfig(config: JsonObject, rewrite: Rewrite, at: TextPath): JsonObject {
  return inValue(config, rewrite, [...at, "config"]) as JsonObject;
}

function inValue(value: Json, rewrite: Rewrite, at: TextPath): Json {
  if (typeof value === "string") return rewrite(value, kindOf(value, at), at);
  if (typeof value !== "object" || value === null || isSecret(value)) return value;
  if (Array.isArray(value)) {
    const list = value.map((element, index) => inValue(element, rewrite, [...at, index]));
    return list.every((element, index) => element === value[index]) ? value : list;
  }
  const entries = Object.entries(value).map(([key, child]): [string, Json] => [
    key,
    inValue(child, rewrite, [...at, key]),
  ]);
  return entries.every(([key, child]) => child === value[key]) ? value : Object.fromEntries(entries);
}

function kindOf(text: string, at: TextPath): TextKind {
  const field = at.findLast((step) => typeof step === "string");
  if (field === "expression") return text.includes("{{") && !isExpression(text) ? "template" : "expression";
  return at[0] === "nodes" && at.length === 4 && field === "code" ? "script" : "template";
}

function isExpression(text: string): boolean {
  try {
    parseExpression(text);
    return true;
  } catch {
    return false;
  }
}

function inNode(node: WorkflowNode, rewrite: Rewrite, at: TextPath): WorkflowNode {
  const config = inConfig(node.config, rewrite, at);
  const key =
    node.cache === undefined ? undefined : rewrite(node.cache.key, "template", [...at, "cache", "key"]);
  const cacheStays = node.cache === undefined || key === node.cache.key;
  if (config === node.config && cacheStays) return node;
  return { ...node, config, ...(node.cache && key !== undefined ? { cache: { ...node.cache, key } } : {}) };
}

type Settings = NonNullable<WorkflowDocument["settings"]>;

function inSettings(settings: Settings, rewrite: Rewrite): Settings {
  const { searchKeys, concurrency } = settings;
  const paths = searchKeys?.map((searchKey, index) => {
    const path = rewrite(searchKey.path, "expression", ["settings", "searchKeys", index, "path"]);
    return path === searchKey.path ? searchKey : { ...searchKey, path };
  });
  const key = concurrency && rewrite(concurrency.key, "template", ["settings", "concurrency", "key"]);
  const pathsStay = paths?.every((searchKey, at) => searchKey === searchKeys?.[at]) ?? true;
  if (pathsStay && key === concurrency?.key) return settings;
  return {
    ...settings,
    ...(paths ? { searchKeys: paths } : {}),
    ...(concurrency && key !== undefined ? { concurrency: { ...concurrency, key } } : {}),
  };
}

/** Examples are texts as they were pasted: what looks like a template in them is the sender's. */
function inTrigger(trigger: WorkflowDocument["trigger"], rewrite: Rewrite): WorkflowDocument["trigger"] {
  const { examples, variables, ...rest } = trigger.config;
  const config = inConfig(rest, rewrite, ["trigger"]);
  if (config === rest || Object.entries(config).every(([field, value]) => value === rest[field]))
    return trigger;
  return { ...trigger, config: { ...trigger.config, ...config } };
}
