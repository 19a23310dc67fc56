import { expect, test } from "vitest";
import { scriptProblem } from "./check-script.ts";

test.each([
  "",
  "// only words",
  "return 1",
  "const a = await f();\nfor await (const b of a) { return b }",
  "return import('fs')",
  "class A { #x = 1; static { this.y = 2 } }",
  "return a?.b ?? /(?<n>x)/v.exec(c)",
])("%j is a script", (source) => {
  expect(scriptProblem(source)).toBeUndefined();
});

test.each<[string, number, number]>([
  ["return (", 1, 9],
  ["const a = 1;\nconst b = = 2;", 2, 11],
  ["import fs from 'fs'", 1, 1],
  ["export const a = 1", 1, 1],
  ["}); evil(); (async function () {", 1, 1],
  ["with (a) { b }", 1, 1],
  ["const a = 1; const a = 2", 1, 20],
  ["return 1 }", 1, 10],
])("%j is none, with its place", (source, line, column) => {
  expect(scriptProblem(source)).toMatchObject({ line, column, message: expect.stringMatching(/\w/) });
  expect(scriptProblem(source)).toMatchObject({ line, column });
});

test("a hundred thousand brackets are refused, not fallen over", () => {
  expect(scriptProblem("(".repeat(100_000))).toMatchObject({ message: expect.any(String) });
});
