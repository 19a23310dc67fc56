import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PacesStore, Turns } from "./store.ts";

export interface PacesUnderTest {
  /** The same paces, as each of two processes has them. */
  readonly stores: readonly [PacesStore, PacesStore];
  readonly remove: () => void | Promise<void>;
}

/** Far apart, so that what a slow machine takes between two questions does not matter. */
const everyMs = 10_000_000;
const turns = (more: Partial<Turns> = {}): Turns => ({
  ...{ key: "a.example", count: 1, everyMs, mostMs: 100 * everyMs },
  ...more,
});

/** What everything that keeps paces promises. */
export function pacesCases(name: string, open: () => Promise<PacesUnderTest>): void {
  describe(`paces on ${name}`, () => {
    let under: PacesUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.remove());
    /** Waits in whole turns. */
    const waited = async (at: 0 | 1, more: Partial<Turns> = {}) => {
      const { count, waitMs } = await under.stores[at].take(turns(more));
      return [count, Math.round(waitMs / everyMs)];
    };

    it("give each process the next free turn, and each key its own", async () => {
      expect(await waited(0)).toEqual([1, 0]);
      expect(await waited(1)).toEqual([1, 1]);
      expect(await waited(0, { count: 3 })).toEqual([3, 2]);
      expect(await waited(1, { everyMs: 2 * everyMs })).toEqual([1, 5]);
      expect(await waited(0)).toEqual([1, 7]);
      expect(await waited(1, { key: "b.example" })).toEqual([1, 0]);
    });

    it("give no turn twice when all ask at once", async () => {
      const asked = Array.from({ length: 20 }, (_, n) => waited(n % 2 === 0 ? 0 : 1, { count: 2 }));
      const firsts = (await Promise.all(asked)).map(([, first]) => first).sort((a = 0, b = 0) => a - b);
      expect(firsts).toEqual(Array.from({ length: 20 }, (_, n) => 2 * n));
    });

    it("take those that come in time, and no others", async () => {
      expect(await waited(0, { count: 4, mostMs: 1.5 * everyMs })).toEqual([2, 0]);
      expect(await waited(1, { mostMs: everyMs })).toEqual([0, 2]);
      expect(await waited(1)).toEqual([1, 2]);
    });

    it("take back what was not used", async () => {
      await waited(0, { count: 3 });
      await under.stores[1].giveBack({ key: "a.example", count: 2, everyMs });
      expect(await waited(1)).toEqual([1, 1]);
      await under.stores[0].giveBack({ key: "nobody.example", count: 2, everyMs });
      expect(await waited(0, { key: "nobody.example" })).toEqual([1, 0]);
    });
  });
}
