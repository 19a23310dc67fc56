import { describe, expect, test } from "vitest";
import { compileExpression } from "../expression.ts";
import { functionTable, nearest } from "./table.ts";

const now = "2026-01-31T09:00:00.000Z";

describe("every function of the table", () => {
  test.each(functionTable.map((entry) => [entry.signature, entry] as const))(
    "%s does what its help shows",
    (_, entry) => {
      expect(compileExpression(entry.example.expression).evaluate({ now })).toEqual(entry.example.result);
      const bareName = entry.name.split(".").at(-1) ?? entry.name;
      expect(entry.example.expression).toContain(bareName);
      expect(entry.signature).toContain(bareName);
      expect(entry.help.en).toMatch(/[.…]$/);
      expect(entry.help.fr).not.toBe(entry.help.en);
    },
  );

  test("no name stands twice for one kind of value", () => {
    const names = functionTable.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test("every method on a missing value is missing", () => {
    for (const { kind, name, takes, needsArrow } of functionTable) {
      if (kind === "function" || kind === "namespace" || kind === "pattern") continue;
      const given = Array.from({ length: takes[0] }, (_, at) => (at === 0 && needsArrow ? "x => x" : "1"));
      expect(compileExpression(`trigger.missing.${name}(${given.join(", ")})`).evaluate({})).toBeNull();
    }
  });

  test("lists are never changed by their methods", () => {
    const items = Object.freeze([3, 1, 2]) as number[];
    for (const call of ["sort()", "reverse()", "toSorted()", "concat([1])", "map(x => x + 1)", "flat()"]) {
      compileExpression(`trigger.items.${call}`).evaluate({ trigger: { items } });
    }
    expect(items).toEqual([3, 1, 2]);
  });

  test("nearest finds a slip of the pen and nothing else", () => {
    expect(nearest("mpa", ["map", "filter"])).toBeUndefined();
    expect(nearest("fliter", ["map", "filter"])).toBe("filter");
    expect(nearest("xyz", ["map", "filter"])).toBeUndefined();
  });
});

describe("digests agree with published vectors", () => {
  test.each([
    ['hash("", "md5")', "d41d8cd98f00b204e9800998ecf8427e"],
    ['hash("abc", "SHA-1")', "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ['hash("abc", "sha256", "base64")', "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="],
    ['hash("abc", "sha256", "base64url")', "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"],
  ])("%s", (source, expected) => {
    expect(compileExpression(source).evaluate({})).toBe(expected);
  });

  test("uuid has version and variant of RFC 9562", () => {
    expect(compileExpression("uuid()").evaluate({})).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
