import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../node-contract/json.ts";
import { compilePath, parsePath, readPath } from "./compile-path.ts";
import { rowsFromValue } from "./from-json.ts";
import { formatPath, PathError, type PathSegment, parseDottedPath } from "./path.ts";

const hostileKey = fc.constantFrom(
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "length",
  "a.b",
  'q"',
  "",
);
const jsonValue = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

const segment: fc.Arbitrary<PathSegment> = fc.oneof(
  fc
    .string()
    .filter((name) => !["__proto__", "constructor", "prototype"].includes(name))
    .map((name) => ({ kind: "key" as const, name })),
  fc.nat(1_000_000).map((index) => ({ kind: "index" as const, index })),
  fc.constant({ kind: "each" as const }),
);

describe("a dotted path", () => {
  it("is written and read back the same, whatever its keys hold", () => {
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 8 }), (segments) => {
        expect(parseDottedPath(formatPath(segments)).segments).toEqual(segments);
      }),
    );
  });

  it.each([
    ["a..b", 2],
    ["a[", 1],
    ["a[-1]", 1],
    ["a b", 1],
    [".a", 0],
    ["a.", 2],
    ["a.[0]", 2],
    ["a[01]", 1],
    ['a["x"', 1],
    ["a['x']", 1],
  ])("points at the mistake in %s", (text, position) => {
    expect(() => parsePath(text)).toThrow(expect.objectContaining({ code: "path-syntax", position }));
  });

  it.each([
    "__proto__",
    'a["\\u005f_proto__"]',
    "a.constructor",
    "$.prototype",
    "$['__proto__']",
    "$..['a','constructor']",
  ])("refuses the name in %s", (text) => {
    expect(() => parsePath(text)).toThrow(expect.objectContaining({ code: "path-name-refused" }));
  });

  it("reads own properties of plain data only", () => {
    const value = { list: [1], text: "abc", nothing: null } as Json;
    for (const path of [
      "toString",
      "list.length",
      "text.length",
      "text[0]",
      "nothing.a",
      "hasOwnProperty",
      "list[7]",
    ]) {
      expect(readPath(path, value)).toEqual({ found: false, value: undefined });
    }
  });

  it("reads, for every row of a body without a list in its path, what stands there", () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        for (const row of rowsFromValue(value, "body").rows) {
          const path = parseDottedPath(row.path);
          if (!path.singular) continue;
          let here: unknown = value;
          for (const step of path.segments)
            here = (here as Record<string, unknown>)[step.kind === "key" ? step.name : 0];
          expect(readPath(row.path, value)).toEqual({ found: true, value: here });
        }
      }),
    );
  });

  it("yields for a list in the path one entry for each element that has the key", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ a: jsonValue }, { requiredKeys: [] })), (items) => {
        const expected = items.filter((item) => Object.hasOwn(item, "a")).map((item) => item.a);
        expect(readPath("items[*].a", { items } as Json).value).toEqual(expected);
        expect(readPath("$.items[*].a", { items } as Json).value).toEqual(expected);
      }),
    );
  });

  it("never pollutes and never leaves the data, whatever the keys of a body are", () => {
    const hostile = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.string(), fc.constant(null), fc.array(tie("value")), tie("object")),
      object: fc.array(fc.tuple(hostileKey, tie("value"))).map((entries) => Object.fromEntries(entries)),
    }));
    fc.assert(
      fc.property(hostile.value, (value) => {
        const text = JSON.stringify(value);
        const { rows } = rowsFromValue(JSON.parse(text) as Json, "body");
        for (const row of rows) {
          expect(row.path).not.toMatch(/__proto__|constructor|prototype/);
          compilePath(row.path).read(JSON.parse(text) as Json);
        }
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
        expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(12);
      }),
    );
  });

  it("refuses what is longer than a document may hold", () => {
    expect(() => parsePath("a".repeat(1_001))).toThrow(PathError);
    expect(() => parsePath(`$.${"a".repeat(1_000)}`)).toThrow(PathError);
  });
});
