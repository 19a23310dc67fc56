import { definitions } from "@sluice/nodes/definitions";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, test } from "vitest";
import { tidyEdit } from "./edits.ts";
import { mergeDrafts } from "./merge-drafts.ts";
import { outlineOf } from "./outline.ts";
import { positionsOf } from "./positions.ts";

/** Keys that a node may have and that every object inherits. */
const keys = ["toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "toLocaleString"];
const nodes = Object.fromEntries(keys.map((key) => [key, node("set", { fields: {} })]));
const document = buildDocument({
  nodes,
  edges: ["trigger", ...keys].slice(0, -1).map((from, index) => [from, keys[index] ?? ""] as const),
});

describe("a node whose key every object inherits", () => {
  test("stands in its place, drawn for the first time and tidied", () => {
    const places = positionsOf(document);
    expect([...places.keys()].sort()).toEqual(["trigger", ...keys].sort());
    const across = ["trigger", ...keys].map((key) => places.get(key)?.x ?? Number.NaN);
    expect(across).toEqual([...across].sort((one, other) => one - other));
    expect(tidyEdit(document, definitions)?.operations).toHaveLength(1);
  });

  test("is merged, and stands once in the outline", () => {
    const base = buildDocument({ layout: { nodes: { trigger: { x: 0, y: 0 } }, notes: [] } });
    const mine = { ...document, layout: base.layout };
    expect(mergeDrafts({ base, mine, theirs: base }).document.nodes).toEqual(nodes);
    const shown = outlineOf(document, definitions, "en").map(({ id }) => id);
    expect(new Set(shown).size).toBe(shown.length);
  });
});
