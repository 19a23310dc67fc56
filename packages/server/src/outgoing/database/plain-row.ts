import type { Json, JsonObject } from "@sluice/workflow/node-contract";

/** A row as JSON: bytes as base64; whole numbers beyond 2^53 as text, and what JSON has no number for (`NaN`, `Infinity`). */
export function plainRow(row: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): Json {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "bigint":
      return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
        ? Number(value)
        : String(value);
    default:
      break;
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plainValue);
  // A class of its own (an interval, a point) says what it is as JSON.
  return JSON.parse(JSON.stringify(value) ?? "null") as Json;
}
