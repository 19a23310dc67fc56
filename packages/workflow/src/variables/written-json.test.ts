import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonText } from "./json-text.ts";
import { parseWrittenJson } from "./written-json.ts";

describe("a JSON text that is kept as a value", () => {
  it.each<[string, string, string, number, number]>([
    ['{"id": 12345678901234567890}', "inexact-number", "12345678901234567890", 1, 8],
    ["[9007199254740993]", "inexact-number", "9007199254740993", 1, 2],
    ["3.14159265358979323846", "inexact-number", "3.14159265358979323846", 1, 1],
    ["[1e400]", "inexact-number", "1e400", 1, 2],
    ["1e-400", "inexact-number", "1e-400", 1, 1],
    ['{\n  "a": 1,\n  "a": 2\n}', "doubled-key", "a", 3, 3],
    ['{"a": {"b": 1, "\\u0062": 2}}', "doubled-key", "b", 1, 16],
    ['{"x": [{"__proto__": 1}]}', "reserved-key", "__proto__", 1, 9],
    ['{"\\u005f_proto__": {}}', "reserved-key", "__proto__", 1, 2],
  ])("%s is refused, with its place", (text, code, what, line, column) => {
    expect(parseWrittenJson(text)).toEqual({ ok: false, code, what, line, column });
  });

  it.each([
    '{"a": {"b": 1}, "c": {"b": 1}, "d": [{"b": 1}, {"b": "b"}]}',
    '{"id": "12345678901234567890", "key \\" 99999999999999999999 {": "__proto__"}',
    "[0, -0, 0.0, 0.1, 1.0, 100, 1e2, 1E+2, 12.50, 1e21, 1e-7, 5e-324, 9007199254740992, 1.7976931348623157e308]",
    "",
    "null",
  ])("%s is read", (text) => {
    expect(parseWrittenJson(text)).toEqual(parseJsonText(text));
    expect(parseWrittenJson(text).ok).toBe(true);
  });

  it("is read whenever it was written from a value, and refused where it is no JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const own = parseWrittenJson(text);
        if (!/"__proto__"/.test(text)) expect(own).toEqual(parseJsonText(text));
      }),
    );
    expect(parseWrittenJson('{"a": 1,')).toEqual(parseJsonText('{"a": 1,'));
  });
});
