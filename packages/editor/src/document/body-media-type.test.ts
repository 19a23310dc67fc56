import { expect, test } from "vitest";
import { bodyMediaType } from "./body-media-type.ts";

test.each([
  ['{"a":1}', ["json"], "application/json"],
  ["", ["json"], "application/json"],
  ["a=1&b=2", ["json", "form"], "application/x-www-form-urlencoded"],
  ["<a/>", ["json", "text"], "text/plain; charset=utf-8"],
  ["{ half", ["json"], "application/json"],
  ["anything", ["text"], "text/plain; charset=utf-8"],
] as const)("sends %j to a trigger of %j as %s", (body, accept, type) => {
  expect(bodyMediaType(body, accept)).toBe(type);
});
