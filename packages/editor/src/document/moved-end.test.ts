import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, test } from "vitest";
import { type Dot, type MovedEnd, movedEnd } from "./moved-end.ts";
import { nothingSelected, type Selection } from "./selection.ts";

const document = buildDocument({
  nodes: {
    big: node("condition", { when: { all: [] } }),
    yes: node("end"),
    no: node("end"),
    free: node("set", { fields: {} }),
  },
  edges: [
    ["trigger", "big"],
    { from: "big", port: "true", to: "yes" },
    { from: "big", port: "false", to: "no" },
    { from: "free", to: "no" },
  ],
});
const entry = (one: string): Dot => ({ node: one });
const selected: Selection = { ...nothingSelected, edges: ["free:out>no"] };

describe("a drag from dot to dot", () => {
  test.each<[string, Dot, Dot, Selection, MovedEnd | null]>([
    [
      "from an entry to another moves the end of the edge there",
      entry("yes"),
      entry("free"),
      nothingSelected,
      { edge: { from: "big", port: "true", to: "yes" }, now: { from: "big", port: "true", to: "free" } },
    ],
    [
      "from an exit to another moves the beginning",
      { node: "big", port: "true" },
      { node: "free", port: "out" },
      nothingSelected,
      { edge: { from: "big", port: "true", to: "yes" }, now: { from: "free", port: "out", to: "yes" } },
    ],
    [
      "from an entry that nothing leads to means nothing",
      entry("free"),
      entry("no"),
      nothingSelected,
      { refusal: "two-entries" },
    ],
    [
      "from an exit that leads nowhere means nothing",
      { node: "yes", port: "x" },
      { node: "big", port: "true" },
      nothingSelected,
      { refusal: "two-exits" },
    ],
    [
      "where several end cannot say which",
      entry("no"),
      entry("free"),
      nothingSelected,
      { refusal: "several-ends" },
    ],
    [
      "takes the one that is selected",
      entry("no"),
      entry("yes"),
      selected,
      { edge: { from: "free", port: "out", to: "no" }, now: { from: "free", port: "out", to: "yes" } },
    ],
    [
      "from an entry to an exit is a new edge",
      entry("no"),
      { node: "big", port: "true" },
      nothingSelected,
      null,
    ],
  ])("%s", (_what, from, to, selection, expected) => {
    expect(movedEnd({ document, selection }, from, to)).toEqual(expected);
  });
});
