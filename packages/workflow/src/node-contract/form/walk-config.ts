import type { NodeDefinition } from "../define-node.ts";
import type { Escape } from "../field-hints.ts";
import type { Json, JsonObject } from "../json.ts";
import { type Rules, rulesSchema } from "../rules.ts";
import { fieldsNow } from "./fields-now.ts";
import type { FormField } from "./form-field.ts";
import { formOf } from "./form-of.ts";

/** Keys and indexes from the config's root. */
export type ConfigPath = readonly (string | number)[];

/** One part of a config and what its text is. The parts of a config do not overlap and together are all of it. */
export type ConfigPart =
  /** A JSON tree whose text leaves are templates; often just one text. */
  | { holds: "template"; at: ConfigPath; value: Json; escape: Escape | undefined; field: FormField }
  /** One bare expression. */
  | { holds: "expression"; at: ConfigPath; source: string; field: FormField }
  | { holds: "rules"; at: ConfigPath; rules: Rules; field: FormField }
  /** Never resolved: marked literal, `hidden`, of a wrong shape or unknown to the schema (then without `field`). */
  | { holds: "literal"; at: ConfigPath; value: Json; field?: FormField; hidden?: boolean }
  | { holds: "secret" | "credential"; at: ConfigPath; value: Json; field: FormField };

/**
 * Takes an unresolved config apart by what its fields hold. Done once per version: the engine compiles the
 * template parts and later puts their values in place with `withValues`.
 *
 * Safe on any JSON: what does not have the shape of its field comes out as literal, so that data never turns into
 * a template, an expression or a rule.
 */
export function configParts(
  definition: Pick<NodeDefinition, "type" | "config">,
  config: JsonObject,
): ConfigPart[] {
  const parts: ConfigPart[] = [];
  collectObject(formOf(definition), config, [], parts);
  return parts;
}

/**
 * The config without what stands in hidden fields: what was typed there before another choice was made must neither be
 * a finding nor fail a step. This is what a schema parses.
 */
export function withoutHidden(
  definition: Pick<NodeDefinition, "type" | "config">,
  config: JsonObject,
): JsonObject {
  const hidden = configParts(definition, config).flatMap((part) =>
    part.holds === "literal" && part.hidden ? [part.at] : [],
  );
  return hidden.reduce((left, at) => withoutValue(left, at) as JsonObject, config);
}

function withoutValue(value: Json, [step, ...rest]: ConfigPath): Json {
  if (step === undefined || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.with(Number(step), withoutValue(value[Number(step)] ?? null, rest));
  }
  const { [String(step)]: inside = null, ...others } = value;
  return rest.length === 0 ? others : { ...others, [String(step)]: withoutValue(inside, rest) };
}

/** `configParts` for those who like to be called back. */
export function walkConfig(
  definition: Pick<NodeDefinition, "type" | "config">,
  config: JsonObject,
  visit: {
    template?(at: ConfigPath, value: Json, escaped: Escape | undefined): void;
    expression?(at: ConfigPath, source: string): void;
    rules?(at: ConfigPath, rules: Rules): void;
    literal?(at: ConfigPath, value: Json): void;
    secret?(at: ConfigPath, value: Json): void;
    credential?(at: ConfigPath, value: Json): void;
  },
): void {
  for (const part of configParts(definition, config)) {
    if (part.holds === "template") visit.template?.(part.at, part.value, part.escape);
    else if (part.holds === "expression") visit.expression?.(part.at, part.source);
    else if (part.holds === "rules") visit.rules?.(part.at, part.rules);
    else visit[part.holds]?.(part.at, part.value);
  }
}

/** A copy of a config with other values at some paths. Only the way to them is copied; the rest is shared. */
export function withValues(
  config: JsonObject,
  changes: readonly { readonly at: ConfigPath; readonly value: Json }[],
): JsonObject {
  const copies = new Set<Json>();
  const copy = (value: Json): Json => {
    if (copies.has(value) || typeof value !== "object" || value === null) return value;
    const made = Array.isArray(value) ? [...value] : { ...value };
    copies.add(made);
    return made;
  };
  const root = { ...config };
  copies.add(root);
  for (const { at, value } of changes) {
    let holder: Json = root;
    at.forEach((step, depth) => {
      const next: Json = depth === at.length - 1 ? value : copy(child(holder, step) ?? null);
      if (Array.isArray(holder)) holder[Number(step)] = next;
      else if (typeof holder === "object" && holder !== null) holder[String(step)] = next;
      holder = next;
    });
  }
  return root;
}

function child(value: Json, step: string | number): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return value[String(step)];
}

function collectObject(
  fields: readonly FormField[],
  values: JsonObject,
  at: ConfigPath,
  parts: ConfigPart[],
): void {
  const byName = new Map(fieldsNow(fields, values).map((field) => [field.name, field]));
  for (const [name, value] of Object.entries(values)) {
    const field = isSafe(name) ? byName.get(name) : undefined;
    if (field) collect(field, value, [...at, name], parts);
    // A hidden field keeps what was typed into it, but nothing in it is resolved or checked.
    else if (fields.some((known) => known.name === name)) {
      parts.push({ holds: "literal", at: [...at, name], value, hidden: true });
    } else parts.push({ holds: "literal", at: [...at, name], value });
  }
}

function collect(field: FormField, value: Json, at: ConfigPath, parts: ConfigPart[]): void {
  const { holds } = field;
  if (holds === "secret" || holds === "credential" || holds === "literal") {
    parts.push({ holds, at, value, field });
  } else if (holds === "expression" && typeof value === "string") {
    parts.push({ holds, at, source: value, field });
  } else if (holds === "rules") {
    const rules = rulesSchema.safeParse(value);
    if (rules.success) parts.push({ holds, at, rules: rules.data, field });
    else parts.push({ holds: "literal", at, value, field });
  } else if (field.children || field.item) {
    collectInside(field, value, at, parts);
  } else if (holds === "template") {
    parts.push({ holds, at, value, escape: field.escape, field });
  } else {
    parts.push({ holds: "literal", at, value, field });
  }
}

function collectInside(field: FormField, value: Json, at: ConfigPath, parts: ConfigPart[]): void {
  const { children, item } = field;
  if (Array.isArray(value) && field.kind === "list") {
    value.forEach((entry, index) => {
      const here = [...at, index];
      if (item) collect(item, entry, here, parts);
      else if (children && isObject(entry)) collectObject(children, entry, here, parts);
      else pushWhole(field, entry, here, parts);
    });
    if (value.length === 0) parts.push({ holds: "literal", at, value, field });
  } else if (isObject(value) && field.kind === "map" && item) {
    for (const [name, entry] of Object.entries(value)) {
      if (isSafe(name)) collect(item, entry, [...at, name], parts);
      else parts.push({ holds: "literal", at: [...at, name], value: entry, field });
    }
    if (Object.keys(value).length === 0) parts.push({ holds: "literal", at, value, field });
  } else if (isObject(value) && field.kind === "object" && children) {
    collectObject(children, value, at, parts);
  } else {
    pushWhole(field, value, at, parts);
  }
}

/**
 * A whole list or object may come from one template (`"headers": "{{ steps.a.headers }}"`), but only where all it
 * holds are plain templates: what an expression yields must never be taken for an expression or a rule.
 */
function pushWhole(field: FormField, value: Json, at: ConfigPath, parts: ConfigPart[]): void {
  if (typeof value === "string" && onlyTemplates(field)) {
    parts.push({ holds: "template", at, value, escape: undefined, field });
  } else {
    parts.push({ holds: "literal", at, value, field });
  }
}

function onlyTemplates(field: FormField): boolean {
  const inside = [...(field.children ?? []), ...(field.item ? [field.item] : [])];
  return field.holds === "template" && field.escape === undefined && inside.every(onlyTemplates);
}

/** A path that `withValues` would write through into a prototype is never handed out as one to replace. */
function isSafe(name: string): boolean {
  return name !== "__proto__";
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
