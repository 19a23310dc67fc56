import { compareDocuments } from "@sluice/workflow/changes";
import { buildDocument, node } from "@sluice/workflow/testing";
import { expect, it } from "vitest";
import { unionDocument } from "./union-document.ts";

it("draws what is there, and what is there no more where it stood", () => {
  // given
  const before = buildDocument({
    nodes: { gone: node("end"), kept: node("set") },
    edges: [
      ["trigger", "kept"],
      ["kept", "gone"],
    ],
    layout: { nodes: { gone: { x: 500, y: 60 }, kept: { x: 200, y: 60 } }, notes: [] },
  });
  const after = buildDocument({
    nodes: { kept: node("set"), fresh: node("http") },
    edges: [["trigger", "kept"]],
    layout: { nodes: { kept: { x: 240, y: 60 }, fresh: { x: 900, y: 60 } }, notes: [] },
  });

  // when
  const union = unionDocument({ before, after, comparison: compareDocuments(before, after) });

  // then
  expect(Object.keys(union.nodes)).toEqual(["kept", "fresh", "gone"]);
  expect(union.edges).toEqual([
    { from: "trigger", to: "kept" },
    { from: "kept", to: "gone" },
  ]);
  expect(union.layout?.nodes).toMatchObject({ gone: { x: 500, y: 60 }, kept: { x: 240, y: 60 } });

  // when something else stands where it stood
  const over = {
    ...after,
    layout: { nodes: { ...after.layout?.nodes, fresh: { x: 500, y: 60 } }, notes: [] },
  };
  const apart = unionDocument({ before, after: over, comparison: compareDocuments(before, over) });

  // then
  expect(apart.layout?.nodes.fresh).toEqual({ x: 500, y: 60 });
  expect(apart.layout?.nodes.gone?.y).toBeGreaterThan(120);
});
