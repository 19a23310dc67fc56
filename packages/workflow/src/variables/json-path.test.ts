import fc from "fast-check";
import { JSONPathEnvironment } from "json-p3";
import { describe, expect, it } from "vitest";
import type { Json } from "../node-contract/json.ts";
import { cpuTime } from "../testing/cpu-time.ts";
import { compilePath, parsePath, readPath } from "./compile-path.ts";
import { PathError } from "./path.ts";

const small = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom("a", "b", "ab", ""),
  fc.boolean(),
  fc.constant(null),
) as fc.Arbitrary<Json>;
const tree = fc.letrec<{ value: Json; list: Json; object: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, small, tie("list"), tie("object")),
  list: fc.array(tie("value"), { maxLength: 4 }) as fc.Arbitrary<Json>,
  object: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 }) as fc.Arbitrary<Json>,
}));
const container = fc.oneof(tree.list, tree.object);

const operand = fc.constantFrom(
  "@.a",
  "@",
  "$.a",
  "@.b.c",
  "1",
  "'a'",
  "null",
  "true",
  "length(@)",
  "count(@.*)",
  "value(@..a)",
);
const test = fc.oneof(
  fc
    .tuple(operand, fc.constantFrom("==", "!=", "<", "<=", ">", ">="), operand)
    .map((parts) => parts.join(" ")),
  fc.constantFrom("@.a", "!@.b", "$..c", "@.*", "match(@, 'a.?')", "search(@.a, 'b')", "!search(@, '[ab]')"),
);
const selector = fc.oneof(
  fc.constantFrom("'a'", "'b'", "*", "0", "1", "-1", "0:2", "::-1", "-2:", ":1", "1:3:2", "::0", "2:0:-1"),
  test.map((one) => `?${one}`),
  fc
    .tuple(test, fc.constantFrom("&&", "||"), test)
    .map(([left, join, right]) => `?(${left}) ${join} ${right}`),
);
const step = fc.oneof(
  fc.constantFrom(".a", ".b", ".*", "..a", "..*"),
  fc.array(selector, { minLength: 1, maxLength: 2 }).map((several) => `[${several.join(",")}]`),
  selector.map((one) => `..[${one}]`),
);
const jsonPath = fc.array(step, { maxLength: 3 }).map((steps) => `$${steps.join("")}`);

/** json-p3 itself, but for its `match` and `search`, which turn lists and numbers into text (RFC 9535, 2.4.6). */
const oracle = new JSONPathEnvironment();
for (const name of ["match", "search"]) {
  const original = oracle.functionRegister.get(name);
  if (!original) throw new Error(`json-p3 lacks ${name}`);
  const call = (text: unknown, pattern: unknown) => typeof text === "string" && original.call(text, pattern);
  oracle.functionRegister.set(name, { argTypes: original.argTypes, returnType: original.returnType, call });
}

describe("a JSONPath", () => {
  it("finds what json-p3 finds, in the same order", () => {
    fc.assert(
      fc.property(jsonPath, container, (path, value) => {
        const { path: parsed, read } = compilePath(path);
        const expected = oracle.query(path, value).values();
        const found = read(value);
        if (parsed.singular) expect(found).toEqual(expected[0]);
        else expect(found ?? []).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it("yields a value when it is singular and a list otherwise", () => {
    const value = { a: 1, items: [{ sku: "x" }], none: [], text: "t" };
    expect(readPath("$.a", value).value).toBe(1);
    expect(readPath("$['items'][-1].sku", value).value).toBe("x");
    expect(readPath("$.items[0:1].sku", value).value).toEqual(["x"]);
    expect(readPath("$..sku", value).value).toEqual(["x"]);
    expect(readPath("$['a','b']", value).value).toEqual([1]);
  });

  it("is missing when the list is missing, and empty when the list is empty", () => {
    const value = { none: [], text: "t" };
    expect(readPath("$.none[*].sku", value)).toEqual({ found: true, value: [] });
    expect(readPath("$.items[*].sku", value).found).toBe(false);
    expect(readPath("$.text[?@.a]", value).found).toBe(false);
    expect(readPath("$", null)).toEqual({ found: true, value: null });
  });

  it.each(["$[?match(@.x,'(a+)+')]", "$[?search(@.x,'(a+)+b')]", "$..[?match(@.x,'(a*)*c')]"])(
    "takes no time for a pattern that JavaScript's engine hangs on: %s",
    (path) => {
      const value = { k: { x: `${"a".repeat(20_000)}!` } };
      const start = cpuTime();
      expect(readPath(path, value).value).toEqual([]);
      expect(cpuTime() - start).toBeLessThan(500);
    },
  );

  it("takes patterns that stand in the path alone, and only those it understands", () => {
    expect(() => parsePath("$[?match(@.a, @.pattern)]")).toThrow(expect.objectContaining({ position: 3 }));
    expect(() => parsePath("$[?match(@.a, '(')]")).toThrow(PathError);
    expect(readPath("$[?match(@, 'a.b')]", ["a\rb", "a\nb", "axb"]).value).toEqual(["axb"]);
  });

  it.each([
    "$.a[?(@root.a.reverse())]",
    "$..[?(@.match(/^(a+)+$/))]",
    "$..[?(p=\"globalThis.PWN=1\";a=''[['constructor']][['constructor']](p);a())]",
    "$.items[(@.length-1)]",
    "$.a.b^",
    "$.a~",
    "$.a ",
    "$[",
  ])("refuses %s", (path) => {
    expect(() => parsePath(path)).toThrow(expect.objectContaining({ code: "path-syntax" }));
  });

  it("stops at 10,000 results and when it has looked at too much", () => {
    const rows = (count: number): Json => Array.from({ length: count }, (_, id) => ({ id }));
    expect(readPath("$[*].id", rows(10_000)).value).toHaveLength(10_000);
    expect(() => readPath("$[*].id", rows(10_001))).toThrow(
      expect.objectContaining({ code: "path-too-complex" }),
    );
    const nested = JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`) as Json;
    const start = cpuTime();
    expect(() => readPath("$..*..*..*..*..nothing", nested)).toThrow(
      expect.objectContaining({ code: "path-too-complex" }),
    );
    expect(cpuTime() - start).toBeLessThan(2_000);
  });

  it("fails in a way that can be caught on data nested without end", () => {
    const deep = Array.from({ length: 20_000 }).reduce<Json>((inner) => [inner], []);
    expect(() => readPath("$..x", deep)).toThrow(expect.objectContaining({ code: "path-too-complex" }));
  });
});
