import type { Json } from "../node-contract/json.ts";
import { Refusal } from "./expression-error.ts";
import { maxOutputDepth } from "./limits.ts";
import { Moment } from "./moment.ts";
import { Pattern } from "./pattern.ts";
import { RawText } from "./raw-text.ts";
import type { Run } from "./run.ts";
import { describeKind } from "./values.ts";

/**
 * A value as JSON data, the only thing that leaves an expression: dates become ISO text in UTC, missing
 * becomes null, NaN, infinities, patterns and functions are refused. What needs no change is handed on as
 * it is, not copied. Counts the size, so that ten lines cannot make a gigabyte.
 */
export function leave(value: unknown, run: Run): Json {
  switch (typeof value) {
    case "string":
      if (value.length > run.outputSize) throw new Refusal("too-large", { limit: run.outputSize });
      return value;
    case "number":
      return finite(value);
    case "boolean":
      return value;
    case "undefined":
      return null;
    default:
      return value === null ? null : new Departure(run).of(value, 0);
  }
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Refusal("not-a-number", { value: String(value) });
  // JSON has no -0: what is stored and read back must equal what was computed.
  return value === 0 ? 0 : value;
}

class Departure {
  private size = 0;
  private readonly run: Run;

  constructor(run: Run) {
    this.run = run;
  }

  of(value: unknown, depth: number): Json {
    switch (typeof value) {
      case "string":
        this.count(value.length + 2);
        return value;
      case "number":
        this.count(8);
        return finite(value);
      case "boolean":
        this.count(5);
        return value;
      case "undefined":
        this.count(4);
        return null;
      case "object":
        break;
      default:
        throw new Refusal("not-json", { got: describeKind(value) });
    }
    if (value === null) {
      this.count(4);
      return null;
    }
    if (depth >= maxOutputDepth) throw new Refusal("too-deep", { limit: maxOutputDepth });
    this.count(2);
    if (Array.isArray(value)) return this.list(value, depth + 1);
    if (value instanceof Moment) return value.toText();
    if (value instanceof RawText) return this.of(value.text, depth);
    if (value instanceof Pattern) throw new Refusal("not-json", { got: describeKind(value) });
    return this.record(value as Record<string, unknown>, depth + 1);
  }

  private list(value: readonly unknown[], depth: number): Json {
    let copy: Json[] | undefined;
    for (let at = 0; at < value.length; at++) {
      const element = value[at];
      const json = this.of(element, depth);
      if (copy === undefined && !Object.is(json, element)) copy = value.slice(0, at) as Json[];
      if (copy !== undefined) copy.push(json);
    }
    return copy ?? (value as Json[]);
  }

  private record(value: Record<string, unknown>, depth: number): Json {
    let changed: Map<string, Json> | undefined;
    for (const key of Object.keys(value)) {
      this.count(key.length + 4);
      const field = value[key];
      const json = this.of(field, depth);
      if (Object.is(json, field)) continue;
      changed ??= new Map();
      changed.set(key, json);
    }
    if (changed === undefined) return value as { [key: string]: Json };
    // fromEntries defines own properties, so that a field called __proto__ in the data stays a field.
    return Object.fromEntries(
      Object.keys(value).map((key) => [key, changed.get(key) ?? ownJson(value, key)]),
    );
  }

  private count(size: number): void {
    this.run.charge(1);
    this.size += size;
    if (this.size > this.run.outputSize) throw new Refusal("too-large", { limit: this.run.outputSize });
  }
}

/** A field that needed no change, or null for one that was missing. */
function ownJson(value: Record<string, unknown>, key: string): Json {
  return (value[key] ?? null) as Json;
}

/** A value as text, as templates and `+` insert it: null and missing as nothing, lists and objects as JSON. */
export function toText(value: unknown, run: Run): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return String(finite(value));
    case "boolean":
      return value ? "true" : "false";
    case "undefined":
      return "";
    default:
      break;
  }
  if (value === null) return "";
  if (value instanceof Moment) return value.toText();
  if (value instanceof RawText) return value.text;
  const text = JSON.stringify(leave(value, run));
  run.chargeText(text.length);
  return text;
}
