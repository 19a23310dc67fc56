import { describe, expect, test } from "vitest";
import { buildDocument, type DocumentParts, node } from "../testing/build-document.ts";
import { paymentDocument } from "../testing/payment-document.ts";
import { graphOf } from "./graph.ts";
import { answerOf } from "./response-of.ts";
import { responsesTogether, wayWithoutResponse } from "./responses.ts";
import { graphTypes as types } from "./testing/node-types.ts";

const step = node("step");
const branch = node("branch");
const answer = node("answer");

function asked(parts: DocumentParts) {
  const document = buildDocument({ mode: "sync", ...parts });
  const given = { graph: graphOf(document), types };
  return { way: wayWithoutResponse(document, given), pair: responsesTogether(document, given)?.sort() };
}

describe("a way without a Response", () => {
  test.each<[string, DocumentParts, string[] | undefined]>([
    ["an empty workflow ends at once", {}, []],
    ["a Response on the only way", { nodes: { a: answer }, edges: [["trigger", "a"]] }, undefined],
    [
      "one of two branches has none",
      {
        nodes: { ask: branch, a: answer, b: step },
        edges: [
          ["trigger", "ask"],
          ["ask.true", "a"],
          ["ask.false", "b"],
        ],
      },
      ["ask", "b"],
    ],
    [
      "a port leads nowhere",
      {
        nodes: { ask: branch, a: answer },
        edges: [
          ["trigger", "ask"],
          ["ask.true", "a"],
        ],
      },
      ["ask"],
    ],
    [
      "a branch that runs beside one with a Response needs none of its own",
      {
        nodes: { a: answer, b: step },
        edges: [
          ["trigger", "a"],
          ["trigger", "b"],
        ],
      },
      undefined,
    ],
    [
      "an end is meant",
      {
        nodes: { ask: branch, a: answer, b: node("end") },
        edges: [
          ["trigger", "ask"],
          ["ask.true", "a"],
          ["ask.false", "b"],
        ],
      },
      undefined,
    ],
    [
      "an error exit is a way too",
      {
        nodes: { call: node("step", {}, { onError: "branch" }), a: answer },
        edges: [
          ["trigger", "call"],
          ["call", "a"],
        ],
      },
      ["call"],
    ],
    [
      "a Response that fails has not answered",
      {
        nodes: { a: node("answer", {}, { onError: "branch" }), sorry: step },
        edges: [
          ["trigger", "a"],
          ["a.error", "sorry"],
        ],
      },
      ["a", "sorry"],
    ],
    [
      "a disabled Response is none",
      { nodes: { a: node("answer", {}, { disabled: true }) }, edges: [["trigger", "a"]] },
      ["a"],
    ],
    [
      "a Response that nothing leads to is none",
      { nodes: { a: step, b: answer }, edges: [["trigger", "a"]] },
      ["a"],
    ],
  ])("%s", (_, parts, way) => {
    expect(asked(parts).way).toEqual(way);
  });
});

describe("two Responses in one execution", () => {
  test.each<[string, DocumentParts, string[] | undefined]>([
    [
      "on two branches of one condition: never both",
      {
        nodes: { ask: branch, a: answer, b: answer },
        edges: [
          ["trigger", "ask"],
          ["ask.true", "a"],
          ["ask.false", "b"],
        ],
      },
      undefined,
    ],
    [
      "beside each other",
      {
        nodes: { a: answer, b: answer },
        edges: [
          ["trigger", "a"],
          ["trigger", "b"],
        ],
      },
      ["a", "b"],
    ],
    [
      "one behind another that goes on",
      {
        nodes: { a: node("answerOn"), b: step, c: answer },
        edges: [
          ["trigger", "a"],
          ["a", "b"],
          ["b", "c"],
        ],
      },
      ["a", "c"],
    ],
    [
      "one behind another that stops",
      {
        nodes: { a: answer, b: answer },
        edges: [
          ["trigger", "a"],
          ["a", "b"],
        ],
      },
      undefined,
    ],
    [
      "one for the success and one for the failure",
      {
        nodes: { a: node("answer", {}, { onError: "branch" }), b: answer },
        edges: [
          ["trigger", "a"],
          ["a.error", "b"],
        ],
      },
      undefined,
    ],
    [
      "parallel ways that meet before the only fork to both",
      {
        nodes: { l: step, r: step, ask: branch, a: answer, b: answer },
        edges: [
          ["trigger", "l"],
          ["trigger", "r"],
          ["l", "ask"],
          ["r", "ask"],
          ["ask.true", "a"],
          ["ask.false", "b"],
        ],
      },
      undefined,
    ],
    [
      "two conditions beside each other, each with an answer of its own",
      {
        nodes: { p: branch, q: branch, a: answer, b: answer },
        edges: [
          ["trigger", "p"],
          ["trigger", "q"],
          ["p.true", "a"],
          ["p.false", "b"],
          ["q.true", "b"],
        ],
      },
      ["a", "b"],
    ],
    [
      "beside each other, where nothing leads",
      {
        nodes: { lost: step, a: answer, b: answer },
        edges: [
          ["lost", "a"],
          ["lost", "b"],
        ],
      },
      undefined,
    ],
  ])("%s", (_, parts, pair) => {
    expect(asked(parts).pair).toEqual(pair);
  });
});

test("whether a node answers is its type's to say, from its config; a disabled one does not", () => {
  const document = buildDocument({
    nodes: {
      stop: answer,
      on: node("answerOn"),
      off: node("answer", {}, { disabled: true }),
      no: step,
      odd: node("constructor"),
    },
  });
  const said = ["stop", "on", "off", "no", "odd", "ghost"].map((key) => answerOf(document, types, key));
  expect(said).toEqual(["stop", "continue", undefined, undefined, undefined, undefined]);
});

test("the payment callback answers on both of its ways, and never twice", () => {
  const document = paymentDocument();
  const known = { ...types, condition: types.branch, response: types.answer } as typeof types;
  const given = { graph: graphOf(document), types: known };
  expect(wayWithoutResponse(document, given)).toBeUndefined();
  expect(responsesTogether(document, given)).toBeUndefined();
});
