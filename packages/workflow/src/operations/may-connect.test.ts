import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WorkflowEdge } from "../document/schema.ts";
import { graphOf } from "../graph/graph.ts";
import { orderOf } from "../graph/order.ts";
import { graphTypes as types } from "../graph/testing/node-types.ts";
import { buildDocument, edge, node } from "../testing/build-document.ts";
import { type ConnectRefusal, mayConnect } from "./may-connect.ts";
import { applyOperation } from "./operation.ts";

const document = buildDocument({
  nodes: {
    ask: node("branch", {}, { onError: "branch" }),
    yes: node("step"),
    last: node("step"),
    end: node("end"),
    unknown: node("unheard-of"),
    box: node("step"),
    inside: node("step", {}, { parent: "box" }),
    beside: node("step", {}, { parent: "box" }),
  },
  edges: [
    ["trigger", "ask"],
    ["ask.true", "yes"],
    ["yes", "last"],
  ],
});

describe("whether an edge may be drawn", () => {
  test.each<[string, string, ConnectRefusal | undefined]>([
    ["trigger", "yes", undefined],
    ["ask.false", "yes", undefined],
    ["ask.error", "last", undefined],
    ["unknown.anything", "last", undefined],
    ["inside", "beside", undefined],
    ["trigger", "ask", "exists"],
    ["yes.out", "last", "exists"],
    ["ask", "last", "unknown-port"],
    ["yes.error", "end", "unknown-port"],
    ["trigger.true", "yes", "unknown-port"],
    ["end", "last", "unknown-port"],
    ["ghost", "last", "unknown-node"],
    ["yes", "ghost", "unknown-node"],
    ["yes", "toString", "unknown-node"],
    ["yes", "trigger", "into-trigger"],
    ["yes", "yes", "itself"],
    ["last", "ask", "cycle"],
    ["yes", "ask", "cycle"],
    ["inside", "last", "across-container"],
    ["last", "inside", "across-container"],
    ["trigger", "inside", "across-container"],
  ])("%s → %s: %s", (exit, to, reason) => {
    const answer = mayConnect(document, types, edge(exit, to));
    expect(answer).toEqual(reason === undefined ? { allowed: true } : { allowed: false, reason });
    if (answer.allowed) {
      expect(applyOperation(document, { op: "connect", ...edge(exit, to) }).edges).toHaveLength(4);
    }
  });

  test("property: whoever asks before drawing never gets a cycle or an error", () => {
    const keys = ["a", "b", "c", "d", "e"];
    const empty = buildDocument({ nodes: Object.fromEntries(keys.map((key) => [key, node("step")])) });
    const anyEdge = fc.tuple(fc.constantFrom("trigger", ...keys), fc.constantFrom(...keys));
    fc.assert(
      fc.property(fc.array(anyEdge, { maxLength: 25 }), (edges) => {
        const drawn = edges
          .map(([from, to]): WorkflowEdge => edge(from, to))
          .reduce(
            (now, one) =>
              mayConnect(now, types, one).allowed ? applyOperation(now, { op: "connect", ...one }) : now,
            empty,
          );
        expect(orderOf(graphOf(drawn)).unordered.size).toBe(0);
      }),
    );
  });
});
