import type { NodeDefinition } from "../define-node.ts";
import type { Json, JsonObject } from "../json.ts";
import { fieldsNow } from "./fields-now.ts";
import type { FormField } from "./form-field.ts";
import { formOf } from "./form-of.ts";

/**
 * The config a freshly added node gets: every default written out, so that a later change of a default
 * changes no existing workflow, and an empty value for what the builder still has to fill in.
 * It need not parse: what is missing becomes a finding.
 */
export function defaultConfig(definition: Pick<NodeDefinition, "type" | "config">): JsonObject {
  return objectOf(formOf(definition));
}

function objectOf(fields: readonly FormField[]): JsonObject {
  const config: JsonObject = {};
  for (const field of fields) {
    if (field.default !== undefined) config[field.name] = structuredClone(field.default);
    else if (field.required) config[field.name] = emptyValue(field);
  }
  const visible = new Set(fieldsNow(fields, config).map((field) => field.name));
  return Object.fromEntries(Object.entries(config).filter(([name]) => visible.has(name)));
}

/** What a new item or a required field without default begins with. */
export function emptyValue(field: FormField): Json {
  if (field.default !== undefined) return structuredClone(field.default);
  if (field.holds === "secret" || field.holds === "credential") return {};
  if (field.options?.[0]) return field.options[0].value;
  switch (field.kind) {
    case "text":
      return "";
    case "number":
    case "integer":
      return field.minimum ?? 0;
    case "boolean":
      return false;
    case "object":
      return objectOf(field.children ?? []);
    case "list":
      return [];
    case "map":
      return {};
    case "rules":
      return { all: [] };
    case "any":
      return null;
  }
}

/** What "add" puts into a list or a map. */
export function emptyItem(field: FormField): Json {
  if (field.item) return emptyValue(field.item);
  return objectOf(field.children ?? []);
}
