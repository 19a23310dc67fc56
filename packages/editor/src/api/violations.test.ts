import { expect, test } from "vitest";
import { violationsOf } from "./violations.ts";

test("violations are read leniently: what is missing in one does not hide the others", () => {
  // given
  const problem = {
    code: "contract-violation",
    violations: [{ from: "body", path: "order.id", expected: "string", got: "missing" }, { path: "page" }],
  };

  // then
  expect(violationsOf(problem)).toEqual([
    { from: "body", path: "order.id", expected: "string", got: "missing" },
    { from: "", path: "page", expected: "?", got: "?" },
  ]);
  expect(violationsOf(null)).toEqual([]);
  expect(violationsOf({ violations: "none" })).toEqual([]);
});
