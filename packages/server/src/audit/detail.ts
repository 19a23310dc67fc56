import type { ActDetail } from "../stores/audit/store.ts";
import { isId } from "./objects.ts";

/** Whole numbers of a call and its answer that say what was done. */
const numbers = [
  "revision",
  "version",
  "other",
  "moment",
  "published",
  "count",
  "moved",
  "keepOldForSeconds",
];
/** Ids in an answer that lead to what came of it. */
const ids = ["executionId", "deliveryId", "eventId"];

/** What is known of a route: its method, its path and the names of what it takes. */
export interface ChangingRoute {
  readonly method: string;
  readonly path: string;
  readonly fields: readonly string[];
}

/**
 * What is kept of a call besides who and what: numbers, ids, and which fields a change named. Everything is picked by name
 * and by what it is, so that no text that somebody typed can get into it.
 */
export function detailOf(given: {
  readonly route: ChangingRoute;
  readonly input: unknown;
  /** Undefined: it failed. */
  readonly output: unknown;
}): ActDetail {
  const parts = [given.input, given.output].filter(isRecord);
  const found: Record<string, number | string | readonly string[]> = {};
  for (const part of parts) {
    for (const name of numbers) {
      const value = Object.hasOwn(part, name) ? part[name] : undefined;
      if (Number.isInteger(value)) found[name] = value as number;
    }
    for (const name of ids) {
      const value = Object.hasOwn(part, name) ? part[name] : undefined;
      if (isId(value)) found[name] = value;
    }
  }
  const changed = changedFields(given);
  return changed.length === 0 ? found : { ...found, changed };
}

/** The fields that a change names, of those that the contract has. */
function changedFields({ route, input }: { route: ChangingRoute; input: unknown }): string[] {
  if (!isRecord(input) || (route.method !== "PUT" && route.method !== "PATCH")) return [];
  return route.fields.filter(
    (name) => Object.hasOwn(input, name) && !route.path.includes(`{${name}}`) && !numbers.includes(name),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
