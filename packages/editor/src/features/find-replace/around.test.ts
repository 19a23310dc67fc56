import { expect, test } from "vitest";
import { aroundFirst } from "./around.ts";

test("a short text is shown whole", () => {
  expect(aroundFirst({ text: "abc", ranges: [[1, 2]] })).toEqual({ text: "abc", ranges: [[1, 2]] });
});

test("of a long text the part around the first match, with the matches that lie in it", () => {
  const text = `${"-".repeat(500)}find${"-".repeat(100)}find${"-".repeat(500)}find`;
  const { text: part, ranges } = aroundFirst({
    text,
    ranges: [
      [500, 504],
      [604, 608],
      [1108, 1112],
    ],
  });
  expect(part).toHaveLength(240);
  expect(ranges.map(([from, to]) => part.slice(from, to))).toEqual(["find", "find"]);
});
