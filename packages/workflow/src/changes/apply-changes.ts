import type { WorkflowDocument } from "../document/schema.ts";
import type { Json } from "../node-contract/json.ts";
import { nameOf } from "./elements.ts";
import type { Change, OrderChange } from "./find-changes.ts";
import { fieldOf, isList, isObject, type Place } from "./place.ts";

/** Changes that do not belong to the document that they were applied to. */
export class ChangesError extends Error {
  override readonly name = "ChangesError";
}

/**
 * The document after changes that were found from one that means the same. Pure. Throws a `ChangesError` where a place is
 * not there; what comes out of changes found for another document has not been checked.
 */
export function applyChanges(document: WorkflowDocument, changes: readonly Change[]): WorkflowDocument {
  return changes.reduce<Json>(
    (value, change) =>
      "order" in change
        ? replaceAt(value, change.at, (list) => inOrder(list, change))
        : replaceAt(value, change.at, () => change.after),
    document as Json,
  ) as WorkflowDocument;
}

type Replace = (value: Json | undefined) => Json | undefined;

function replaceAt(value: Json, [step, ...rest]: Place, replace: Replace): Json {
  if (step === undefined) return replace(value) ?? null;
  const below = (child: Json | undefined): Json | undefined => {
    if (rest.length === 0) return replace(child);
    if (child === undefined) throw new ChangesError(`there is no ${JSON.stringify(step)} to change`);
    return replaceAt(child, rest, replace);
  };
  if (typeof step === "string") {
    if (!isObject(value)) throw new ChangesError(`"${step}" is asked of something that has no fields`);
    const next = below(fieldOf(value, step));
    if (next !== undefined) return { ...value, [step]: next };
    const { [step]: _, ...others } = value;
    return others;
  }
  if (!isList(value)) throw new ChangesError(`an element is asked of something that is no list`);
  const index = value.findIndex((element) => nameOf(element, step.by) === step.is);
  const next = below(value[index]);
  if (index === -1) return next === undefined ? value : [...value, next];
  return next === undefined ? value.toSpliced(index, 1) : value.with(index, next);
}

function inOrder(list: Json | undefined, { by, order }: OrderChange): Json {
  const rank = new Map(order.map((name, index) => [name, index]));
  if (by === "key" && isObject(list)) {
    const place = ([name]: [string, Json]) => rank.get(name) ?? order.length;
    return Object.fromEntries(Object.entries(list).sort((one, other) => place(one) - place(other)));
  }
  if (!isList(list)) throw new ChangesError("an order is asked of something that is no list");
  const rankOf = (element: Json) => rank.get(nameOf(element, by) ?? "") ?? order.length;
  return list.toSorted((one, other) => rankOf(one) - rankOf(other));
}
