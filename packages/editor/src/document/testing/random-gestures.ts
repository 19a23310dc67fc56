import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import fc from "fast-check";
import { arrangeEdit, arrangements, nudgeEdit } from "../arrange.ts";
import { copyOf, pasteEdit } from "../clipboard-edits.ts";
import { dissolveEdit, foldEdit, setParentEdit, wrapEdit } from "../container-edits.ts";
import {
  addNodeEdit,
  connectEdit,
  dropEdit,
  type Edit,
  moveEdit,
  reconnectEdit,
  removeEdit,
  tidyEdit,
} from "../edits.ts";
import { findIn, replaceEdit } from "../find-replace.ts";
import { nestingOf } from "../nesting.ts";
import { portOf, type Selection } from "../selection.ts";

/** What a hand on the canvas does to the document that it finds; null: nothing to do it to. */
export type Gesture = (document: WorkflowDocument) => Edit | null;

const types = definitions;
const language = "en";
/** Any number; which of the things that are there is meant follows from it. */
const pick = fc.nat({ max: 50 });
const at = fc.record({ x: fc.integer({ min: -800, max: 800 }), y: fc.integer({ min: -800, max: 800 }) });
const nodeType = fc.constantFrom("set", "condition", "loop", "try", "http");

const nth = <Thing>(things: readonly Thing[], number: number): Thing | undefined =>
  things[number % Math.max(1, things.length)];
const keysOf = (document: WorkflowDocument) => Object.keys(document.nodes);
const wanted = (document: WorkflowDocument, [from, to]: readonly [number, number]) => ({
  from: nth(["trigger", ...keysOf(document)], from) ?? "trigger",
  port: "out",
  to: nth(keysOf(document), to) ?? "nobody",
});
const selection = fc.tuple(pick, pick, fc.boolean()).map(
  ([one, other, withNotes]) =>
    (document: WorkflowDocument): Selection => ({
      nodes: [...new Set([one, other].flatMap((number) => nth(keysOf(document), number) ?? []))],
      edges: document.edges.slice(0, one % 2).map((edge) => `${edge.from}:${portOf(edge)}>${edge.to}`),
      notes: withNotes ? (document.layout?.notes ?? []).map(({ id }) => id) : [],
    }),
);
const places = fc.tuple(selection, at).map(([chosen, place]) => (document: WorkflowDocument) => {
  const { nodes, notes } = chosen(document);
  return {
    nodes: new Map(nodes.map((key, index) => [key, { x: place.x + index * 300, y: place.y }])),
    notes: new Map(notes.map((id) => [id, place])),
  };
});

/** One gesture for each edit that the canvas makes, by the name of its function. */
const gestures: Readonly<Record<string, fc.Arbitrary<Gesture>>> = {
  addNodeEdit: fc.tuple(nodeType, at, pick).map(([type, place, number]) => (document) => {
    const edge = nth(document.edges, number);
    const joint =
      edge && number % 2 === 0
        ? { kind: "into" as const, edge: { ...edge, port: portOf(edge) } }
        : { kind: "alone" as const, at: place };
    return addNodeEdit({ document, types, language, node: { type }, joint });
  }),
  moveEdit: places.map((given) => (document) => moveEdit(document, types, given(document))),
  dropEdit: fc.tuple(places, pick).map(
    ([given, into]) =>
      (document) =>
        dropEdit({ document, types, places: given(document), parent: nth(keysOf(document), into) }),
  ),
  removeEdit: selection.map((chosen) => (document) => removeEdit(document, types, chosen(document))),
  tidyEdit: fc.constant((document: WorkflowDocument) => tidyEdit(document, types)),
  connectEdit: fc
    .tuple(pick, pick)
    .map((ends) => (document) => connectEdit(document, types, wanted(document, ends))),
  reconnectEdit: fc.tuple(pick, pick, pick).map(([number, ...ends]) => (document) => {
    const edge = nth(document.edges, number);
    if (!edge) return null;
    const now = wanted(document, ends);
    return reconnectEdit({ document, types, edge: { ...edge, port: portOf(edge) }, now });
  }),
  arrangeEdit: fc.tuple(selection, fc.constantFrom(...arrangements)).map(
    ([chosen, arrangement]) =>
      (document) =>
        arrangeEdit({ document, types, selection: chosen(document), arrangement }),
  ),
  nudgeEdit: fc.tuple(selection, at).map(
    ([chosen, by]) =>
      (document) =>
        nudgeEdit(document, types, { selection: chosen(document), by }),
  ),
  pasteEdit: fc.tuple(selection, pick).map(([chosen, number]) => (document) => {
    const fragment = copyOf(document, types, chosen(document));
    const parent = nestingOf(document).parentOf(nth(keysOf(document), number) ?? "");
    return fragment && pasteEdit({ document, types, fragment, parent });
  }),
  foldEdit: pick.map(
    (number) => (document) => foldEdit(document, types, nth(keysOf(document), number) ?? ""),
  ),
  wrapEdit: fc.tuple(selection, fc.constantFrom("loop", "try")).map(
    ([chosen, type]) =>
      (document) =>
        wrapEdit({ document, types, language, keys: chosen(document).nodes, type }),
  ),
  setParentEdit: fc.tuple(selection, pick).map(
    ([chosen, into]) =>
      (document) =>
        setParentEdit({
          document,
          types,
          keys: chosen(document).nodes,
          parent: nth(keysOf(document), into),
        }),
  ),
  dissolveEdit: pick.map(
    (number) => (document) => dissolveEdit(document, types, nth(keysOf(document), number) ?? ""),
  ),
  replaceEdit: fc.constantFrom("a", "steps", "http").map((find) => (document) => {
    const search = { find, matchCase: false, wholeWord: false, isPattern: false };
    const { found } = findIn(document, types, search);
    return replaceEdit({ document, places: found, search, replacement: "bee" });
  }),
};

export const anyGesture = fc.oneof(
  ...Object.entries(gestures).map(([name, gesture]) => gesture.map((made) => ({ name, gesture: made }))),
);
