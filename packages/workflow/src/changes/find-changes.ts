import { z } from "zod";
import { keepsKeyOrder } from "../document/key-order.ts";
import { sameMeaning } from "../document/same-meaning.ts";
import type { WorkflowDocument } from "../document/schema.ts";
import type { Json, JsonObject } from "../node-contract/json.ts";
import { byName, identityOf } from "./elements.ts";
import { fieldOf, identities, isList, isObject, type Place, stepSchema } from "./place.ts";
import { isWhole } from "./whole.ts";

/** A value that is another one; `before` absent: it was not there; `after` absent: it is there no more. */
const valueChangeSchema = z.strictObject({
  at: z.array(stepSchema),
  before: z.json().optional(),
  after: z.json().optional(),
});
/** The elements of a list stand in another order, or (by `key`) the fields of an object: all of them, as they stand afterwards. */
const orderChangeSchema = z.strictObject({
  at: z.array(stepSchema),
  by: z.enum(identities),
  order: z.array(z.string()),
});
export const changeSchema = z.union([valueChangeSchema, orderChangeSchema]);
export type OrderChange = z.infer<typeof orderChangeSchema>;
export type Change = z.infer<typeof changeSchema>;

/**
 * What makes `after` of `before`, setting by setting: `applyChanges(before, findChanges(before, after))` means what `after`
 * means. Elements of lists that have a key, an id or a name are compared with their like, wherever they stand.
 */
export function findChanges(before: WorkflowDocument, after: WorkflowDocument): Change[] {
  const changes: Change[] = [];
  walk({ before: before as Json, after: after as Json, at: [], changes });
  return changes;
}

interface Walk {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly at: Place;
  readonly changes: Change[];
}

function walk({ before, after, at, changes }: Walk): void {
  if (sameMeaning(before, after, at)) return;
  if (isObject(before) && isObject(after) && !isWhole([before, after], at)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      walk({ before: fieldOf(before, name), after: fieldOf(after, name), at: [...at, name], changes });
    }
    if (keepsKeyOrder(at)) compareKeyOrder({ before, after, at, changes });
    return;
  }
  if (isList(before) && isList(after) && compareLists({ before, after, at, changes })) return;
  changes.push({
    at: [...at],
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
}

/** What the fields stand in after their own changes are applied is said only where it is another order. */
function compareKeyOrder(given: {
  before: JsonObject;
  after: JsonObject;
  at: Place;
  changes: Change[];
}): void {
  const { before, after, at, changes } = given;
  const order = Object.keys(after);
  const kept = Object.keys(before).filter((name) => Object.hasOwn(after, name));
  const found = Object.keys(Object.fromEntries([...kept, ...order].map((name) => [name, null])));
  if (found.some((name, index) => name !== order[index])) changes.push({ at: [...at], by: "key", order });
}

/** False: their elements cannot be told apart. */
function compareLists(given: { before: Json[]; after: Json[]; at: Place; changes: Change[] }): boolean {
  const { before, after, at, changes } = given;
  const by = identityOf([before, after], at);
  if (by === undefined) return false;
  const was = byName(before, by);
  const is = byName(after, by);
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    walk({ before: was.get(name), after: is.get(name), at: [...at, { by, is: name }], changes });
  }
  const order = [...is.keys()];
  const found = [
    ...[...was.keys()].filter((name) => is.has(name)),
    ...order.filter((name) => !was.has(name)),
  ];
  if (found.some((name, index) => name !== order[index])) changes.push({ at: [...at], by, order });
  return true;
}
