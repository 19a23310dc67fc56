import { describe, expect, test } from "vitest";
import { buildDocument, type DocumentParts, node } from "../testing/build-document.ts";
import { certaintyOf } from "./certainty.ts";
import { graphOf } from "./graph.ts";
import { responsesTogether, wayWithoutResponse } from "./responses.ts";
import { graphTypes as types } from "./testing/node-types.ts";

function before(key: string, parts: DocumentParts): [surely: string, maybe: string] {
  const document = buildDocument(parts);
  const { surely, maybe } = certaintyOf(document, { graph: graphOf(document), types, key });
  return [[...surely].sort().join(" "), [...maybe].sort().join(" ")];
}

const step = node("step");
const branch = node("branch");

describe("what has run before a node", () => {
  test("chain: all of it", () => {
    const nodes = { a: step, b: step, c: step };
    const edges = [
      ["trigger", "a"],
      ["a", "b"],
      ["b", "c"],
    ] as const;
    expect(before("c", { nodes, edges })).toEqual(["a b", "a b"]);
    expect(before("a", { nodes, edges })).toEqual(["", ""]);
  });

  test("diamond of a condition: the condition surely, each branch maybe", () => {
    const nodes = { ask: branch, yes: step, no: step, after: step };
    const edges = [
      ["trigger", "ask"],
      ["ask.true", "yes"],
      ["ask.false", "no"],
      ["yes", "after"],
      ["no", "after"],
    ] as const;
    expect(before("after", { nodes, edges })).toEqual(["ask", "ask no yes"]);
    expect(before("yes", { nodes, edges })).toEqual(["ask", "ask"]);
  });

  test("parallel branches: both, where the join waits for all, what they share, where it waits for any", () => {
    const edges = [
      ["trigger", "fork"],
      ["fork", "left"],
      ["fork", "right"],
      ["left", "join"],
      ["right", "join"],
      ["join", "last"],
    ] as const;
    const nodes = { fork: step, left: step, right: step, join: step, last: step };
    expect(before("last", { nodes, edges })).toEqual(["fork join left right", "fork join left right"]);
    const first = { ...nodes, join: node("step", {}, { join: "any" }) };
    expect(before("last", { nodes: first, edges })).toEqual(["fork join", "fork join left right"]);
    // Beside each other, neither waits for the other.
    expect(before("right", { nodes, edges })).toEqual(["fork", "fork"]);
  });

  test("nested conditions: what every combination brings along", () => {
    const nodes = { outer: branch, inner: branch, a: step, b: step, met: step, other: step, last: step };
    const edges = [
      ["trigger", "outer"],
      ["outer.true", "inner"],
      ["outer.false", "other"],
      ["inner.true", "a"],
      ["inner.false", "b"],
      ["a", "met"],
      ["b", "met"],
      ["met", "last"],
      ["other", "last"],
    ] as const;
    expect(before("met", { nodes, edges })).toEqual(["inner outer", "a b inner outer"]);
    expect(before("last", { nodes, edges })).toEqual(["outer", "a b inner met other outer"]);
  });

  test("an error branch: the failed node surely, what follows its success not", () => {
    const nodes = { call: node("step", {}, { onError: "branch" }), good: step, bad: step, last: step };
    const edges = [
      ["trigger", "call"],
      ["call", "good"],
      ["call.error", "bad"],
      ["good", "last"],
      ["bad", "last"],
    ] as const;
    expect(before("bad", { nodes, edges })).toEqual(["call", "call"]);
    expect(before("last", { nodes, edges })).toEqual(["call", "bad call good"]);
  });

  test("what every port leads to has run, though no single edge says so", () => {
    const nodes = { ask: branch, both: step, yes: step, last: step };
    const edges = [
      ["trigger", "ask"],
      ["ask.true", "both"],
      ["ask.true", "yes"],
      ["ask.false", "both"],
      ["yes", "last"],
      ["both", "last"],
    ] as const;
    expect(before("last", { nodes, edges })).toEqual(["ask both", "ask both yes"]);
  });

  test("behind a Response that stops, and in a part that nothing leads to: as if one came", () => {
    const nodes = { first: step, reply: node("answer"), later: step, lost: branch, yes: step };
    const edges = [
      ["trigger", "first"],
      ["first", "reply"],
      ["reply", "later"],
      ["lost.true", "yes"],
    ] as const;
    expect(before("later", { nodes, edges })).toEqual(["first reply", "first reply"]);
    expect(before("yes", { nodes, edges })).toEqual(["lost", "lost"]);
  });

  test("on a cycle and behind it nothing is sure; a node that is not there has nothing before it", () => {
    const nodes = { a: step, b: step, c: step };
    const edges = [
      ["trigger", "a"],
      ["a", "b"],
      ["b", "a"],
      ["b", "c"],
    ] as const;
    expect(before("c", { nodes, edges })).toEqual(["", "a b"]);
    expect(before("a", { nodes, edges })).toEqual(["", "b"]);
    expect(before("ghost", { nodes, edges })).toEqual(["", ""]);
  });

  test("an answer is asked anew when the nodes of the same graph are others", () => {
    const one = buildDocument({
      nodes: { a: step, b: step },
      edges: [
        ["trigger", "a"],
        ["a", "b"],
      ],
    });
    const graph = graphOf(one);
    const other = { ...one, nodes: { ...one.nodes, a: branch } };
    expect([...certaintyOf(one, { graph, types, key: "b" }).surely]).toEqual(["a"]);
    expect(wayWithoutResponse(one, { graph, types })).toEqual(["a", "b"]);
    expect(wayWithoutResponse(other, { graph, types })).toEqual(["a"]);
    expect([...certaintyOf(other, { graph, types, key: "b" }).maybe]).toEqual(["a"]);
    expect(responsesTogether(other, { graph, types })).toBeUndefined();
  });
});
