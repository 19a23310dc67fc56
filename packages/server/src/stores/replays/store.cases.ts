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

  const progress = { after: "dlv_1", underway: null, accepted: 1, refused: 2, skipped: 3, lastProblem: "x" };

  it("is one holder's until that lets go of it or gives no sign of life", async () => {
    await store.create(aReplay({}));
    expect(await store.idle({ now: 10 })).toEqual(["rpl_1"]);
    const claim = (holder: string, now: number) => store.claim({ id: "rpl_1", holder, now, until: now + 10 });
    expect(await claim("a", 10)).toEqual(aReplay({}));
    expect(await claim("b", 19)).toBeUndefined();
    expect(await store.idle({ now: 19 })).toEqual([]);
    expect(await store.progress({ id: "rpl_1", holder: "a", until: 30, progress })).toBe(true);
    expect(await claim("b", 29)).toBeUndefined();
    expect(await claim("b", 30)).toEqual(aReplay(progress));
    // The first one is back, too late.
    const late = { ...progress, accepted: 9 };
    expect(await store.progress({ id: "rpl_1", holder: "a", until: 40, progress: late })).toBe(false);
    expect(await store.progress({ id: "rpl_1", holder: "b", until: null, progress })).toBe(true);
    expect(await store.idle({ now: 31 })).toEqual(["rpl_1"]);
    expect(await store.get("rpl_1")).toEqual(aReplay(progress));
  });

  it("says of a stopped one that it does not go on, and keeps what had happened", async () => {
    await store.create(aReplay({}));
    await store.claim({ id: "rpl_1", holder: "a", now: 0, until: 9 });
    await store.end({ id: "rpl_1", state: "stopped", at: 7 });
    const underway = { source: "dlv_2", deliveryId: "dlv_9" };
    const further = { ...progress, underway };
    expect(await store.progress({ id: "rpl_1", holder: "a", until: null, progress: further })).toBe(false);
    await store.end({ id: "rpl_1", state: "done", at: 8 });
    expect(await store.get("rpl_1")).toEqual(aReplay({ ...further, state: "stopped", finishedAt: 7 }));
    expect(await store.idle({ now: 99 })).toEqual([]);
    expect(await store.claim({ id: "rpl_1", holder: "b", now: 99, until: 109 })).toBeUndefined();
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
