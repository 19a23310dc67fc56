import type { WorkflowDocument } from "@sluice/workflow/document";
import { type Operation, OperationError } from "@sluice/workflow/operations";
import fc from "fast-check";
import type { OpenDocumentStore } from "../open-document.ts";

const keys = ["a", "b", "c", "d"] as const;
const key = fc.constantFrom(...keys);
const place = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) });
const config = fc.dictionary(fc.constantFrom("fields", "expression", "body"), fc.jsonValue({ maxDepth: 2 }));

/** Operations on few keys, so that they meet: adding, removing, connecting, renaming, settings, notes. */
export const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ key, config, at: place }).map(
    ({ key: node, config: given, at }): Operation => ({
      op: "add-node",
      key: node,
      node: { type: "set", config: given as WorkflowDocument["nodes"][string]["config"] },
      at,
    }),
  ),
  key.map((one): Operation => ({ op: "remove-nodes", keys: [one], bridge: true })),
  fc
    .tuple(fc.constantFrom("trigger", ...keys), key)
    .map(([from, to]): Operation => ({ op: "connect", from, to })),
  fc.tuple(key, place).map(([one, at]): Operation => ({ op: "move", nodes: { [one]: at } })),
  fc
    .tuple(key, fc.string({ maxLength: 12 }))
    .map(([one, name]): Operation => ({ op: "rename", key: one, name })),
  fc
    .tuple(key, fc.constantFrom("e", "f", ...keys))
    .map(([from, to]): Operation => ({ op: "rename-key", from, to })),
  fc.string({ minLength: 1, maxLength: 12 }).map((name): Operation => ({ op: "set-workflow", name })),
  fc.constantFrom("async" as const, "sync" as const).map((mode): Operation => ({ op: "set-workflow", mode })),
  fc
    .tuple(key, config)
    .map(([one, given]): Operation => ({ op: "set-config", key: one, config: given as never })),
  fc.tuple(key, fc.boolean()).map(
    ([one, disabled]): Operation => ({
      op: "set-node-options",
      key: one,
      set: { disabled },
    }),
  ),
  fc.tuple(fc.constantFrom("n1", "n2"), place).map(
    ([id, at]): Operation => ({
      op: "add-note",
      note: { id, text: "", ...at },
    }),
  ),
);

/** What a person does, one after the other. */
export const anyAct = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ operation: anyOperation, group: fc.constantFrom(undefined, "g1", "g2") }),
  },
  { weight: 2, arbitrary: fc.constant("undo" as const) },
  { weight: 1, arbitrary: fc.constant("redo" as const) },
  { weight: 1, arbitrary: fc.constant("end-group" as const) },
);
export type Act = { operation: Operation; group: string | undefined } | "undo" | "redo" | "end-group";

/** Does it. An operation that does not fit the document is refused and changes nothing. */
export function perform(store: OpenDocumentStore, act: Act): void {
  if (act === "undo") store.undo();
  else if (act === "redo") store.redo();
  else if (act === "end-group") store.endGroup();
  else {
    try {
      store.edit(act.operation, { label: { key: "test" }, ...(act.group ? { group: act.group } : {}) });
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
    }
  }
}
