import { expect, test } from "vitest";
import { z } from "zod";
import { schemaOfTree } from "./schema-of-tree.ts";
import { shorten } from "./shorten.ts";
import { summarizeRules } from "./summarize-rules.ts";

test("a long text is cut to 80 characters, never inside one, on one line", () => {
  expect(shorten(" a\n  b ")).toBe("a b");
  expect(shorten("x".repeat(80))).toBe("x".repeat(80));
  const cut = shorten("😀".repeat(81));
  expect(Array.from(cut)).toHaveLength(80);
  expect(cut.isWellFormed()).toBe(true);
  expect(cut.endsWith("…")).toBe(true);
});

test("rules are one line; what are no rules are none", () => {
  const paid = { left: "{{ trigger.status }}", operator: "equals", right: "paid" };

  expect(summarizeRules({ all: [paid, { left: "{{ a }}", operator: "isTrue" }] })).toBe(
    'trigger.status = "paid" ∧ a = true',
  );
  expect(summarizeRules({ none: [{ any: [paid] }] })).toBe('¬((trigger.status = "paid"))');
  expect(summarizeRules({ all: [] })).toBe("");
  for (const nonsense of [undefined, null, 1, [], { all: 1 }]) expect(summarizeRules(nonsense)).toBe("");
});

test("the shape of a tree is known as far as it shows", () => {
  const shape = z.toJSONSchema(schemaOfTree({ a: "{{ x }}", b: "x {{ y }}", c: [1, true], d: null, e: [] }));

  expect(shape.properties).toMatchObject({
    b: { type: "string" },
    c: { type: "array" },
    d: { type: "null" },
    e: { type: "array" },
  });
  expect(schemaOfTree("{{ a }} {{ b }}").safeParse("text").success).toBe(true);
});
