import type { OperationParameter } from "@sluice/workflow/connectors";
import { connectorLimits } from "@sluice/workflow/connectors";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { holdsTemplate, isObject, listIn, member, textIn, words } from "./json-values.ts";

/** What of a JSON Schema matters to a form. */
export interface Shape {
  readonly type: OperationParameter["type"];
  readonly description: string;
  readonly values?: NonNullable<OperationParameter["values"]>;
  /** The default, or the only value. */
  readonly start?: Json;
  readonly example?: Json;
  /** Of an object, as they stand in the document: they may be references. */
  readonly properties: ReadonlyMap<string, Json>;
  readonly required: ReadonlySet<string>;
  readonly items?: Json;
  readonly readOnly: boolean;
}

export type Follow = (value: Json | undefined) => Json | undefined;

/** Parts of one schema that are put together (`allOf`), one in the other. */
const maxParts = 50;
const maxParallel = 8;
const types: readonly string[] = ["string", "integer", "number", "boolean", "array", "object"];

/** What a schema says, its references, `allOf` and one-sided alternatives followed. */
export function shapeOf(schema: Json | undefined, follow: Follow): Shape {
  const parts: JsonObject[] = [];
  collect(schema, { follow, parts, depth: 0 });
  const properties = new Map(parts.flatMap((part) => entriesOf(part)));
  const required = new Set(parts.flatMap((part) => listIn(part, "required").map(String)));
  const first = (name: string) => parts.map((part) => member(part, name)).find((one) => one !== undefined);
  const values = valuesOf(parts);
  const start = startOf(first("default"), first("const"), values, required.size > 0);
  const items = first("items");
  const example = first("example") ?? parts.flatMap((part) => listIn(part, "examples"))[0];
  return {
    type: typeOf(parts, properties),
    description: words(parts.map((part) => textIn(part, "description")).find(Boolean) ?? "", 500),
    ...(values === undefined ? {} : { values }),
    ...(start === undefined ? {} : { start }),
    ...(example === undefined || holdsTemplate(example) ? {} : { example }),
    properties,
    required,
    ...(items === undefined ? {} : { items }),
    readOnly: first("readOnly") === true,
  };
}

function collect(
  schema: Json | undefined,
  given: { readonly follow: Follow; readonly parts: JsonObject[]; readonly depth: number },
): void {
  const { follow, parts, depth } = given;
  const here = follow(schema);
  if (!isObject(here) || depth > maxParallel || parts.length >= maxParts) return;
  parts.push(here);
  for (const part of listIn(here, "allOf")) collect(part, { ...given, depth: depth + 1 });
  for (const name of ["oneOf", "anyOf"]) {
    const real = listIn(here, name).filter((one) => textIn(one, "type") !== "null");
    // With several ways to go, a form cannot say which: the value stays whole.
    if (real.length === 1) collect(real[0], { ...given, depth: depth + 1 });
  }
}

function entriesOf(part: JsonObject): [string, Json][] {
  const properties = member(part, "properties");
  return isObject(properties) ? Object.entries(properties) : [];
}

function valuesOf(parts: readonly JsonObject[]): Shape["values"] {
  const listed = parts.map((part) => listIn(part, "enum")).find((list) => list.length > 0);
  const only = parts.map((part) => member(part, "const")).find((one) => one !== undefined);
  const candidates = listed ?? (only === undefined ? [] : [only]);
  const values = candidates.filter(
    (one): one is string | number | boolean =>
      (typeof one === "string" && one.length <= 200 && !holdsTemplate(one)) ||
      typeof one === "number" ||
      typeof one === "boolean",
  );
  // A list that is not whole would call right values wrong.
  const whole = values.length === candidates.filter((one) => one !== null).length;
  return values.length > 0 && whole && values.length <= connectorLimits.values ? values : undefined;
}

function startOf(
  fallback: Json | undefined,
  only: Json | undefined,
  values: Shape["values"],
  isObjectLike: boolean,
): Json | undefined {
  const start = fallback ?? only ?? (values?.length === 1 ? values[0] : undefined);
  if (start === undefined || start === null || isObjectLike) return undefined;
  return holdsTemplate(start) || JSON.stringify(start).length > 2000 ? undefined : start;
}

function typeOf(parts: readonly JsonObject[], properties: ReadonlyMap<string, Json>): Shape["type"] {
  for (const part of parts) {
    const named = [member(part, "type")].flat().filter((one) => one !== "null" && one !== undefined);
    const [type] = named;
    if (named.length === 1 && typeof type === "string" && types.includes(type)) return type as Shape["type"];
    if (named.length > 1) return "any";
  }
  if (properties.size > 0) return "object";
  return parts.some((part) => member(part, "items") !== undefined) ? "array" : "any";
}
