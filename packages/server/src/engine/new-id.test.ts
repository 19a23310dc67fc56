import { decodeTime, isValid } from "ulid";
import { describe, expect, it } from "vitest";
import { newDeliveryId, newExecutionId } from "./new-id.ts";

const bare = (id: string) => id.slice(4);

describe("the ids of deliveries and executions", () => {
  it("are ULIDs of their moment, as the library reads them", () => {
    const at = Date.now();
    const id = newDeliveryId(at);
    expect(id).toMatch(/^dlv_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(isValid(bare(id))).toBe(true);
    expect(decodeTime(bare(id))).toBe(at);
  });

  it("grow, within a millisecond and when the clock is set back too", () => {
    const at = Date.now() + 1000;
    const ids = Array.from({ length: 5000 }, (_, n) =>
      bare(n % 2 === 0 ? newDeliveryId(at - (n % 3) * 50) : newExecutionId(at + Math.floor(n / 1000))),
    );
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("are not told from those before, in another millisecond", () => {
    const at = Date.now() + 5000;
    const tails = Array.from({ length: 200 }, (_, n) => bare(newDeliveryId(at + n)).slice(10));
    // Of 16 digits of 32 each, all 32 are met at the first place, and no tail twice.
    expect(new Set(tails).size).toBe(200);
    expect(new Set(tails.map((tail) => tail[0])).size).toBeGreaterThan(16);
  });
});
