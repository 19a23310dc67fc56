import { parseHeaderLines, parseQuery } from "@sluice/workflow/variables";
import fc from "fast-check";
import { expect, test } from "vitest";
import { headerPairs, queryPairs } from "./pair-texts.ts";

test.each([
  ["a=1&b=2", "b", { found: "one", value: "2" }],
  ["?a=x+y%20z", "a", { found: "one", value: "x y z" }],
  ["a=1=2", "a", { found: "one", value: "1=2" }],
  ["%61=1", "a", { found: "one", value: "1" }],
  ["a=%zz", "a", { found: "one", value: "%zz" }],
  ["", "a", { found: "none" }],
  ["a=1&a=2", "a", { found: "several" }],
  ["a[b]=1", "a", { found: "several" }],
  ["https://shop.example/?a=1", "a", { found: "several" }],
])("in the query %s, %s is %j", (text, name, found) => {
  expect(queryPairs.read(text, name)).toEqual(found);
});

test.each<[string, string, string | null, string | undefined]>([
  ["a=1&b=x+y", "a", "ü&=", "a=%C3%BC%26%3D&b=x+y"],
  ["?b=2", "a", "1", "?b=2&a=1"],
  ["", "a", "", "a="],
  ["a=1&b=2&c", "b", null, "a=1&c"],
  ["a=1&a=2", "a", "3", undefined],
])("the query %s with %s set to %j", (text, name, value, expected) => {
  expect(queryPairs.write(text, name, value)).toBe(expected);
});

test.each<[string, string, string | null, string | undefined]>([
  ["X-Id: 7\nAccept: */*", "x-id", "8", "X-Id: 8\nAccept: */*"],
  ["", "x-id", "8", "x-id: 8"],
  ["A: 1\n", "x-id", "8", "A: 1\nx-id: 8"],
  ["A: 1\nX-Id: 7", "x-id", null, "A: 1"],
  ["X-Id: 7\nx-id: 8", "x-id", "9", undefined],
  ["A: 1", "x-id", "two\nlines", undefined],
])("the headers %j with %s set to %j", (text, name, value, expected) => {
  expect(headerPairs.write(text, name, value)).toBe(expected);
});

test("what is written is what the door reads, and the other pairs stay", () => {
  const name = fc.stringMatching(/^[a-z]{1,4}$/);
  const values = fc.dictionary(name, fc.string({ maxLength: 6 }));
  fc.assert(
    fc.property(values, name, fc.string({ maxLength: 8 }), (others, key, value) => {
      const text = Object.entries(others)
        .map((pair) => pair.map(encodeURIComponent).join("="))
        .join("&");
      const written = queryPairs.write(text, key, value) ?? "";
      expect({ ...parseQuery(written).value }).toEqual({ ...others, [key]: value });
      expect(queryPairs.read(written, key)).toEqual({ found: "one", value });
    }),
  );
  const lines = headerPairs.write("Accept: a", "x-id", "b: c") ?? "";
  expect({ ...parseHeaderLines(lines).value }).toEqual({ accept: "a", "x-id": "b: c" });
});
