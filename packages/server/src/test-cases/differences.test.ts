import { describe, expect, it } from "vitest";
import { differences } from "./differences.ts";

const order = { id: 7, lines: [{ sku: "a", count: 1 }], "odd key": { x: null } };

describe("differences", () => {
  it.each([
    ["nothing asked", "contains", {}, order, []],
    ["a part", "contains", { lines: [{ sku: "a" }] }, order, []],
    ["a part where all is asked", "equals", { id: 7 }, { id: 7, more: 1 }, [{ path: "more", got: 1 }]],
    ["another value", "contains", { id: "7" }, order, [{ path: "id", expected: "7", got: 7 }]],
    ["what is not there", "contains", { gone: null }, order, [{ path: "gone", expected: null }]],
    [
      "deep in a list",
      "contains",
      { lines: [{ sku: "b" }] },
      order,
      [{ path: "lines[0].sku", expected: "b", got: "a" }],
    ],
    ["a list that is longer", "contains", { lines: [] }, order, [{ path: "lines[0]", got: order.lines[0] }]],
    ["a list that is shorter", "equals", [1, 2], [1], [{ path: "[1]", expected: 2 }]],
    ["another kind", "contains", { id: {} }, order, [{ path: "id", expected: {}, got: 7 }]],
    [
      "a name that is no word",
      "contains",
      { "odd key": { x: 1 } },
      order,
      [{ path: '["odd key"].x', expected: 1, got: null }],
    ],
    [
      "a name of JavaScript's own",
      "contains",
      { constructor: 1 },
      {},
      [{ path: "constructor", expected: 1 }],
    ],
    ["nothing at all", "equals", 1, undefined, [{ path: "", expected: 1 }]],
  ] as const)("finds %s", (_, match, value, got, found) => {
    expect(differences({ match, value: value as never, got: got as never })).toEqual(found);
  });

  it("stops after fifty", () => {
    const many = Array.from({ length: 200 }, (_, index) => index);
    expect(differences({ match: "equals", value: many, got: [] })).toHaveLength(50);
  });
});
