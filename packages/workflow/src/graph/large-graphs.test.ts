import { describe, expect, test } from "vitest";
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "../document/schema.ts";
import { edge, node } from "../testing/build-document.ts";
import { certaintyOf } from "./certainty.ts";
import { cyclesOf } from "./cycles.ts";
import { graphOf } from "./graph.ts";
import { orderOf } from "./order.ts";
import { ancestorsOf, reachableFrom } from "./reach.ts";
import { responsesTogether, wayWithoutResponse } from "./responses.ts";
import { graphTypes as types } from "./testing/node-types.ts";

const count = 3000;

/** Built without the schema: only the questions are to be measured. */
function large(nodes: [string, WorkflowNode][], edges: WorkflowEdge[]): WorkflowDocument {
  return {
    format: 1,
    name: "Large",
    mode: "sync",
    trigger: { type: "webhook", config: {} },
    nodes: Object.fromEntries(nodes),
    edges,
  };
}

const positions = Array.from({ length: count }, (_, at) => at);
const key = (at: number) => `n${at}`;
const answered: [string, WorkflowNode] = ["reply", node("answer")];

/** Shapes with as many ways as there are (2 to the power of 1,500 in the ladder), so that trying them never ends. */
const shapes: Record<string, WorkflowDocument> = {
  "a chain": large(
    [...positions.map((at): [string, WorkflowNode] => [key(at), node("step")]), answered],
    [
      edge("trigger", key(0)),
      ...positions.slice(1).map((at) => edge(key(at - 1), key(at))),
      edge(key(count - 1), "reply"),
    ],
  ),
  "a ladder of conditions": large(
    [...positions.map((at): [string, WorkflowNode] => [key(at), node("branch")]), answered],
    [
      edge("trigger", key(0)),
      edge("trigger", key(1)),
      ...positions.flatMap((at) =>
        ["true", "false"].map((port, side) => {
          const next = at - (at % 2) + 2 + side;
          return edge(`${key(at)}.${port}`, next < count ? key(next) : "reply");
        }),
      ),
    ],
  ),
  "a ladder of parallel ways": large(
    [...positions.map((at): [string, WorkflowNode] => [key(at), node("step")]), answered],
    [
      edge("trigger", key(0)),
      edge("trigger", key(1)),
      ...positions.flatMap((at) => {
        const next = at - (at % 2) + 2;
        return next < count
          ? [edge(key(at), key(next)), edge(key(at), key(next + 1))]
          : [edge(key(at), "reply")];
      }),
    ],
  ),
  "a fan": large(
    [...positions.map((at): [string, WorkflowNode] => [key(at), node("branch")]), answered],
    positions.flatMap((at) => [
      edge("trigger", key(at)),
      edge(`${key(at)}.true`, "reply"),
      edge(`${key(at)}.false`, "reply"),
    ]),
  ),
};

describe.each(Object.entries(shapes))("%s of 3,000 nodes", (_, document) => {
  const graph = graphOf(document);

  test("order, cycles and reach", () => {
    expect(orderOf(graph).order).toHaveLength(count + 1);
    expect(cyclesOf(graph)).toEqual([]);
    expect(reachableFrom(graph, "trigger").size).toBe(count + 2);
    expect(ancestorsOf(graph, "reply").size).toBe(count + 1);
  });

  test("answers", () => {
    expect(wayWithoutResponse(document, { graph, types })).toBeUndefined();
    expect(responsesTogether(document, { graph, types })).toBeUndefined();
    const silent = { ...document, nodes: { ...document.nodes, reply: node("step") } };
    expect(wayWithoutResponse(silent, { graph, types })?.at(-1)).toBe("reply");
  });

  test("what has run, asked for every node", () => {
    for (const one of graph.keys) {
      const { surely, maybe } = certaintyOf(document, { graph, types, key: one });
      expect(surely.has(one) || maybe.has(one)).toBe(false);
    }
    const { surely, maybe } = certaintyOf(document, { graph, types, key: "reply" });
    expect([...maybe]).toHaveLength(count);
    for (const one of surely) expect(maybe.has(one)).toBe(true);
  });
});

test("a circle of 3,000 nodes is one cycle", () => {
  const { nodes } = shapes["a chain"] ?? { nodes: {} };
  const circle = positions.map((at) => edge(key(at), key((at + 1) % count)));
  expect(cyclesOf(graphOf({ nodes, edges: circle })).map((keys) => keys.length)).toEqual([count]);
});

test("two Responses at the end of a ladder of parallel ways are found and named", () => {
  const ladder = shapes["a ladder of parallel ways"] ?? large([], []);
  const document = {
    ...ladder,
    nodes: { ...ladder.nodes, other: node("answer") },
    edges: ladder.edges.map((one) => (one.from === key(count - 1) ? { ...one, to: "other" } : one)),
  };
  const pair = responsesTogether(document, { graph: graphOf(document), types });
  expect(pair?.sort()).toEqual(["other", "reply"]);
});
