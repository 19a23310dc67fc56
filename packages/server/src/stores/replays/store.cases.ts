import { afterEach, beforeEach, expect, it } from "vitest";
import type { ReplaysStore, StoredReplay } from "./store.ts";

export interface ReplaysStoreUnderTest {
  readonly store: ReplaysStore;
  readonly remove: () => void | Promise<void>;
}

/** What every back end of the store of replays promises. */
export function replaysStoreCases(open: () => Promise<ReplaysStoreUnderTest>): void {
  let under: ReplaysStoreUnderTest;
  let store: ReplaysStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
  });
  afterEach(() => under.remove());

  it("gives back what it was given, the newest first", async () => {
    const first = aReplay({ id: "rpl_1", version: 3 });
    const second = aReplay({ id: "rpl_2", selection: { ids: ["dlv_1"] }, createdBy: "a@b.example" });
    await store.create(first);
    await store.create(second);
    expect(await store.get("rpl_1")).toEqual(first);
    expect(await store.get("rpl_3")).toBeUndefined();
    expect(await store.list({ limit: 9 })).toEqual([second, first]);
    expect(await store.list({ limit: 9, before: "rpl_2" })).toEqual([first]);
  });

  it("says of a stopped one that it does not go on, and keeps what had happened", async () => {
    await store.create(aReplay({}));
    const underway = { source: "dlv_2", deliveryId: "dlv_9" };
    const progress = { after: "dlv_1", underway, accepted: 1, refused: 2, skipped: 3, lastProblem: "x" };
    expect(await store.progress({ id: "rpl_1", progress })).toBe(true);
    expect(await store.running()).toEqual(["rpl_1"]);
    await store.end({ id: "rpl_1", state: "stopped", at: 7 });
    const further = { ...progress, underway: null, accepted: 2 };
    expect(await store.progress({ id: "rpl_1", progress: further })).toBe(false);
    await store.end({ id: "rpl_1", state: "done", at: 8 });
    expect(await store.get("rpl_1")).toEqual(aReplay({ ...further, state: "stopped", finishedAt: 7 }));
    expect(await store.running()).toEqual([]);
  });
}

function aReplay(more: Partial<StoredReplay>): StoredReplay {
  return {
    ...{ id: "rpl_1", state: "running", version: "published", perSecond: 0.5, upTo: "dlv_9", total: 3 },
    ...{ selection: { filter: { verdict: "refused", reason: "unauthorized" } }, after: null, underway: null },
    ...{ accepted: 0, refused: 0, skipped: 0, lastProblem: null, createdBy: null, createdAt: 5 },
    finishedAt: null,
    ...more,
  };
}
