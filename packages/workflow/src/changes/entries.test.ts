import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../node-contract/json.ts";
import { buildDocument, node } from "../testing/build-document.ts";
import { entriesOf, mergeEntries } from "./entries.ts";
import { mergeDocuments } from "./merge-documents.ts";

const list = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 8 });

describe("entries of lists without names", () => {
  it("tell every entry of both lists once, in order", () => {
    fc.assert(
      fc.property(list, list, (before, after) => {
        const entries = entriesOf(before, after);
        expect(entries.flatMap((entry) => entry.before ?? [])).toEqual(before);
        expect(entries.flatMap((entry) => entry.after ?? [])).toEqual(after);
      }),
    );
  });

  it("say of an entry put in between that it alone is new", () => {
    const changed = entriesOf(["a", "b", "c"], ["a", "new", "b", "c"]).filter(
      ({ before, after }) => before !== after,
    );
    expect(changed).toEqual([{ index: 1, after: "new" }]);
  });

  it("give one side where the other did nothing, whatever it did", () => {
    fc.assert(
      fc.property(list, list, (base, side) => {
        expect(mergeEntries({ base, mine: side, theirs: base })).toEqual(side);
        expect(mergeEntries({ base, mine: base, theirs: side })).toEqual(side);
      }),
    );
  });

  it.each<[string, { mine: Json[]; theirs: Json[] }, Json[] | undefined]>([
    ["different entries", { mine: ["A", "b", "c"], theirs: ["a", "b", "C"] }, ["A", "b", "C"]],
    ["neighbours", { mine: ["A", "b", "c"], theirs: ["a", "B", "c"] }, ["A", "B", "c"]],
    ["one adds, one changes", { mine: ["a", "b", "c", "d"], theirs: ["a", "B", "c"] }, ["a", "B", "c", "d"]],
    [
      "both add at the end",
      { mine: ["a", "b", "c", "d"], theirs: ["a", "b", "c", "e"] },
      ["a", "b", "c", "e", "d"],
    ],
    ["both add the same", { mine: ["a", "b", "c", "d"], theirs: ["a", "b", "c", "d"] }, ["a", "b", "c", "d"]],
    ["one takes out, one changes another", { mine: ["b", "c"], theirs: ["a", "b", "C"] }, ["b", "C"]],
    ["both change one entry", { mine: ["A", "b", "c"], theirs: ["Ä", "b", "c"] }, undefined],
    ["one takes out what the other changed", { mine: ["b", "c"], theirs: ["A", "b", "c"] }, undefined],
  ])("of two people: %s", (_, sides, expected) => {
    expect(mergeEntries({ base: ["a", "b", "c"], ...sides })).toEqual(expected);
  });

  it("let two people edit different rules of one condition without being asked", () => {
    const rule = (left: string, right: number) => ({ left, operator: "greater", right });
    const of = (...all: Json[]) =>
      buildDocument({ nodes: { a: node("condition", { when: { all } }) }, edges: [["trigger", "a"]] });
    const { document, conflicts } = mergeDocuments({
      base: of(rule("x", 1), rule("y", 1)),
      mine: of(rule("x", 2), rule("y", 1)),
      theirs: of(rule("x", 1), rule("y", 1), rule("z", 3)),
    });
    expect(conflicts).toEqual([]);
    expect(document.nodes.a?.config).toEqual({ when: { all: [rule("x", 2), rule("y", 1), rule("z", 3)] } });
  });
});
