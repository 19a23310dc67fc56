import { compareDocuments } from "@sluice/workflow/changes";
import { buildDocument, node } from "@sluice/workflow/testing";
import { expect, test } from "vitest";
import { publishSides } from "./publish-sides.ts";

const published = buildDocument({
  nodes: { call: node("http", { url: "https://shop.test" }), gone: node("set") },
  layout: { nodes: { call: { x: 1, y: 1 }, gone: { x: 9, y: 9 } }, notes: [] },
});
const draft = {
  ...published,
  nodes: {
    ...published.nodes,
    call: node("http", { url: "https://shop.test" }, { pin: { output: { a: 1 } } }),
  },
  layout: {
    nodes: { call: { x: 5, y: 5 } },
    notes: [{ id: "n", text: "new", x: 0, y: 0 }],
  },
};

test("a pin, a moved box and a note are nothing that publishing changes", () => {
  const { before, after } = publishSides(published, draft);
  expect(compareDocuments(before, after).same).toBe(true);
});

test("what changes is said, and what is gone stands where it stood", () => {
  const { before, after } = publishSides(published, { ...draft, nodes: { call: draft.nodes.call } });
  expect(compareDocuments(before, after).nodes).toEqual([
    { key: "gone", state: "removed", changes: [], moved: false },
  ]);
  expect(before.layout?.nodes.gone).toEqual({ x: 9, y: 9 });
});
