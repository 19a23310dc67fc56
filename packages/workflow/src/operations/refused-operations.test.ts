import { describe, expect, test } from "vitest";
import { edge, node } from "../testing/build-document.ts";
import { applyOperation, type Operation } from "./operation.ts";
import { OperationError } from "./operation-error.ts";
import { start } from "./testing/start-document.ts";

describe("operations that cannot be done", () => {
  test.each<[OperationError["code"], string, Operation]>([
    ["key-taken", "add-node", { op: "add-node", key: "paid", node: node("set") }],
    ["bad-key", "add-node", { op: "add-node", key: "trigger", node: node("set") }],
    ["bad-key", "add-node", { op: "add-node", key: "__proto__", node: node("set") }],
    ["no-such-node", "add-node", { op: "add-node", node: node("set"), after: { from: "ghost" } }],
    ["no-such-edge", "add-node", { op: "add-node", node: node("set"), onEdge: edge("paid.false", "log") }],
    ["no-such-node", "remove-nodes", { op: "remove-nodes", keys: ["thank", "ghost"] }],
    ["no-such-node", "connect", { op: "connect", from: "ghost", to: "log" }],
    ["no-such-node", "connect", { op: "connect", from: "log", to: "toString" }],
    ["edge-exists", "connect", { op: "connect", from: "thank", port: "out", to: "log" }],
    ["no-such-edge", "disconnect", { op: "disconnect", edges: [edge("thank", "log"), edge("log", "thank")] }],
    ["no-such-edge", "reconnect", { op: "reconnect", edge: edge("log", "paid"), now: edge("log", "thank") }],
    [
      "edge-exists",
      "reconnect",
      { op: "reconnect", edge: edge("trigger", "paid"), now: edge("thank", "log") },
    ],
    ["no-such-node", "reconnect", { op: "reconnect", edge: edge("thank", "log"), now: edge("x", "log") }],
    ["no-such-node", "move", { op: "move", nodes: { paid: { x: 0, y: 0 }, ghost: { x: 0, y: 0 } } }],
    ["no-such-note", "move", { op: "move", nodes: { paid: { x: 0, y: 0 } }, notes: { x: { x: 0, y: 0 } } }],
    ["no-such-node", "rename", { op: "rename", key: "ghost", name: "x" }],
    ["no-such-node", "rename-key", { op: "rename-key", from: "ghost", to: "x" }],
    ["key-taken", "rename-key", { op: "rename-key", from: "paid", to: "log" }],
    ["bad-key", "rename-key", { op: "rename-key", from: "paid", to: "trigger" }],
    ["bad-key", "rename-key", { op: "rename-key", from: "paid", to: "a-b" }],
    ["bad-key", "rename-key", { op: "rename-key", from: "paid", to: "" }],
    ["bad-key", "rename-key", { op: "rename-key", from: "paid", to: "constructor" }],
    ["no-such-variable", "rename-variable", { op: "rename-variable", from: "none", to: "x" }],
    ["key-taken", "rename-variable", { op: "rename-variable", from: "id", to: "sum" }],
    ["bad-key", "rename-variable", { op: "rename-variable", from: "id", to: "a b" }],
    ["bad-key", "rename-variable", { op: "rename-variable", from: "id", to: "__proto__" }],
    ["no-such-node", "rename-output", { op: "rename-output", key: "ghost", from: "x", to: "y" }],
    ["no-such-node", "set-config", { op: "set-config", key: "ghost", config: {} }],
    ["no-such-node", "set-field", { op: "set-field", key: "ghost", path: ["a"], value: 1 }],
    ["bad-path", "set-field", { op: "set-field", key: "thank", path: ["fields", 0], value: 1 }],
    ["bad-path", "set-field", { op: "set-field", key: "thank", path: ["fields", "list", "x"], value: 1 }],
    ["bad-path", "set-field", { op: "set-field", key: "thank", path: ["fields", "list", 3], value: 1 }],
    ["bad-path", "set-field", { op: "set-field", key: "thank", path: ["fields", "id", "x"], value: 1 }],
    ["bad-path", "set-field", { op: "set-field", key: "log", path: ["__proto__", "x"], value: 1 }],
    ["bad-path", "set-field", { op: "set-field", key: "log", path: ["a", "constructor"], value: 1 }],
    ["no-such-node", "set-node-options", { op: "set-node-options", key: "ghost", set: { join: "any" } }],
    ["no-such-node", "set-folded", { op: "set-folded", keys: ["ghost"], folded: true }],
    ["no-such-node", "wrap", { op: "wrap-in-container", keys: ["ghost"], node: node("loop") }],
    ["several-scopes", "wrap", { op: "wrap-in-container", keys: ["inner", "log"], node: node("loop") }],
    ["way-returns", "wrap", { op: "wrap-in-container", keys: ["paid", "log"], node: node("loop") }],
    ["key-taken", "wrap", { op: "wrap-in-container", keys: ["log"], key: "paid", node: node("loop") }],
    ["no-such-node", "unwrap", { op: "unwrap", key: "ghost" }],
    ["no-such-node", "unwrap", { op: "unwrap", key: "box", exits: [{ from: "deepest" }] }],
    ["no-such-node", "set-parent", { op: "set-parent", keys: ["log"], parent: "ghost" }],
    ["no-such-node", "set-parent", { op: "set-parent", keys: ["ghost"] }],
    ["inside-itself", "set-parent", { op: "set-parent", keys: ["box"], parent: "room" }],
    ["inside-itself", "set-parent", { op: "set-parent", keys: ["box"], parent: "box" }],
    [
      "no-such-node",
      "paste",
      {
        op: "paste",
        parent: "ghost",
        fragment: { sluice: "fragment/1", nodes: {}, edges: [], layout: { nodes: {}, notes: [] } },
      },
    ],
    ["key-taken", "add-note", { op: "add-note", note: { id: "n1", text: "", x: 0, y: 0 } }],
    ["no-such-note", "set-note", { op: "set-note", id: "n9", set: { text: "x" } }],
    ["no-such-note", "remove-notes", { op: "remove-notes", ids: ["n1", "n9"] }],
  ])("%s: %s %j", (code, _name, operation) => {
    // The document is frozen: had anything changed before, this would be a TypeError.
    const error = caught(() => applyOperation(start, operation));
    expect(error).toBeInstanceOf(OperationError);
    expect((error as OperationError).code).toBe(code);
    expect((error as OperationError).message).not.toBe("");
  });
});

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
