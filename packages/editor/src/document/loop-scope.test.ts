import { definitions } from "@sluice/nodes/definitions";
import type { Scope } from "@sluice/workflow/expressions";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, it } from "vitest";
import { isKnown, loopsAround, scopeInLoops } from "./loop-scope.ts";
import { type Variable, variablesOf } from "./variables.ts";

const types = definitions;
const scope: Scope = { trigger: { orders: [{ id: "A", lines: [{ sku: "x" }, { sku: "y" }] }] } };
const document = buildDocument({
  nodes: {
    before: node("set", { fields: {} }),
    each: node("loop", { over: "items", items: "{{ trigger.orders }}" }, { name: "Each order" }),
    guard: node("try", {}, { parent: "each" }),
    lines: node("loop", { over: "items", items: "{{ item.lines }}" }, { parent: "guard" }),
    line: node("set", { fields: {} }, { parent: "lines" }),
    later: node("loop", { over: "items", items: "{{ steps.before.list }}" }),
    inLater: node("set", { fields: {} }, { parent: "later" }),
  },
  edges: [
    ["trigger", "before"],
    ["before", "each"],
    ["each", "later"],
  ],
});
const of = (key: string) => scopeInLoops({ document, types, node: key, scope });
const expressions = (list: readonly Variable[]): string[] =>
  list.flatMap(({ expression, children }) => [expression, ...expressions(children)]);
const readable = (key: string) =>
  expressions(variablesOf({ document, types, language: "en", node: key, scope: of(key) }));

describe("given nodes in loops", () => {
  it("when the loops around one are asked for, then the innermost comes first and a container that runs once is none", () => {
    expect(loopsAround(document, types, "line")).toEqual(["lines", "each"]);
    expect(loopsAround(document, types, "before")).toEqual([]);
  });

  it("when the example gives the lists, then item, index and loop are those of the first iteration", () => {
    expect(of("line")).toMatchObject({
      item: { sku: "x" },
      index: 0,
      loop: { lines: { item: { sku: "x" }, index: 0 }, each: { item: { id: "A" }, index: 0 } },
    });
  });

  it("when the list comes from a step, then the element is missing and said to be unknown", () => {
    expect(of("inLater").item).toBeUndefined();
    expect(isKnown(["item", "sku"], of("inLater"))).toBe(false);
    expect(isKnown(["index"], of("inLater"))).toBe(true);
    expect(isKnown(["loop", "each", "item"], of("line"))).toBe(true);
    expect(isKnown(["steps", "before"], of("line"))).toBe(false);
  });

  it("when its variables are listed, then they hold the element, each loop, and the steps before the loops", () => {
    expect(readable("line")).toEqual(
      expect.arrayContaining(["item.sku", "index", "loop.each.item.id", "loop.lines.index", "steps.before"]),
    );
    expect(readable("later")).not.toContain("item");
    expect(readable("later")).not.toContain("steps.line");
  });
});
