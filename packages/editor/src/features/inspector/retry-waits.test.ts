import { describe, expect, test } from "vitest";
import { retryWaits } from "./retry-waits.ts";

describe("the waits between attempts", () => {
  test("grow by the factor, one less than there are attempts", () => {
    expect(retryWaits({ attempts: 4, delaySeconds: 2, factor: 3 }, 10)).toEqual([2000, 6000, 18_000]);
  });

  test("begin with a second and double when nothing is said", () => {
    expect(retryWaits({ attempts: 9 }, 3)).toEqual([1000, 2000, 4000]);
  });

  test("are a day at the most, and none for a single attempt", () => {
    expect(retryWaits({ attempts: 3, delaySeconds: 86_400, factor: 10 }, 5)).toEqual([
      86_400_000, 86_400_000,
    ]);
    expect(retryWaits({ attempts: 1 }, 5)).toEqual([]);
  });
});
