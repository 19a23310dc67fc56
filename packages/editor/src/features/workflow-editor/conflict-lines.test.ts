import type { Conflict } from "@sluice/workflow/changes";
import { expect, test } from "vitest";
import { lineOf } from "./conflict-lines.ts";

const node = { type: "set", config: {} };
const value = (of: Conflict["mine"]) => ({ kind: "value", value: of });
const word = (of: string) => ({ kind: "word", word: of });

test.each<[string, Conflict, ReturnType<typeof value | typeof word>, ReturnType<typeof value | typeof word>]>(
  [
    ["a setting", { at: ["name"], base: "a", mine: "b" }, value("b"), value(undefined)],
    [
      "a setting of a node",
      { at: ["nodes", "a", "name"], base: "a", theirs: "b" },
      value(undefined),
      value("b"),
    ],
    [
      "a node that one side changed and the other deleted",
      { at: ["nodes", "a"], base: node, mine: node },
      word("kept"),
      word("removed"),
    ],
    [
      "a node that both added under one key",
      { at: ["nodes", "a"], mine: node, theirs: node },
      word("added"),
      word("added"),
    ],
    [
      "an edge",
      { at: ["edges", "a:out>b"], mine: { from: "a", to: "b" } },
      word("connected"),
      word("removed"),
    ],
    [
      "the place of a box",
      { at: ["layout", "nodes", "a"], base: { x: 0, y: 0 }, mine: { x: 1, y: 0 }, theirs: { x: 2, y: 0 } },
      word("place"),
      word("place"),
    ],
  ],
)("%s", (_, conflict, mine, theirs) => {
  expect(lineOf(conflict)).toEqual({ mine, theirs });
});
