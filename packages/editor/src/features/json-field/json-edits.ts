import type { Json, JsonObject } from "@sluice/workflow/node-contract";

/** Where a part of a value stands. */
export type JsonPath = readonly (string | number)[];

export const jsonKinds = ["text", "number", "boolean", "null", "object", "list"] as const;
export type JsonKind = (typeof jsonKinds)[number];

export function kindOf(value: Json): JsonKind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    default:
      return "object";
  }
}

/** The value with another part at a place. A place that is not there changes nothing. */
export function withPart(value: Json, [step, ...rest]: JsonPath, part: Json): Json {
  if (step === undefined) return part;
  if (Array.isArray(value) && typeof step === "number" && step < value.length) {
    return value.with(step, withPart(value[step] ?? null, rest, part));
  }
  if (isObject(value) && typeof step === "string" && Object.hasOwn(value, step)) {
    return { ...value, [step]: withPart(value[step] ?? null, rest, part) };
  }
  return value;
}

/** The value without a part. The value as a whole cannot be taken out of itself. */
export function withoutPart(value: Json, path: JsonPath): Json {
  const step = path.at(-1);
  return edited(value, path.slice(0, -1), (holder) => {
    if (Array.isArray(holder) && typeof step === "number") return holder.toSpliced(step, 1);
    if (!isObject(holder) || typeof step !== "string") return holder;
    return Object.fromEntries(Object.entries(holder).filter(([name]) => name !== step));
  });
}

/** The value with one more empty text at the end of the list or object at a place; `name` is made unlike the others. */
export function withOneMore(value: Json, path: JsonPath, name: string): Json {
  return edited(value, path, (holder) => {
    if (Array.isArray(holder)) return [...holder, ""];
    if (!isObject(holder)) return holder;
    let free = name;
    for (let number = 2; Object.hasOwn(holder, free); number += 1) free = `${name}${number}`;
    return { ...holder, [free]: "" };
  });
}

/** The value with a field under another name, in the same place. A name that is taken changes nothing. */
export function withName(value: Json, path: JsonPath, name: string): Json {
  const step = path.at(-1);
  return edited(value, path.slice(0, -1), (holder) => {
    if (!isObject(holder) || Object.hasOwn(holder, name)) return holder;
    return Object.fromEntries(
      Object.entries(holder).map(([known, part]) => [known === step ? name : known, part]),
    );
  });
}

/** The value as another kind, keeping what it says where that can be said in the other kind. */
export function asKind(value: Json, kind: JsonKind): Json {
  if (kindOf(value) === kind) return value;
  switch (kind) {
    case "text":
      return typeof value === "object" ? (value === null ? "" : JSON.stringify(value)) : String(value);
    case "number": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
      return Number.isFinite(number) ? number : 0;
    }
    case "boolean":
      return value === "true" || value === 1;
    case "null":
      return null;
    case "list":
      return isObject(value) ? Object.values(value) : value === null || value === "" ? [] : [value];
    case "object":
      if (!Array.isArray(value)) return {};
      return Object.fromEntries(value.map((part, index) => [`field${index + 1}`, part]));
  }
}

/** How many parts a value has, itself counted, as far as `most` + 1. */
export function partsOf(value: Json, most: number): number {
  const stack: Json[] = [value];
  let parts = 0;
  for (let next = stack.pop(); next !== undefined && parts <= most; next = stack.pop()) {
    parts += 1;
    if (typeof next === "object" && next !== null) stack.push(...Object.values(next).slice(0, most + 1));
  }
  return parts;
}

/** A place as people write it: `order.lines[0].sku`. */
export function pathText(path: JsonPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

function edited(value: Json, path: JsonPath, edit: (holder: Json) => Json): Json {
  const holder = path.reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at)) return typeof step === "number" ? at[step] : undefined;
    return at !== undefined && isObject(at) && Object.hasOwn(at, step) ? at[String(step)] : undefined;
  }, value);
  return holder === undefined ? value : withPart(value, path, edit(holder));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
