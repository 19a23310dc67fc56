import { describe, expect, test } from "vitest";
import { buildDocument, type DocumentParts, edge, node } from "../testing/build-document.ts";
import { cpuTime } from "../testing/cpu-time.ts";
import { certaintyOf } from "./certainty.ts";
import { cyclesOf } from "./cycles.ts";
import { graphOf } from "./graph.ts";
import { orderOf } from "./order.ts";
import { portsOf } from "./ports-of.ts";
import { reachableFrom } from "./reach.ts";
import { responsesInLoops, responsesTogether, wayWithoutResponse } from "./responses.ts";
import { graphTypes as types } from "./testing/node-types.ts";

const inside = (parent: string, type = "step", more: Parameters<typeof node>[2] = {}) =>
  node(type, {}, { parent, ...more });

function asked(parts: DocumentParts) {
  const document = buildDocument({ mode: "sync", ...parts });
  const given = { graph: graphOf(document), types };
  return {
    way: wayWithoutResponse(document, given),
    pair: responsesTogether(document, given)?.sort(),
    again: responsesInLoops(document, given),
  };
}

/** A `try` with a body, a Response behind its exit `error` and what the parts say. */
const guarded = (nodes: DocumentParts["nodes"], edges: DocumentParts["edges"] = []): DocumentParts => ({
  nodes: { box: node("try"), sorry: node("answer"), ...nodes },
  edges: [["trigger", "box"], ["box.error", "sorry"], ...edges],
});

describe("Responses inside of a try", () => {
  test.each<[string, DocumentParts, string[] | undefined, string[] | undefined]>([
    ["every way through the body answers", guarded({ a: inside("box", "answer") }), undefined, undefined],
    ["the body is empty", guarded({}), ["box"], undefined],
    [
      "the body answers, and nothing does when it fails",
      { nodes: { box: node("try"), a: inside("box", "answer") }, edges: [["trigger", "box"]] },
      ["box"],
      undefined,
    ],
    [
      "one of two branches of the body answers",
      guarded({ ask: inside("box", "branch"), a: inside("box", "answer") }, [["ask.true", "a"]]),
      ["box"],
      undefined,
    ],
    [
      "the other branch is answered behind the try",
      guarded({ ask: inside("box", "branch"), a: inside("box", "answer"), late: node("answer") }, [
        ["ask.true", "a"],
        ["box", "late"],
      ]),
      undefined,
      ["a", "late"],
    ],
    [
      "two steps that run together lead to the Response: when one fails it has not answered",
      guarded({ x: inside("box"), y: inside("box"), a: inside("box", "answer") }, [
        ["x", "a"],
        ["y", "a"],
      ]),
      undefined,
      undefined,
    ],
    [
      "a step beside the Response fails after it has answered",
      guarded({ x: inside("box"), a: inside("box", "answer") }),
      undefined,
      ["a", "sorry"],
    ],
    [
      "a step behind the Response fails",
      guarded({ x: inside("box"), a: inside("box", "answerOn") }, [["a", "x"]]),
      undefined,
      ["a", "sorry"],
    ],
    [
      "what is behind the Response goes on by itself when it fails",
      guarded({ x: inside("box", "step", { onError: "continue" }), a: inside("box", "answerOn") }, [
        ["a", "x"],
      ]),
      undefined,
      undefined,
    ],
    [
      "the execution always ends behind the Response: the try is never left by out",
      {
        nodes: {
          box: node("try"),
          a: inside("box", "answerOn"),
          z: inside("box", "end"),
          late: node("answer"),
        },
        edges: [
          ["trigger", "box"],
          ["a", "z"],
          ["box", "late"],
        ],
      },
      ["box"],
      undefined,
    ],
    [
      "a try in the try answers and catches",
      guarded({ room: inside("box", "try"), a: inside("room", "answer"), b: inside("box", "answer") }, [
        ["room.error", "b"],
      ]),
      undefined,
      undefined,
    ],
    [
      "it is disabled: nothing in it runs",
      {
        ...guarded({ a: inside("box", "answer") }),
        ...{
          nodes: { box: node("try", {}, { disabled: true }), a: inside("box", "answer") },
          edges: [["trigger", "box"]],
        },
      },
      ["box"],
      undefined,
    ],
  ])("%s", (_, parts, way, pair) => {
    expect(asked(parts)).toEqual({ way, pair, again: [] });
  });
});

describe("Responses inside of a loop", () => {
  test("may never be reached, and may be reached again and again", () => {
    const looped = {
      nodes: { box: node("loop"), a: inside("box", "answer") },
      edges: [edge("trigger", "box")],
    };
    expect(asked(looped)).toEqual({ way: ["box"], pair: undefined, again: ["a"] });
  });

  test("also in a try in the loop, and one behind it is one too many", () => {
    const nodes = {
      box: node("loop"),
      room: inside("box", "try"),
      a: inside("room", "answer"),
      b: node("answer"),
    };
    expect(asked({ nodes, edges: [edge("trigger", "box"), edge("box", "b")] })).toEqual({
      way: undefined,
      pair: ["a", "b"],
      again: ["a"],
    });
  });

  test("are not reached where the loop is not", () => {
    expect(asked({ nodes: { box: node("loop"), a: inside("box", "answer") } }).again).toEqual([]);
  });
});

const nested = buildDocument({
  nodes: {
    first: node("step"),
    box: node("loop"),
    last: node("step"),
    a: inside("box"),
    ask: inside("box", "branch"),
    room: inside("box", "try"),
    deep: inside("room"),
    b: inside("box"),
  },
  edges: [
    ["trigger", "first"],
    ["first", "box"],
    ["box", "last"],
    ["a", "ask"],
    ["ask.true", "room"],
    ["ask.false", "b"],
    ["room", "b"],
  ],
});

describe("what has run", () => {
  const before = (key: string) => {
    const { surely, maybe } = certaintyOf(nested, { graph: graphOf(nested), types, key });
    return [[...surely].sort().join(" "), [...maybe].sort().join(" ")];
  };

  test("inside: in the same run of the body, and before the containers around; never those themselves", () => {
    expect(before("a")).toEqual(["first", "first"]);
    expect(before("deep")).toEqual(["a ask first", "a ask first"]);
    expect(before("b")).toEqual(["a ask first", "a ask first room"]);
  });

  test("outside: the container, and nothing in it", () => {
    expect(before("last")).toEqual(["box first", "box first"]);
  });
});

test("the body of a container stands right behind it in the order", () => {
  expect(orderOf(graphOf(nested)).order).toEqual(["first", "box", "a", "ask", "room", "deep", "b", "last"]);
});

test("an edge across a border is none: it makes no cycle and leads nowhere", () => {
  const document = buildDocument({
    nodes: { box: node("loop"), a: inside("box"), b: node("step") },
    edges: [
      ["trigger", "box"],
      ["box", "b"],
      ["a", "b"],
      ["b", "a"],
      ["trigger", "a"],
    ],
  });
  const graph = graphOf(document);
  expect(cyclesOf(graph)).toEqual([]);
  expect([...reachableFrom(graph, "trigger")]).toEqual(["trigger", "box", "b"]);
});

test("containers that stand in each other, or in nothing, keep every question answerable", () => {
  const document = buildDocument({
    nodes: { a: inside("b", "loop"), b: inside("a", "loop"), c: inside("b", "answer"), d: inside("ghost") },
    edges: [],
  });
  const graph = graphOf(document);
  expect([...orderOf(graph).order].sort()).toEqual(["a", "b", "c", "d"]);
  for (const key of graph.keys) expect([...certaintyOf(document, { graph, types, key }).maybe]).toEqual([]);
  expect(wayWithoutResponse(document, { graph, types })).toEqual([]);
  expect(responsesTogether(document, { graph, types })).toBeUndefined();
  expect(responsesInLoops(document, { graph, types })).toEqual([]);
});

test("a try has one exit for errors, whatever is done about its own", () => {
  const ports = portsOf(types, node("try", {}, { onError: "branch" }))?.map(({ port }) => port);
  expect(ports).toEqual(["out", "error"]);
});

test("2,000 containers in each other, each with a Response, are answered in a moment", () => {
  const count = 2000;
  const keys = Array.from({ length: count }, (_, at) => `n${at}`);
  const nodes = Object.fromEntries(
    keys.flatMap((key, at) => {
      const around = at === 0 ? {} : { parent: `n${at - 1}` };
      return [
        [key, node("try", {}, around)],
        [`r${at}`, node("answerOn", {}, around)],
      ];
    }),
  );
  const edges = [edge("trigger", "n0"), ...keys.map((key, at) => edge(key, `r${at}`))];
  const document = { ...buildDocument(), nodes, edges };
  const given = { graph: graphOf(document), types };
  const start = cpuTime();
  expect(wayWithoutResponse(document, given)).toEqual(["n0"]);
  expect(responsesTogether(document, given)).toBeDefined();
  for (const key of [...keys, "r1999"]) certaintyOf(document, { ...given, key });
  expect(cpuTime() - start).toBeLessThan(5000);
});
