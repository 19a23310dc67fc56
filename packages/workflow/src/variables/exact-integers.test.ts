import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withExactIntegers } from "./exact-integers.ts";

describe("integers beyond 2^53", () => {
  it("are their digits as text, wherever they stand, and nothing else is touched", () => {
    const long = "9".repeat(400);
    const text = `\ufeff{"id":9007199254740993,"in":[-9007199254740992,9007199254740991,0.10000000000000000555,1e400],"t":"9007199254740993","__proto__":{"n":${long}}}`;
    expect(JSON.stringify(withExactIntegers(text))).toBe(
      `{"id":"9007199254740993","in":["-9007199254740992",9007199254740991,0.1,null],"t":"9007199254740993","__proto__":{"n":"${long}"}}`,
    );
    expect("n" in {}).toBe(false);
  });

  it("are told from a text that holds none", () => {
    for (const text of ["", "1", '{"a":"1234567890123456789"}', "[0.12345678901234567890]"]) {
      expect(withExactIntegers(text)).toBeUndefined();
    }
  });

  it("stay apart exactly when their digits differ", () => {
    const big = fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n });
    fc.assert(
      fc.property(big, big, (left, right) => {
        const read = (value: bigint) => String(withExactIntegers(`[${value}]`) ?? JSON.parse(`[${value}]`));
        expect(read(left) === read(right)).toBe(left === right);
      }),
    );
  });
});
