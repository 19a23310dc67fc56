import { describe, expect, it } from "vitest";
import { Buckets } from "./buckets.ts";

const size = { capacity: 3, fullInMs: 3000 };

function fresh(most = 10) {
  let now = 1_700_000_000_000;
  const buckets = new Buckets({ most, clock: () => now });
  return { buckets, pass: (ms: number) => (now += ms) };
}

describe("token buckets", () => {
  it("give as many at once as they hold, then one after the other", () => {
    const { buckets, pass } = fresh();
    expect([1, 2, 3, 4].map(() => buckets.take("a", size))).toEqual([0, 0, 0, 1000]);
    pass(999);
    expect(buckets.take("a", size)).toBe(1);
    pass(1);
    expect(buckets.take("a", size)).toBe(0);
    expect(buckets.take("a", size)).toBe(1000);
    expect(buckets.take("b", size)).toBe(0);
    pass(1_000_000);
    expect([1, 2, 3, 4].map(() => buckets.take("a", size))).toEqual([0, 0, 0, 1000]);
  });

  it("take a new size over with what has been taken, and back what was not meant", () => {
    const { buckets } = fresh();
    for (let turn = 0; turn < 3; turn += 1) buckets.take("a", size);
    expect(buckets.wait("a", { capacity: 6, fullInMs: 3000 })).toBe(500);
    buckets.giveBack("a", size);
    buckets.giveBack("unknown", size);
    expect([buckets.wait("a", size), buckets.taken("a", size), buckets.taken("b", size)]).toEqual([0, 2, 0]);
    expect(buckets.wait("a", { capacity: 1, fullInMs: 3000 })).toBe(0);
  });

  it("are not impressed by a clock that was set back", () => {
    const { buckets, pass } = fresh();
    for (let turn = 0; turn < 3; turn += 1) buckets.take("a", size);
    pass(-3_600_000);
    expect(buckets.take("a", size)).toBe(1000);
    pass(1000);
    expect(buckets.take("a", size)).toBe(0);
  });

  it("stay within their bound whatever comes, and forget first what was touched longest ago", () => {
    const { buckets } = fresh(1000);
    buckets.take("kept", size);
    for (let turn = 0; turn < 100_000; turn += 1) {
      buckets.take(`address ${turn}`, size);
      if (turn % 500 === 0) buckets.take("kept", size);
    }
    expect(buckets.size).toBe(1000);
    expect(buckets.wait("kept", size)).toBeGreaterThan(0);
    expect(buckets.wait("address 3", size)).toBe(0);
    buckets.wait("never seen", size);
    expect(buckets.size).toBe(1000);
  });
});
