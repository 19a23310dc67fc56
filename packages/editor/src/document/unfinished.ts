import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { type FormField, fieldsNow, formOf, type JsonObject } from "@sluice/workflow/node-contract";
import type { Operation } from "@sluice/workflow/operations";
import { definitionOf } from "./ports.ts";
import { sameText } from "./share-structure.ts";
import { objectOf } from "./trigger-config.ts";

type Place = readonly (string | number)[];

/** What is typed in a field and cannot be taken yet, no JSON or no key, so that the document does not hold it. */
export interface Unfinished {
  /** Path of the field in the document. */
  readonly at: Place;
  readonly text: string;
  /** The value that the document holds there: once it is another one, the text is a thing of the past. */
  readonly over: unknown;
  /** Steps that the history had when it was last typed at: undo takes the text back before those, and after later ones. */
  readonly steps: number;
}

/** So many fields half typed at once are nobody's work: the oldest are let go. */
const most = 100;
/** Characters of a text that is still kept over a reload. */
export const longestKept = 1_000_000;

/** The text that stands unfinished at a place. */
export function unfinishedAt(list: readonly Unfinished[], at: Place): Unfinished | undefined {
  return list.find((one) => isSame(one.at, at));
}

/** The list with `text` unfinished at a place of the document; without an entry there when `text` is null. */
export function withUnfinished(
  list: readonly Unfinished[],
  given: { document: WorkflowDocument; at: Place; text: string | null; steps: number },
): readonly Unfinished[] {
  const { document, at, text, steps } = given;
  const before = unfinishedAt(list, at);
  if (text === null && !before) return list;
  const others = list.filter((one) => one !== before);
  return text === null ? others : [...others, { at, text, over: valueAt(document, at), steps }].slice(-most);
}

/** Those that still stand over this document: their field is there, takes such a text, and holds what it held. */
export function stillUnfinished(
  list: readonly Unfinished[],
  document: WorkflowDocument,
): readonly Unfinished[] {
  const kept = list.filter(
    ({ at, over }) =>
      (isKeyField(document, at) || isJsonField(document, at)) && sameText(valueAt(document, at), over),
  );
  return kept.length === list.length ? list : kept;
}

/** The list after edits: a text follows the node whose key is changed. */
export function followRenames(
  list: readonly Unfinished[],
  operations: readonly Operation[],
  after: WorkflowDocument,
): readonly Unfinished[] {
  const renames = operations.flatMap((one) => (one.op === "rename-key" ? [one] : []));
  if (renames.length === 0 || list.length === 0) return list;
  return list.map((one) => {
    const at = renames.reduce<Place>(
      (place, { from, to }) =>
        place[0] === "nodes" && place[1] === from ? ["nodes", to, ...place.slice(2)] : place,
      one.at,
    );
    // Renaming also rewrites what the values say about the node.
    return { ...one, at, over: valueAt(after, at) };
  });
}

/** Whether a place is the key of a node or of a variable of the trigger. */
export function isKeyPlace(at: Place): boolean {
  const [root, part, name] = at;
  if (root === "nodes") return at.length === 3 && name === "key";
  return (
    root === "trigger" && part === "config" && name === "variables" && at.length === 5 && at[4] === "key"
  );
}

function isKeyField(document: WorkflowDocument, at: Place): boolean {
  return isKeyPlace(at) && valueAt(document, at.slice(0, -1)) !== undefined;
}

function isJsonField(document: WorkflowDocument, at: Place): boolean {
  if (at[0] === "trigger") {
    const { kind } = objectOf(document.trigger.config.response);
    return document.mode === "async" && kind === "json";
  }
  const [, key, part, name] = at;
  const node =
    typeof key === "string" && Object.hasOwn(document.nodes, key) ? document.nodes[key] : undefined;
  if (part === "pin") return node?.pin !== undefined && name === "output" && at.length === 4;
  const definition = node && definitionOf(definitions, node.type);
  if (!node || !definition) return false;
  const field = fieldIn(formOf(definition), node.config, String(name));
  if (!field) return false;
  return at.length === 4 ? field.control === "json" : placeExists(document, at);
}

function fieldIn(fields: readonly FormField[], values: JsonObject, name: string): FormField | undefined {
  return fieldsNow(fields, values).find((field) => field.name === name);
}

/** Whether the list entry or object that holds the place is there; the value itself may be absent. */
function placeExists(document: WorkflowDocument, at: Place): boolean {
  return at.every(
    (step, index) => typeof step !== "number" || valueAt(document, at.slice(0, index + 1)) !== undefined,
  );
}

function valueAt(document: WorkflowDocument, at: Place): unknown {
  let here: unknown = document;
  for (const step of at) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined;
    here = Reflect.get(here, step);
  }
  return here;
}

function isSame(one: Place, other: Place): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}
