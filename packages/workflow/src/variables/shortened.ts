import type { Json, JsonObject } from "../node-contract/json.ts";

/** Most values and longest text that an example row repeats: parents would otherwise repeat the whole body. */
const maxValues = 100;
const maxText = 1_000;

/** A copy of a value that is small enough to be shown: what comes after the first hundred values is left out. */
export function shortened(value: Json): Json {
  return copy(value, { left: maxValues });
}

function copy(value: Json, budget: { left: number }): Json {
  budget.left -= 1;
  if (typeof value === "string") return value.length > maxText ? `${value.slice(0, maxText)}…` : value;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      if (budget.left <= 0) break;
      items.push(copy(item, budget));
    }
    return items;
  }
  if (typeof value !== "object" || value === null) return value;
  const copied: [string, Json][] = [];
  for (const key of Object.keys(value)) {
    if (budget.left <= 0) break;
    copied.push([key, copy(value[key] as Json, budget)]);
  }
  // fromEntries defines own properties, the key "__proto__" too; an assignment would not.
  return Object.fromEntries(copied) as JsonObject;
}
