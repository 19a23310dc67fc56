import { describe, expect, test } from "vitest";
import { buildDocument, type DocumentParts, node } from "../testing/build-document.ts";
import { responseCalledOff } from "./called-off.ts";
import { graphOf } from "./graph.ts";
import { responsesTogether, wayWithoutResponse } from "./responses.ts";
import { graphTypes as types } from "./testing/node-types.ts";

const step = node("step");
const branch = node("branch");
const answer = node("answer");
const answerOn = node("answerOn");
const race = (type = "step") => node(type, {}, { join: "race" });

function asked(parts: DocumentParts) {
  const document = buildDocument({ mode: "sync", ...parts });
  const given = { graph: graphOf(document), types };
  return {
    way: wayWithoutResponse(document, given),
    off: responseCalledOff(document, given),
    pair: responsesTogether(document, given)?.sort(),
  };
}

describe("a race", () => {
  test.each<[string, DocumentParts, string[] | undefined]>([
    [
      "won beside the only Response leaves nobody to answer",
      {
        nodes: { a: answerOn, b: step, r: race() },
        edges: [
          ["trigger", "a"],
          ["trigger", "b"],
          ["a", "r"],
          ["b", "r"],
        ],
      },
      ["b", "r"],
    ],
    [
      "calls off what leads to it from far, the Response in the middle",
      {
        nodes: { slow: step, a: answerOn, more: step, b: step, r: race() },
        edges: [
          ["trigger", "slow"],
          ["slow", "a"],
          ["a", "more"],
          ["more", "r"],
          ["trigger", "b"],
          ["b", "r"],
        ],
      },
      ["b", "r"],
    ],
    [
      "that is followed by a Response answers, whoever wins",
      {
        nodes: { a: answerOn, b: step, r: race(), last: answer },
        edges: [
          ["trigger", "a"],
          ["trigger", "b"],
          ["a", "r"],
          ["b", "r"],
          ["r", "last"],
        ],
      },
      undefined,
    ],
    [
      "that is a Response itself answers too",
      {
        nodes: { a: answerOn, b: step, r: race("answer") },
        edges: [
          ["trigger", "a"],
          ["trigger", "b"],
          ["a", "r"],
          ["b", "r"],
        ],
      },
      undefined,
    ],
    [
      "lets a Response be that leads elsewhere as well",
      {
        nodes: { a: answerOn, b: step, r: race(), log: step },
        edges: [
          ["trigger", "a"],
          ["trigger", "b"],
          ["a", "r"],
          ["a", "log"],
          ["b", "r"],
        ],
      },
      undefined,
    ],
    [
      "cannot be won before the Response on its only way",
      {
        nodes: { a: answerOn, r: race() },
        edges: [
          ["trigger", "a"],
          ["a", "r"],
        ],
      },
      undefined,
    ],
    [
      "cannot be won by a branch that excludes the Response and answers itself",
      {
        nodes: { ask: branch, a: answerOn, b: answerOn, r: race() },
        edges: [
          ["trigger", "ask"],
          ["ask.true", "a"],
          ["ask.false", "b"],
          ["a", "r"],
          ["b", "r"],
        ],
      },
      undefined,
    ],
    [
      "is not won by what waits for the Response",
      {
        nodes: { a: answerOn, b: step, both: step, r: race() },
        edges: [
          ["trigger", "a"],
          ["trigger", "b"],
          ["a", "both"],
          ["b", "both"],
          ["both", "r"],
        ],
      },
      undefined,
    ],
    [
      "that another branch may win only when it answers elsewhere",
      {
        nodes: { a: answerOn, b: step, ask: branch, r: race(), last: answer },
        edges: [
          ["trigger", "a"],
          ["trigger", "ask"],
          ["ask.true", "b"],
          ["b", "r"],
          ["a", "r"],
          ["r", "last"],
        ],
      },
      undefined,
    ],
    [
      "where the others only wait calls nothing off",
      {
        nodes: { a: answerOn, b: step, r: node("step", {}, { join: "any" }) },
        edges: [
          ["trigger", "a"],
          ["trigger", "b"],
          ["a", "r"],
          ["b", "r"],
        ],
      },
      undefined,
    ],
  ])("%s", (_, parts, way) => {
    const found = asked(parts);
    expect(found.way).toBeUndefined();
    expect(found.off?.way).toEqual(way);
    if (found.off) expect(found.off).toMatchObject({ race: "r", response: "a" });
  });
});

describe("a node that takes all its cases that match", () => {
  const cases = (mode: string) => node("cases", { mode, ports: ["one", "two"] });
  const edges: [string, string][] = [
    ["trigger", "c"],
    ["c.one", "a"],
    ["c.two", "b"],
    ["c.default", "d"],
  ];
  const nodes = { a: answer, b: answer, d: answer };

  test("may reach two Responses in one execution; one that takes the first match does not", () => {
    expect(asked({ nodes: { c: cases("all"), ...nodes }, edges }).pair).toEqual(["a", "b"]);
    expect(asked({ nodes: { c: cases("first"), ...nodes }, edges }).pair).toBeUndefined();
  });

  test("leaves by default alone, and needs a Response behind every single case", () => {
    const alone = edges.filter(([, to]) => to !== "b");
    expect(asked({ nodes: { c: cases("all"), a: answer, d: answer }, edges: alone })).toMatchObject({
      pair: undefined,
      way: ["c"],
    });
  });
});
