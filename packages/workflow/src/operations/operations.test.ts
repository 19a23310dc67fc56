import { describe, expect, test } from "vitest";
import type { WorkflowNode } from "../document/schema.ts";
import { documentSchema, type WorkflowDocument } from "../document/schema.ts";
import { buildDocument, edge, node } from "../testing/build-document.ts";
import { deepFreeze } from "../testing/freeze.ts";
import { applyOperation, type Operation, operationSchema } from "./operation.ts";
import { start } from "./testing/start-document.ts";

/** Each row: what is done, and the parts of the document that must come out. */
const changes: [string, Operation, Partial<WorkflowDocument>][] = [
  [
    "add-node makes a key from the name",
    { op: "add-node", node: node("set", {}, { name: "Send e-mail" }) },
    { nodes: { ...start.nodes, sendEMail: node("set", {}, { name: "Send e-mail" }) } },
  ],
  [
    "add-node counts up when the key is taken",
    { op: "add-node", node: node("set", {}, { name: "Paid!" }) },
    { nodes: { ...start.nodes, paid2: node("set", {}, { name: "Paid!" }) } },
  ],
  [
    "add-node after an exit, at a place",
    {
      op: "add-node",
      key: "refuse",
      node: node("set"),
      at: { x: 5, y: 6 },
      after: { from: "paid", port: "false" },
    },
    {
      nodes: { ...start.nodes, refuse: node("set") },
      edges: [...start.edges, edge("paid.false", "refuse")],
      layout: {
        nodes: { ...start.layout?.nodes, refuse: { x: 5, y: 6 } },
        notes: start.layout?.notes ?? [],
      },
    },
  ],
  [
    "add-node into an edge keeps the edge's place and goes on from the chosen exit",
    { op: "add-node", key: "mid", node: node("condition"), onEdge: edge("paid.true", "thank"), exit: "true" },
    {
      nodes: { ...start.nodes, mid: node("condition") },
      edges: [
        edge("trigger", "paid"),
        edge("paid.true", "mid"),
        edge("mid.true", "thank"),
        edge("thank", "log"),
      ],
    },
  ],
  [
    "add-node into an edge as its end",
    { op: "add-node", key: "mid", node: node("end"), onEdge: edge("thank", "log"), exit: null },
    {
      nodes: { ...start.nodes, mid: node("end") },
      edges: [edge("trigger", "paid"), edge("paid.true", "thank"), edge("thank", "mid")],
    },
  ],
  [
    "remove-nodes takes edges and places along",
    { op: "remove-nodes", keys: ["thank"] },
    {
      nodes: without(start.nodes, "thank"),
      edges: [edge("trigger", "paid")],
      layout: { nodes: { paid: { x: 1, y: 1 } }, notes: start.layout?.notes ?? [] },
    },
  ],
  [
    "remove-nodes closes the gap by the port that led in",
    { op: "remove-nodes", keys: ["thank"], bridge: true },
    {
      nodes: without(start.nodes, "thank"),
      edges: [edge("trigger", "paid"), edge("paid.true", "log")],
      layout: { nodes: { paid: { x: 1, y: 1 } }, notes: start.layout?.notes ?? [] },
    },
  ],
  [
    "remove-nodes closes the gap of a whole chain",
    { op: "remove-nodes", keys: ["paid", "thank"], bridge: true },
    {
      nodes: without(start.nodes, "paid", "thank"),
      edges: [edge("trigger", "log")],
      layout: { nodes: {}, notes: start.layout?.notes ?? [] },
    },
  ],
  [
    "remove-nodes takes a container with all that stands in it",
    { op: "remove-nodes", keys: ["box"] },
    { nodes: without(start.nodes, "box", "inner", "room", "deepest") },
  ],
  [
    "wrap-in-container turns edges into it and out of it by its first exit",
    {
      op: "wrap-in-container",
      keys: ["thank"],
      node: node("try", {}, { name: "Be careful" }),
      at: { x: 5, y: 6 },
    },
    {
      nodes: {
        ...start.nodes,
        thank: { ...start.nodes.thank, parent: "beCareful" } as WorkflowNode,
        beCareful: node("try", {}, { name: "Be careful" }),
      },
      edges: [edge("trigger", "paid"), edge("paid.true", "beCareful"), edge("beCareful", "log")],
      layout: {
        nodes: { paid: { x: 1, y: 1 }, thank: { x: 2, y: 2 }, beCareful: { x: 5, y: 6 } },
        notes: start.layout?.notes ?? [],
      },
    },
  ],
  [
    "wrap-in-container inside of one, and what stands in the nodes stays in them",
    {
      op: "wrap-in-container",
      keys: ["inner", "room", "deepest"],
      key: "crate",
      node: node("loop"),
      port: "done",
    },
    {
      nodes: {
        ...start.nodes,
        inner: node("set", {}, { parent: "crate" }),
        room: node("loop", {}, { parent: "crate" }),
        crate: node("loop", {}, { parent: "box" }),
      },
    },
  ],
  [
    "unwrap leaves the body where the container stood",
    { op: "unwrap", key: "box" },
    {
      nodes: { ...without(start.nodes, "box"), inner: node("set"), room: node("loop") },
    },
  ],
  [
    "set-parent moves nodes into a container and cuts what would cross its border",
    { op: "set-parent", keys: ["thank", "log"], parent: "room" },
    {
      nodes: {
        ...start.nodes,
        thank: { ...start.nodes.thank, parent: "room" } as WorkflowNode,
        log: { ...start.nodes.log, parent: "room" } as WorkflowNode,
      },
      edges: [edge("trigger", "paid"), edge("thank", "log")],
    },
  ],
  [
    "set-parent without one moves nodes out, with what stands in them",
    { op: "set-parent", keys: ["room", "deepest"] },
    { nodes: { ...start.nodes, room: node("loop") } },
  ],
  [
    "connect adds an edge at the end",
    { op: "connect", from: "paid", port: "false", to: "log" },
    { edges: [...start.edges, edge("paid.false", "log")] },
  ],
  [
    "connect leaves the port out when it is out",
    { op: "connect", from: "trigger", port: "out", to: "log" },
    { edges: [...start.edges, edge("trigger", "log")] },
  ],
  [
    "disconnect removes edges, named with their port or without",
    { op: "disconnect", edges: [{ from: "thank", port: "out", to: "log" }, edge("trigger", "paid")] },
    { edges: [edge("paid.true", "thank")] },
  ],
  [
    "reconnect keeps the edge's place in the list",
    { op: "reconnect", edge: edge("paid.true", "thank"), now: edge("paid.false", "log") },
    { edges: [edge("trigger", "paid"), edge("paid.false", "log"), edge("thank", "log")] },
  ],
  [
    "move puts nodes, the trigger and notes elsewhere",
    {
      op: "move",
      nodes: { paid: { x: 9, y: 9 }, trigger: { x: 0, y: 0 } },
      notes: { n1: { x: 7, y: 8 } },
    },
    {
      layout: {
        nodes: { paid: { x: 9, y: 9 }, thank: { x: 2, y: 2 }, trigger: { x: 0, y: 0 } },
        notes: [{ id: "n1", text: "hello", x: 7, y: 8, color: "yellow" }],
      },
    },
  ],
  [
    "set-folded folds containers, each once",
    { op: "set-folded", keys: ["paid", "paid"], folded: true },
    { layout: { nodes: {}, notes: [], ...start.layout, folded: ["paid"] } },
  ],
  [
    "rename changes the shown name only",
    { op: "rename", key: "paid", name: "Is it paid?" },
    { nodes: { ...start.nodes, paid: { ...start.nodes.paid, ...named("condition", "Is it paid?") } } },
  ],
  [
    "rename to nothing takes the name away",
    { op: "rename", key: "paid", name: "" },
    { nodes: { ...start.nodes, paid: node("condition", { when: { expression: "trigger.sum > 0" } }) } },
  ],
  [
    "rename-key changes the key, edges, places and parents",
    { op: "rename-key", from: "box", to: "crate" },
    {
      nodes: {
        paid: kept("paid"),
        thank: kept("thank"),
        log: kept("log"),
        crate: kept("box"),
        inner: node("set", {}, { parent: "crate" }),
        room: node("loop", {}, { parent: "crate" }),
        deepest: kept("deepest"),
      },
    },
  ],
  [
    "rename-variable changes the row and what reads it",
    { op: "rename-variable", from: "sum", to: "total" },
    {
      trigger: {
        type: "webhook",
        config: {
          variables: [
            { key: "id", from: "body", path: "id", type: "string", required: true },
            { key: "total", from: "body", path: "sum", type: "number", required: false },
          ],
          whenPaused: "404",
        },
      },
      nodes: {
        ...start.nodes,
        paid: node("condition", { when: { expression: "trigger.total > 0" } }, { name: "Paid?" }),
      },
    },
  ],
  ["rename-output, unread", { op: "rename-output", key: "paid", from: "result", to: "ok" }, {}],
  [
    "set-config replaces a config",
    { op: "set-config", key: "thank", config: { fields: { a: 1 } } },
    { nodes: { ...start.nodes, thank: node("set", { fields: { a: 1 } }) } },
  ],
  [
    "set-field sets one value in a list of objects",
    { op: "set-field", key: "thank", path: ["fields", "list", 1, "deep"], value: "x" },
    {
      nodes: {
        ...start.nodes,
        thank: node("set", { fields: { id: "{{ trigger.id }}", list: [1, { deep: "x" }] } }),
      },
    },
  ],
  [
    "set-field makes objects on the way and appends to lists",
    { op: "set-field", key: "log", path: ["a", "b", 0, "c"], value: null },
    {
      nodes: {
        ...start.nodes,
        log: node("set", { fields: {}, a: { b: [{ c: null }] } }, { note: "kept", disabled: true }),
      },
    },
  ],
  [
    "set-field without a value takes one away",
    { op: "set-field", key: "thank", path: ["fields", "list", 0] },
    {
      nodes: {
        ...start.nodes,
        thank: node("set", { fields: { id: "{{ trigger.id }}", list: [{ deep: true }] } }),
      },
    },
  ],
  [
    "set-node-options sets some and unsets others",
    { op: "set-node-options", key: "log", set: { onError: "branch", join: "any" }, unset: ["disabled"] },
    {
      nodes: {
        ...start.nodes,
        log: node("set", { fields: {} }, { note: "kept", onError: "branch", join: "any" }),
      },
    },
  ],
  [
    "set-trigger changes fields of the config",
    { op: "set-trigger", set: { whenPaused: "503", limits: { bodyBytes: 9 } }, unset: ["variables"] },
    { trigger: { type: "webhook", config: { whenPaused: "503", limits: { bodyBytes: 9 } } } },
  ],
  [
    "set-trigger replaces type and config",
    { op: "set-trigger", type: "schedule", config: { cron: "* * * * *" } },
    { trigger: { type: "schedule", config: { cron: "* * * * *" } } },
  ],
  [
    "set-workflow changes what is given",
    { op: "set-workflow", name: "Bills", mode: "sync", settings: { timeoutSeconds: 5 } },
    { name: "Bills", mode: "sync", settings: { timeoutSeconds: 5 } },
  ],
  [
    "add-note puts a note down",
    { op: "add-note", note: { id: "n2", text: "b", x: 1, y: 1 } },
    {
      layout: {
        nodes: start.layout?.nodes ?? {},
        notes: [...(start.layout?.notes ?? []), { id: "n2", text: "b", x: 1, y: 1 }],
      },
    },
  ],
  [
    "set-note changes what it says and keeps the rest",
    { op: "set-note", id: "n1", set: { text: "bye", width: 10, color: undefined } },
    {
      layout: {
        nodes: start.layout?.nodes ?? {},
        notes: [{ id: "n1", text: "bye", x: 0, y: 0, color: "yellow", width: 10 }],
      },
    },
  ],
  [
    "remove-notes takes notes away",
    { op: "remove-notes", ids: ["n1"] },
    { layout: { nodes: start.layout?.nodes ?? {}, notes: [] } },
  ],
];

describe("operations", () => {
  test.each(changes)("%s", (_, operation, parts) => {
    expect(operationSchema.parse(operation)).toEqual(operation);
    const after = applyOperation(start, operation);

    expect(after).toStrictEqual({ ...start, ...parts });
    expect(documentSchema.parse(after)).toEqual(after);
    expect(keyOrder(after.nodes)).toEqual(keyOrder(parts.nodes ?? start.nodes));
    for (const part of Object.keys(start) as (keyof WorkflowDocument)[]) {
      if (!(part in parts) && !rewriting.has(operation.op)) expect(after[part]).toBe(start[part]);
    }
    const untouched = Object.keys(start.nodes).filter(
      (key) => JSON.stringify(after.nodes[key]) === JSON.stringify(start.nodes[key]),
    );
    if (operation.op !== "set-config")
      for (const key of untouched) expect(after.nodes[key]).toBe(start.nodes[key]);
  });

  test("every operation is in the table, but paste, which has its own", () => {
    const names = operationSchema.options.map((option) => option.shape.op.value);
    expect([...new Set([...changes.map(([, { op }]) => op), "paste"])].sort()).toEqual([...names].sort());
  });

  test.each<[string, Operation]>([
    ["rename", { op: "rename", key: "paid", name: "Paid?" }],
    ["rename without a name", { op: "rename", key: "thank", name: "" }],
    ["rename-key", { op: "rename-key", from: "paid", to: "paid" }],
    ["rename-variable", { op: "rename-variable", from: "id", to: "id" }],
    ["rename-output", { op: "rename-output", key: "paid", from: "x", to: "x" }],
    ["reconnect", { op: "reconnect", edge: edge("thank", "log"), now: edge("thank.out", "log") }],
    ["set-field", { op: "set-field", key: "thank", path: ["fields", "list", 0], value: 1 }],
    ["set-field: nothing to take away", { op: "set-field", key: "thank", path: ["no", "such", "field"] }],
    ["set-field: no element to take away", { op: "set-field", key: "thank", path: ["fields", "list", 2] }],
    ["set-field: nothing in no element", { op: "set-field", key: "thank", path: ["fields", "list", 2, "a"] }],
    ["move", { op: "move" }],
  ])("%s that changes nothing gives the same document", (_, operation) => {
    expect(applyOperation(start, operation)).toBe(start);
  });

  test("what a document does not have yet is made, what becomes empty is left out", () => {
    const bare = deepFreeze(buildDocument({ nodes: { a: node("set") } }));
    expect(applyOperation(bare, { op: "move", nodes: { a: { x: 1, y: 2 } } }).layout).toEqual({
      nodes: { a: { x: 1, y: 2 } },
      notes: [],
    });
    const emptied = applyOperation(start, { op: "set-workflow", description: "", settings: {} });
    expect(Object.keys(emptied)).not.toContain("description");
    expect(Object.keys(emptied)).not.toContain("settings");
  });
});

/** These walk all texts of the document, and give new records of nodes even where no text changes. */
const rewriting: ReadonlySet<string> = new Set(["rename-key", "rename-variable", "rename-output"]);

function without(nodes: WorkflowDocument["nodes"], ...keys: string[]): WorkflowDocument["nodes"] {
  return Object.fromEntries(Object.entries(nodes).filter(([key]) => !keys.includes(key)));
}

function kept(key: string): WorkflowDocument["nodes"][string] {
  const found = start.nodes[key];
  if (found === undefined) throw new Error(`no node ${key} to begin with`);
  return found;
}

function named(type: string, name: string): WorkflowDocument["nodes"][string] {
  return node(type, { when: { expression: "trigger.sum > 0" } }, { name });
}

function keyOrder(nodes: WorkflowDocument["nodes"]): string[] {
  return Object.keys(nodes);
}
