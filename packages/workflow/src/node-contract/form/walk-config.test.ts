import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { fieldHints } from "../field-hints.ts";
import type { Json, JsonObject } from "../json.ts";
import { rulesSchema } from "../rules.ts";
import { configIssues, valueAt } from "./config-issues.ts";
import { defaultConfig, emptyItem } from "./default-config.ts";
import { formOf } from "./form-of.ts";
import { configParts, walkConfig, withoutHidden, withValues } from "./walk-config.ts";

const label = { en: "x", fr: "x" };
const definition = {
  type: "sample",
  config: z.strictObject({
    kind: z
      .enum(["json", "html", "empty"])
      .default("json")
      .register(fieldHints, { label, value: "literal", options: { json: label, html: label, empty: label } }),
    body: z
      .json()
      .optional()
      .register(fieldHints, {
        label,
        control: "json",
        visibleWhen: { field: "kind", in: ["json", "html"] },
        variants: [{ when: { field: "kind", in: ["html"] }, escape: "html" }],
      }),
    headers: z
      .array(
        z.strictObject({
          name: z.string().min(1).register(fieldHints, { label, value: "literal" }),
          value: z.string().register(fieldHints, { label }),
        }),
      )
      .default([])
      .register(fieldHints, { label }),
    pairs: z
      .array(z.strictObject({ value: z.string().register(fieldHints, { label }) }))
      .optional()
      .register(fieldHints, { label }),
    cases: z
      .array(z.strictObject({ when: rulesSchema.register(fieldHints, { label, value: "rules" }) }))
      .optional()
      .register(fieldHints, { label }),
    fields: z.record(z.string(), z.json()).optional().register(fieldHints, { label, control: "map" }),
    code: z.string().register(fieldHints, { label, value: "expression" }),
    key: z.string().optional().register(fieldHints, { label, value: "secret" }),
    count: z.int().min(1).optional().register(fieldHints, { label }),
  }),
};

const full: JsonObject = {
  kind: "html",
  body: "<p>{{ trigger.a }}</p>",
  headers: [{ name: "{{ x }}", value: "{{ y }}" }],
  cases: [{ when: { all: [{ left: "{{ z }}", operator: "exists" }] } }, { when: "{{ evil }}" }],
  fields: { a: { b: "{{ c }}" }, d: 1 },
  code: "trigger.a",
  key: { secret: "sec_1" },
  count: "{{ n }}",
};

test("each part of a config comes out with what it holds and where it stands", () => {
  const seen: unknown[] = [];
  walkConfig(definition, full, {
    template: (at, value, escaping) => seen.push(["template", at.join("."), value, escaping]),
    expression: (at, source) => seen.push(["expression", at.join("."), source]),
    rules: (at, rules) => seen.push(["rules", at.join("."), rules]),
    literal: (at, value) => seen.push(["literal", at.join("."), value]),
    secret: (at, value) => seen.push(["secret", at.join("."), value]),
  });

  expect(seen).toEqual([
    ["literal", "kind", "html"],
    ["template", "body", "<p>{{ trigger.a }}</p>", "html"],
    ["literal", "headers.0.name", "{{ x }}"],
    ["template", "headers.0.value", "{{ y }}", undefined],
    ["rules", "cases.0.when", { all: [{ left: "{{ z }}", operator: "exists" }] }],
    ["literal", "cases.1.when", "{{ evil }}"],
    ["template", "fields.a", { b: "{{ c }}" }, undefined],
    ["template", "fields.d", 1, undefined],
    ["expression", "code", "trigger.a"],
    ["secret", "key", { secret: "sec_1" }],
    ["template", "count", "{{ n }}", undefined],
  ]);
});

test("escaping follows the kind, which is literal and so cannot come from a caller", () => {
  const escapeOf = (kind: Json) =>
    configParts(definition, { kind, body: "{{ a }}", code: "1" }).find(({ at }) => at[0] === "body");

  expect(escapeOf("html")).toMatchObject({ holds: "template", escape: "html" });
  expect(escapeOf("json")).toMatchObject({ holds: "template", escape: undefined });
  expect(escapeOf("empty")).toMatchObject({ holds: "literal" });
});

test("a whole list comes from a template only where it holds nothing but templates", () => {
  const parts = configParts(definition, {
    pairs: "{{ steps.a.pairs }}",
    headers: "{{ steps.a.headers }}",
    cases: "{{ request.body.cases }}",
  });

  expect(parts.map(({ at, holds }) => [at[0], holds])).toEqual([
    ["pairs", "template"],
    ["headers", "literal"],
    ["cases", "literal"],
  ]);
});

test("what stands in a hidden field is no issue and is left out of what is parsed, and of nothing else", () => {
  const config = { kind: "empty", body: "{{ a }}", code: "1" };

  expect(withoutHidden(definition, config)).toEqual({ kind: "empty", code: "1" });
  expect(withoutHidden(definition, { ...config, kind: "json" })).toEqual({ ...config, kind: "json" });
  expect(config).toHaveProperty("body");
  const strict = {
    type: "strict",
    config: z.strictObject({
      mode: definition.config.shape.kind,
      count: z
        .int()
        .optional()
        .register(fieldHints, { label, visibleWhen: { field: "mode", in: ["json"] } }),
    }),
  };
  expect(configIssues(strict, { mode: "empty", count: "many", other: 1 })).toMatchObject([{ at: ["other"] }]);
  expect(configIssues(strict, { mode: "json", count: "many" })).toMatchObject([{ at: ["count"] }]);
});

const anyConfig = fc.dictionary(
  fc.constantFrom(...Object.keys(full), "unknown", "__proto__"),
  fc.jsonValue({ maxDepth: 4 }),
);

test("property: whatever a config holds, its parts do not overlap and give it back unchanged", () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      const given = structuredClone(config) as JsonObject;
      const parts = configParts(definition, given);
      const changes = parts.flatMap((part) =>
        "value" in part && !part.at.includes("__proto__") ? [{ at: part.at, value: part.value }] : [],
      );
      expect(withValues(given, changes)).toEqual(given);
      const places = parts.map(({ at }) => JSON.stringify(at).slice(0, -1));
      for (const place of places) {
        expect(places.filter((other) => other === place || other.startsWith(`${place},`))).toHaveLength(1);
      }
    }),
  );
});

test("values are put in place without touching the config", () => {
  const before = structuredClone(full);

  const resolved = withValues(full, [
    { at: ["fields", "a"], value: { b: 2 } },
    { at: ["headers", 0, "value"], value: "v" },
    { at: ["count"], value: 3 },
  ]);

  expect(full).toEqual(before);
  expect(resolved).toEqual({
    ...before,
    fields: { a: { b: 2 }, d: 1 },
    headers: [{ name: "{{ x }}", value: "v" }],
    count: 3,
  });
  expect(resolved.cases).toBe(full.cases);
});

test("a fresh config holds every default and an empty value for what must be filled in", () => {
  expect(defaultConfig(definition)).toEqual({ kind: "json", headers: [], code: "" });
  const headers = formOf(definition).find(({ name }) => name === "headers");
  expect(headers && emptyItem(headers)).toEqual({ name: "", value: "" });
});

test("issues say what is missing, unknown or wrong, and trust what only a run can know", () => {
  const issues = configIssues(definition, {
    kind: "html",
    headers: [{ name: "", value: "{{ y }}" }, { value: 3 }],
    cases: [{ when: { all: [{ left: 1, operator: "nonsense" }] } }],
    fields: "no map",
    key: {},
    count: "{{ n }}",
    pairs: "{{ steps.a.pairs }}",
    surplus: 1,
  });

  expect(issues.map(({ at, kind }) => [at.join("."), kind])).toEqual([
    ["key", "missing"],
    ["headers.0.name", "missing"],
    ["headers.1.name", "missing"],
    ["headers.1.value", "invalid"],
    ["cases.0.when", "invalid"],
    ["fields", "invalid"],
    ["code", "missing"],
    ["surplus", "unknown"],
  ]);
});

test("a config that is all right has no issue, its secret included", () => {
  expect(configIssues(definition, { ...full, cases: [] })).toEqual([]);
  expect(configIssues(definition, { code: "1", count: 0 })).toMatchObject([
    { at: ["count"], kind: "invalid" },
  ]);
  expect(configIssues(definition, { code: "1", count: "0" })).toMatchObject([{ at: ["count"] }]);
});

test("a value is read at its path by own properties only", () => {
  expect(valueAt(full, ["headers", 0, "value"])).toBe("{{ y }}");
  expect(valueAt(full, ["toString"])).toBeUndefined();
  expect(valueAt(full, ["headers", "length"])).toBeUndefined();
});
