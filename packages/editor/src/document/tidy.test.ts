import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, it } from "vitest";
import { boxesOf } from "./frames.ts";
import { overlaps } from "./place-node.ts";
import { tidy } from "./tidy.ts";

const set = node("set", { fields: {} });
const within = (parent: string) => node("set", { fields: {} }, { parent });
const tidied = (document: WorkflowDocument) => {
  const boxes = boxesOf(document, definitions);
  const places = tidy(document, boxes);
  return new Map([...places].map(([key, at]) => [key, { ...boxes.get(key), ...at }]));
};
const lines = (document: WorkflowDocument, keys: readonly string[]) => {
  const places = tidied(document);
  return new Set(keys.map((key) => places.get(key)?.y));
};

describe("given a drawing that is tidied", () => {
  it("when nodes follow each other without a branch, then they stand in one line, the trigger and a container too", () => {
    const document = buildDocument({
      nodes: { a: set, each: node("loop"), inner: within("each"), second: within("each"), b: set, c: set },
      edges: [
        ["trigger", "a"],
        ["a", "each"],
        ["each", "b"],
        ["b", "c"],
        ["inner", "second"],
      ],
    });
    expect(lines(document, ["trigger", "a", "each", "b", "c"]).size).toBe(1);
    expect(lines(document, ["inner", "second"]).size).toBe(1);
  });

  it("when chains follow the exits of a node, then each stands in a line of its own and covers nothing", () => {
    const document = buildDocument({
      nodes: {
        asked: node("condition", { when: { expression: "true" } }),
        ...{ a1: set, a2: node("try"), inner: within("a2"), a3: set },
        ...{ b1: set, b2: set, joined: set, last: node("end", { status: "succeeded" }) },
      },
      edges: [
        ["trigger", "asked"],
        ["asked.true", "a1"],
        ["a1", "a2"],
        ["a2", "a3"],
        ["asked.false", "b1"],
        ["b1", "b2"],
        ["a3", "joined"],
        ["b2", "joined"],
        ["joined", "last"],
      ],
    });
    for (const chain of [
      ["trigger", "asked"],
      ["a1", "a2", "a3"],
      ["b1", "b2"],
      ["joined", "last"],
    ])
      expect([chain, lines(document, chain).size]).toEqual([chain, 1]);
    const outer = [...tidied(document)].filter(([key]) => key !== "inner").map(([, box]) => box as never);
    const covered = outer.filter((one, at) => outer.some((other, to) => at !== to && overlaps(one, other)));
    expect(covered).toEqual([]);
  });
});
