import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildDocument, edge, node } from "../testing/build-document.ts";
import { cyclesOf } from "./cycles.ts";
import { exitsOf } from "./exits.ts";
import { edgesFrom, edgesInto, graphOf } from "./graph.ts";
import { orderOf } from "./order.ts";
import { portsOf } from "./ports-of.ts";
import { ancestorsOf, reachableFrom } from "./reach.ts";
import { graphTypes as types } from "./testing/node-types.ts";

/** A graph of steps: `"t>a a>b"`; `t` is the trigger, and all other letters are nodes, in the order of the alphabet. */
function drawn(text: string) {
  const pairs = text
    .split(" ")
    .filter(Boolean)
    .map((pair) => pair.split(">"));
  const keys = [...new Set(pairs.flat())].filter((key) => key !== "t").sort();
  return graphOf(
    buildDocument({
      nodes: Object.fromEntries(keys.map((key) => [key, node("step")])),
      edges: pairs.map(([from = "", to = ""]) => edge(from === "t" ? "trigger" : from, to)),
    }),
  );
}

/** Graphs with any edges at all, among up to eight nodes. */
const anyGraph = fc
  .array(fc.tuple(fc.constantFrom(..."tabcdefgh"), fc.constantFrom(..."abcdefgh")), { maxLength: 16 })
  .map((pairs) => drawn([...new Set(pairs.map((pair) => pair.join(">")))].join(" ")));

/** Whether a way of one edge or more leads from one node to another, by trying. */
function leads(graph: ReturnType<typeof drawn>, from: string, to: string, seen = new Set<string>()): boolean {
  return edgesFrom(graph, from).some((next) => {
    if (next.to === to) return true;
    if (seen.has(next.to)) return false;
    seen.add(next.to);
    return leads(graph, next.to, to, seen);
  });
}

describe("the graph of a document", () => {
  test("edges are found by both ends; one that leads nowhere is left out", () => {
    const graph = graphOf({
      nodes: { a: node("step"), b: node("step") },
      edges: [
        edge("trigger", "a"),
        edge("a", "b"),
        edge("a", "ghost"),
        edge("ghost", "b"),
        edge("x.toString", "a"),
      ],
    });
    expect(graph.keys).toEqual(["a", "b"]);
    expect(edgesFrom(graph, "trigger")).toEqual([edge("trigger", "a")]);
    expect(edgesFrom(graph, "a")).toEqual([edge("a", "b")]);
    expect(edgesInto(graph, "b")).toEqual([edge("a", "b")]);
    expect(edgesFrom(graph, "ghost")).toEqual([]);
    expect(edgesInto(graph, "toString")).toEqual([]);
  });
});

describe("order", () => {
  test.each([
    ["t>a a>b b>c", "abc", ""],
    ["t>c c>b b>a", "cba", ""],
    ["t>a a>c a>b b>d c>d", "acbd", ""],
    ["b>c", "bc", ""],
    ["t>a a>b b>c c>b c>d", "a", "bcd"],
    ["a>a", "", "a"],
    ["", "", ""],
  ])("%s is %s, and out of order is %s", (text, order, unordered) => {
    expect(orderOf(drawn(text)).order.join("")).toBe(order);
    expect([...orderOf(drawn(text)).unordered].join("")).toBe(unordered);
  });

  test("property: every edge leads onwards, and what is left out is on a cycle or behind one", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { order, unordered } = orderOf(graph);
        expect([...order, ...unordered].sort()).toEqual([...graph.keys].sort());
        order.forEach((key, at) => {
          for (const { from } of edgesInto(graph, key)) {
            if (from !== "trigger") expect(order.slice(0, at)).toContain(from);
          }
        });
        for (const key of unordered) {
          expect(
            graph.keys.some((one) => leads(graph, one, one) && (one === key || leads(graph, one, key))),
          ).toBe(true);
        }
      }),
    );
  });
});

describe("cycles", () => {
  test.each([
    ["t>a a>b", []],
    ["a>a", ["a"]],
    ["a>b b>a", ["ab"]],
    ["t>a a>b b>c c>a c>d", ["abc"]],
    ["a>b b>a b>c c>d d>c", ["ab", "cd"]],
    ["a>b b>c c>a b>d d>b e>e", ["abcd", "e"]],
  ])("%s has the cycles %j", (text, cycles) => {
    expect(
      cyclesOf(drawn(text))
        .map((keys) => keys.join(""))
        .sort(),
    ).toEqual(cycles);
  });

  test("property: a group holds exactly the nodes that lead to each other", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const groups = cyclesOf(graph);
        for (const key of graph.keys) {
          const group = graph.keys.filter((one) => leads(graph, key, one) && leads(graph, one, key));
          expect(groups.filter((keys) => keys.includes(key))).toEqual(group.length > 0 ? [group] : []);
        }
      }),
    );
  });
});

describe("reach", () => {
  test.each([
    ["t>a a>b c>b", "t", "abt"],
    ["t>a a>b c>b", "c", "bc"],
    ["a>b b>a", "a", "ab"],
  ])("in %s, %s reaches %s", (text, start, reached) => {
    const from = start === "t" ? "trigger" : start;
    const found = [...reachableFrom(drawn(text), from)].map((key) => (key === "trigger" ? "t" : key));
    expect(found.sort().join("")).toBe(reached);
  });

  test("property: reachable and ancestors agree with trying every way", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        for (const key of graph.keys) {
          const after = graph.keys.filter((one) => one === key || leads(graph, key, one));
          expect([...reachableFrom(graph, key)].sort()).toEqual(after.sort());
          const before = ["trigger", ...graph.keys].filter((one) => leads(graph, one, key));
          expect([...ancestorsOf(graph, key)].sort()).toEqual(before.sort());
        }
      }),
    );
  });
});

describe("ports and exits", () => {
  test("ports stand in the order they are drawn: the config's, the type's, error", () => {
    const names = (...given: Parameters<typeof node>) =>
      portsOf(types, node(...given))?.map(({ port }) => port);
    expect(names("branch")).toEqual(["true", "false"]);
    expect(names("cases", { ports: ["x", "y"] }, { onError: "branch" })).toEqual([
      "x",
      "y",
      "default",
      "error",
    ]);
    expect(names("end")).toEqual([]);
    expect(names("step", {}, { onError: "continue" })).toEqual(["out"]);
    expect(names("unheard-of")).toBeUndefined();
    expect(names("toString")).toBeUndefined();
  });

  test.each<[string, Parameters<typeof node>, string[][]]>([
    ["a step", ["step"], [["x"]]],
    [
      "a branch",
      ["branch"],
      [
        ["yes", "both"],
        ["no", "both"],
      ],
    ],
    ["a node that ends the execution", ["end"], []],
    ["a Response that stops", ["answer"], [[]]],
    ["a Response that goes on", ["answerOn"], [["x"]]],
    [
      "a branch with an error exit",
      ["branch", {}, { onError: "branch" }],
      [["yes", "both"], ["no", "both"], ["bad"]],
    ],
    [
      "a branch that goes on after a failure",
      ["branch", {}, { onError: "continue" }],
      [["yes", "both"], ["no", "both"], ["x"]],
    ],
    [
      "a Response that stops, and goes on after a failure",
      ["answer", {}, { onError: "continue" }],
      [[], ["x"]],
    ],
    ["a disabled branch", ["branch", {}, { disabled: true, onError: "branch" }], [["yes", "both"]]],
    ["a disabled end", ["end", {}, { disabled: true }], [[]]],
    ["a disabled Response", ["answer", {}, { disabled: true }], [["x"]]],
    ["cases", ["cases", { ports: ["false"] }], [["no", "both"], []]],
    ["an unknown type", ["unheard-of"], [["x"], ["yes", "both"], ["no", "both"], ["bad"]]],
  ])("%s is left by its exits", (_, given, exits) => {
    const document = buildDocument({
      nodes: {
        a: node(...given),
        ...Object.fromEntries(["x", "yes", "no", "both", "bad"].map((key) => [key, node("step")])),
      },
      edges: [
        ["a", "x"],
        ["a.true", "yes"],
        ["a.true", "both"],
        ["a.false", "no"],
        ["a.false", "both"],
        ["a.error", "bad"],
      ],
    });
    const found = exitsOf(document, { graph: graphOf(document), types, key: "a" });
    expect(found.map((exit) => exit.map(({ to }) => to))).toEqual(exits);
  });
});
