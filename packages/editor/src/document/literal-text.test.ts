import type { Json } from "@sluice/workflow/node-contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOfValue, valueOfText } from "./literal-text.ts";

describe("given the text of a one-line field", () => {
  it.each([
    ["100", 100],
    ["-1.5", -1.5],
    ["true", true],
    ["null", null],
    ["[1, 10]", [1, 10]],
    ['{"a":1}', { a: 1 }],
    ['"100"', "100"],
    ["paid", "paid"],
    ["{{ trigger.amount }}", "{{ trigger.amount }}"],
    ["{{ [1] }}", "{{ [1] }}"],
    ["12345678901234567890", "12345678901234567890"],
    ["007", "007"],
    ["2026-01-31", "2026-01-31"],
    ["", ""],
  ] as const)("when it is %s, then it means %j", (text, value) => {
    expect(valueOfText(text)).toEqual(value);
  });

  it("when any JSON value is shown and read back, then it is the same", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as object), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        expect(valueOfText(textOfValue(plain))).toEqual(plain);
      }),
    );
  });
});
