import { describe, expect, test } from "vitest";
import { cutValues } from "./cut-values.ts";

const cut = (value: string) => ({ $cut: { value, bytes: 2_000_000, preview: '{"items":[' } });

describe("the parts of a value that were cut", () => {
  test("are the whole of it, or fields of a joined input", () => {
    expect(cutValues(cut("v1"))).toEqual([
      { name: null, value: "v1", bytes: 2_000_000, preview: '{"items":[' },
    ]);
    expect(cutValues({ small: { a: 1 }, large: cut("v2") }).map(({ name, value }) => [name, value])).toEqual([
      ["large", "v2"],
    ]);
  });

  test("are none in what merely looks alike", () => {
    expect(cutValues({ $cut: "a text" })).toEqual([]);
    expect(cutValues([cut("v1")])).toEqual([]);
    expect(cutValues(null)).toEqual([]);
  });
});
