import { definitions } from "@sluice/nodes/definitions";
import { applyOperation } from "@sluice/workflow/operations";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, test } from "vitest";
import { type Arrangement, arrangeEdit, nudgeEdit, selectedBoxes } from "./arrange.ts";

const document = buildDocument({
  nodes: {
    a: node("set"),
    b: node("set"),
    c: node("condition"),
    each: node("loop"),
    inside: node("set", {}, { parent: "each" }),
  },
  layout: {
    nodes: {
      trigger: { x: -400, y: 0 },
      a: { x: 0, y: 0 },
      b: { x: 320, y: 96 },
      c: { x: 960, y: 400 },
      each: { x: 1600, y: 0 },
      inside: { x: 1632, y: 96 },
    },
    notes: [{ id: "n", text: "", x: 40, y: 800, width: 100, height: 60 }],
  },
});
const selection = { nodes: ["a", "b", "c"], edges: [], notes: ["n"] };

/** Left, top, right and bottom of each selected thing after an arrangement. */
function after(arrangement: Arrangement, selected = selection) {
  const edit = arrangeEdit({ document, types: definitions, selection: selected, arrangement });
  const next = (edit?.operations ?? []).reduce((one, operation) => applyOperation(one, operation), document);
  return [...selectedBoxes(next, definitions, selected).values()].map(({ x, y, width, height }) => ({
    left: x,
    top: y,
    right: x + width,
    bottom: y + height,
    centre: x + width / 2,
    middle: y + height / 2,
  }));
}

describe("aligning", () => {
  test.each([
    ["alignLeft", "left"],
    ["alignCentre", "centre"],
    ["alignRight", "right"],
    ["alignTop", "top"],
    ["alignMiddle", "middle"],
    ["alignBottom", "bottom"],
  ] as const)("%s gives all the same %s and leaves the other direction alone", (arrangement, line) => {
    const before = [...selectedBoxes(document, definitions, selection).values()];
    const boxes = after(arrangement);
    expect(new Set(boxes.map((box) => box[line])).size).toBe(1);
    const horizontal = ["left", "centre", "right"].includes(line);
    expect(boxes.map(({ left, top }) => (horizontal ? top : left))).toEqual(
      before.map(({ x, y }) => (horizontal ? y : x)),
    );
  });

  test("takes a container's body along", () => {
    const edit = arrangeEdit({
      document,
      types: definitions,
      selection: { nodes: ["a", "each", "inside"], edges: [], notes: [] },
      arrangement: "alignLeft",
    });
    const next = (edit?.operations ?? []).reduce(
      (one, operation) => applyOperation(one, operation),
      document,
    );
    expect(next.layout?.nodes.inside).toEqual({ x: 32, y: 96 });
  });

  test("needs two", () => {
    const one = { nodes: ["a"], edges: [], notes: [] };
    expect(arrangeEdit({ document, types: definitions, selection: one, arrangement: "alignTop" })).toBeNull();
  });
});

describe("distributing", () => {
  test.each([
    ["distributeAcross", "left", "right"],
    ["distributeDown", "top", "bottom"],
  ] as const)("%s leaves equal gaps between the first and the last", (arrangement, from, to) => {
    const boxes = after(arrangement, { ...selection, notes: [] });
    const sorted = [...boxes].sort((one, other) => one[from] - other[from]);
    const gaps = sorted.slice(1).map((box, at) => box[from] - (sorted[at]?.[to] ?? 0));
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
  });

  test("needs three", () => {
    const two = { nodes: ["a", "b"], edges: [], notes: [] };
    expect(
      arrangeEdit({ document, types: definitions, selection: two, arrangement: "distributeAcross" }),
    ).toBeNull();
  });
});

test("a nudge moves all that is selected by the same way", () => {
  const edit = nudgeEdit(document, definitions, { selection, by: { x: 16, y: -16 } });
  const next = (edit?.operations ?? []).reduce((one, operation) => applyOperation(one, operation), document);
  expect(next.layout?.nodes.a).toEqual({ x: 16, y: -16 });
  expect(next.layout?.notes[0]).toMatchObject({ x: 56, y: 784 });
  expect(next.layout?.nodes.inside).toEqual({ x: 1632, y: 96 });
});
