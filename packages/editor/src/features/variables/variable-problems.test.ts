import { describe, expect, it } from "vitest";
import { problemOfKey, problemOfPath, readDefault, textOfDefault } from "./variable-problems.ts";

describe("fields of a variable", () => {
  it.each([
    ["", "keyEmpty"],
    ["1a", "keyShape"],
    ["a-b", "keyShape"],
    ["constructor", "keyReserved"],
    ["taken", "keyTaken"],
  ])("refuses the key %j", (key, code) => {
    expect(problemOfKey(key, ["taken"])?.code).toBe(code);
  });

  it("takes a good key", () => expect(problemOfKey("order_id", ["taken"])).toBeNull());

  it.each([
    ["", "path-syntax", 1],
    ["a..b", "path-syntax", 3],
    ["a.__proto__", "path-name-refused", 3],
    ["$.a[?(", "path-syntax", undefined],
  ])("points at what is wrong with the path %j", (path, code, column) => {
    const problem = problemOfPath(path);
    expect(problem?.code).toBe(code);
    if (column !== undefined) expect(problem?.values?.column).toBe(column);
  });

  it.each(["a", "items[*].sku", '["odd key"]', "$..price"])("takes the path %j", (path) => {
    expect(problemOfPath(path)).toBeNull();
  });

  it.each([
    ["", "number", undefined],
    ["12", "string", "12"],
    ["12", "number", 12],
    ["true", "boolean", true],
    ['{"a":1}', "object", { a: 1 }],
    ["hello", "any", "hello"],
    ["2026-01-02T03:04:05Z", "datetime", "2026-01-02T03:04:05Z"],
  ] as const)("reads the default %j of a %s", (text, type, value) => {
    expect(readDefault(text, type)).toEqual({ value });
  });

  it.each([
    ["x", "number"],
    ["1.5", "integer"],
    ["{", "object"],
    ["tomorrow", "datetime"],
    ["[]", "object"],
  ] as const)("refuses the default %j of a %s", (text, type) => {
    expect(readDefault(text, type)).toHaveProperty("problem");
  });

  it.each([
    ["12", "any"],
    ["text", "any"],
    [12, "any"],
    [false, "boolean"],
    ["12", "string"],
    [[1, "a"], "array"],
    [null, "any"],
  ] as const)("shows the default %j of a %s so that it is read back", (value, type) => {
    const back = readDefault(textOfDefault(structuredClone(value) as never, type), type);
    expect(back).toEqual({ value });
  });
});
