import { expect, it } from "vitest";
import { fanOut } from "./fan-out.ts";

// A short edition of `npm run bench -- fan-out`: the same program, and no word about speed.
it("loses no event when it is killed between a slow subscriber and quick ones, and changes no id", async () => {
  const { lost, changedIds, repeated, slowGot } = await fanOut({
    ...{ events: 150, subscriptions: 4, slowMs: 3_000, killAt: 0.3 },
  });
  expect({ lost, changedIds }).toEqual({ lost: 0, changedIds: 0 });
  // At least once: what was on its way when it died comes again, and no more than that.
  expect(repeated).toBeLessThan(150);
  expect(slowGot).toBeGreaterThan(0);
}, 300_000);
