import { buildDocument, node } from "../../testing/build-document.ts";
import { deepFreeze } from "../../testing/freeze.ts";

/** What the tables of operations begin with: a bit of everything, frozen. */
export const start = deepFreeze(
  buildDocument({
    name: "Orders",
    description: "Takes orders",
    trigger: {
      variables: [
        { key: "id", from: "body", path: "id", type: "string", required: true },
        { key: "sum", from: "body", path: "sum", type: "number", required: false },
      ],
      whenPaused: "404",
    },
    nodes: {
      paid: node("condition", { when: { expression: "trigger.sum > 0" } }, { name: "Paid?" }),
      thank: node("set", { fields: { id: "{{ trigger.id }}", list: [1, { deep: true }] } }),
      log: node("set", { fields: {} }, { note: "kept", disabled: true }),
      box: node("loop"),
      inner: node("set", {}, { parent: "box" }),
      room: node("loop", {}, { parent: "box" }),
      deepest: node("set", {}, { parent: "room" }),
    },
    edges: [
      ["trigger", "paid"],
      ["paid.true", "thank"],
      ["thank", "log"],
    ],
    settings: { timeoutSeconds: 60 },
    layout: {
      nodes: { paid: { x: 1, y: 1 }, thank: { x: 2, y: 2 } },
      notes: [{ id: "n1", text: "hello", x: 0, y: 0, color: "yellow" }],
    },
  }),
);
