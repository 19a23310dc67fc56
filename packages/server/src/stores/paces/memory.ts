import { type PacesStore, turnsInTime } from "./store.ts";

/** More keys than this are looked through for those whose turn is long over. */
const manyKeys = 1000;

/**
 * Paces of this process alone: where no other works on the database, or the database does not answer. `free`: when the next
 * turn of each key is. `clock` only ever goes forward: by one that is set back, the next turn would be as far away.
 */
export function createMemoryPaces(
  clock: () => number = () => performance.now(),
  free: Map<string, number> = new Map(),
): PacesStore {
  return {
    async take(turns) {
      const now = clock();
      const at = Math.max(now, free.get(turns.key) ?? 0);
      const waitMs = at - now;
      const count = turnsInTime(turns, { waitMs });
      if (free.size > manyKeys) {
        for (const [key, until] of free) if (until <= now) free.delete(key);
      }
      if (count > 0) free.set(turns.key, at + count * turns.everyMs);
      return { count, waitMs };
    },
    async giveBack({ key, count, everyMs }) {
      const until = free.get(key);
      if (until !== undefined) free.set(key, until - count * everyMs);
    },
  };
}
