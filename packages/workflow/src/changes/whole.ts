import { isSecret } from "../document/secrets.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { fieldOf, type Place } from "./place.ts";

/** Fields whose value says which others there may be. */
const kindFields = ["type", "kind", "mode"] as const;
const ruleFields: ReadonlySet<string> = new Set(["all", "any", "none", "expression"]);

/**
 * Whether the objects at a place are one value each, of which nothing can be taken alone: two halves of different kinds
 * together would be something that nobody wrote. So it is with a secret, the place of a box, what is of another type,
 * and rules of another shape.
 */
export function isWhole(objects: readonly JsonObject[], at: Place): boolean {
  if (at[0] === "layout") return at[1] === "nodes" && at.length > 2;
  if (objects.some(isSecret)) return true;
  // The config's own fields are settings of their own, `mode` and `kind` among them; so are those of the document.
  if (at.length === 0 || at.at(-1) === "config") return false;
  if (kindFields.some((field) => differ(objects.map((object) => fieldOf(object, field))))) return true;
  if (!objects.some((object) => Object.keys(object).some((field) => ruleFields.has(field)))) return false;
  return differ(objects.map((object) => Object.keys(object).sort().join()));
}

function differ(values: readonly (Json | undefined)[]): boolean {
  return values.some((value) => typeof value === "string") && new Set(values).size > 1;
}
