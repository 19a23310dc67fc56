import { type Operation, OperationError } from "@sluice/workflow/operations";
import { anyOperation } from "@sluice/workflow/testing";
import fc from "fast-check";
import type { OpenDocumentStore } from "../open-document.ts";
import { anyGesture, type Gesture } from "./random-gestures.ts";

const group = fc.constantFrom(undefined, "g1", "g2");

/** An operation as it is, or what a hand on the canvas makes of the document that it finds; with its name. */
export const anyNamedChange = fc.oneof(
  fc
    .record({ operation: anyOperation, group })
    .map((change) => ({ name: change.operation.op as string, change })),
  fc.tuple(anyGesture, group).map(([{ name, gesture }, own]) => ({ name, change: { gesture, group: own } })),
);
export const anyChange = anyNamedChange.map(({ change }) => change);

/** What a person does, one after the other. */
export const anyAct = fc.oneof(
  { weight: 6, arbitrary: anyChange },
  { weight: 2, arbitrary: fc.constant("undo" as const) },
  { weight: 1, arbitrary: fc.constant("redo" as const) },
  { weight: 1, arbitrary: fc.constant("end-group" as const) },
);
export type Act =
  | { readonly operation: Operation; readonly group: string | undefined }
  | { readonly gesture: Gesture; readonly group: string | undefined }
  | "undo"
  | "redo"
  | "end-group";

/** Does it. An operation that does not fit the document is refused and changes nothing. */
export function perform(store: OpenDocumentStore, act: Act): void {
  if (act === "undo") store.undo();
  else if (act === "redo") store.redo();
  else if (act === "end-group") store.endGroup();
  else {
    const named = act.group === undefined ? {} : { group: act.group };
    try {
      const edit =
        "operation" in act ? { operations: [act.operation] } : act.gesture(store.getState().document);
      if (edit) store.edit(edit.operations, { label: { key: "paste" }, ...named });
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
    }
  }
}
