import type { WorkflowDocument, WorkflowNode } from "../document/schema.ts";
import { isSecret } from "../document/secrets.ts";
import { parseExpression } from "../expressions/parse.ts";
import { type Rename, renameInExpression, renameInTemplate } from "../expressions/rename.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";

/**
 * Rewrites references in a config. Every text may be a template; a text in a field called `expression` is a bare
 * expression: no node type calls it otherwise (packages/nodes proves that of all of them). A builder may call a field
 * of his own so, and write a template into it: that one cannot be parsed as an expression. Secrets stay as they are.
 */
function renameInConfig(config: JsonObject, change: Rename): JsonObject {
  return inValue(config, change, "") as JsonObject;
}

function inValue(value: Json, change: Rename, field: string): Json {
  if (typeof value === "string") {
    const isBare = field === "expression" && !(value.includes("{{") && !isExpression(value));
    return isBare ? renameInExpression(value, change) : renameInTemplate(value, change);
  }
  if (typeof value !== "object" || value === null || isSecret(value)) return value;
  if (Array.isArray(value)) {
    const list = value.map((element) => inValue(element, change, field));
    return list.every((element, at) => element === value[at]) ? value : list;
  }
  const entries = Object.entries(value).map(([key, child]): [string, Json] => [
    key,
    inValue(child, change, key),
  ]);
  return entries.every(([key, child]) => child === value[key]) ? value : Object.fromEntries(entries);
}

function isExpression(text: string): boolean {
  try {
    parseExpression(text);
    return true;
  } catch {
    return false;
  }
}

function inNode(node: WorkflowNode, change: Rename): WorkflowNode {
  const config = renameInConfig(node.config, change);
  const key = node.cache === undefined ? undefined : renameInTemplate(node.cache.key, change);
  const cacheStays = node.cache === undefined || key === node.cache.key;
  if (config === node.config && cacheStays) return node;
  return { ...node, config, ...(node.cache && key !== undefined ? { cache: { ...node.cache, key } } : {}) };
}

/** Rewrites references everywhere in a document: nodes, the trigger's templates, the settings. */
export function renameReferences(document: WorkflowDocument, change: Rename): WorkflowDocument {
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([key, node]) => [key, inNode(node, change)]),
  );
  const trigger = renameTriggerReferences(document.trigger, change);
  const settings = document.settings && inSettings(document.settings, change);
  return { ...document, nodes, trigger, ...(settings ? { settings } : {}) };
}

type Settings = NonNullable<WorkflowDocument["settings"]>;

function inSettings(settings: Settings, change: Rename): Settings {
  const { searchKeys, concurrency } = settings;
  const paths = searchKeys?.map((searchKey) => {
    const path = renameInExpression(searchKey.path, change);
    return path === searchKey.path ? searchKey : { ...searchKey, path };
  });
  const key = concurrency && renameInTemplate(concurrency.key, change);
  const pathsStay = paths?.every((searchKey, at) => searchKey === searchKeys?.[at]) ?? true;
  if (pathsStay && key === concurrency?.key) return settings;
  return {
    ...settings,
    ...(paths ? { searchKeys: paths } : {}),
    ...(concurrency && key !== undefined ? { concurrency: { ...concurrency, key } } : {}),
  };
}

/** Examples are texts as they were pasted: what looks like a template in them is the sender's. */
function renameTriggerReferences(
  trigger: WorkflowDocument["trigger"],
  change: Rename,
): WorkflowDocument["trigger"] {
  const { examples, variables, ...rest } = trigger.config;
  const config = renameInConfig(rest, change);
  if (config === rest || Object.entries(config).every(([field, value]) => value === rest[field]))
    return trigger;
  return { ...trigger, config: { ...trigger.config, ...config } };
}
