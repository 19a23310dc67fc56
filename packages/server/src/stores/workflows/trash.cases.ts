import { afterEach, beforeEach, expect, it } from "vitest";
import type { Listening } from "../triggers/store.ts";
import { createEmpty } from "./drafts.cases.ts";
import type { WorkflowsStoreUnderTest } from "./store.cases.ts";
import type { WorkflowsStore } from "./store.ts";

const schedule: Listening = {
  ...{ kind: "schedule", cron: "0 6 * * *", timeZone: "UTC" },
  ...{ missed: "skip", nextAt: 9000 },
};

/** What every back end promises of the trash. */
export function trashCases(open: () => Promise<WorkflowsStoreUnderTest>): void {
  let under: WorkflowsStoreUnderTest;
  let store: WorkflowsStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
  });
  afterEach(() => under.remove());

  const create = (id: string) => createEmpty(store, id);

  it("lists what is in the trash, the last first, and gives it back with its URL and its schedule", async () => {
    for (const id of ["a", "b", "c"]) await create(id);
    await store.publish({
      ...{ id: "b", revision: 1, note: null, by: null, secretIds: [], at: 1 },
      listening: schedule,
    });
    for (const [at, id] of ["c", "a", "b"].entries()) await store.trash({ id, at: 100 + at });
    const first = await store.trashed({ limit: 2 });
    expect(first.items.map(({ id, published, trashedAt }) => [id, published, trashedAt])).toEqual([
      ["b", 1, 102],
      ["a", null, 101],
    ]);
    const rest = await store.trashed({ limit: 2, cursor: first.nextCursor ?? "" });
    expect([rest.items.map(({ id }) => id), rest.nextCursor]).toEqual([["c"], null]);

    const heard: string[] = [];
    const listeningOf = ({ name }: { name: string }) => {
      heard.push(name);
      return schedule;
    };
    expect(await store.untrash({ id: "b", listeningOf, at: 5000 })).toBe(true);
    expect(await store.untrash({ id: "b", listeningOf, at: 5000 })).toBe(false);
    expect(await store.untrash({ id: "a", listeningOf, at: 5000 })).toBe(true);
    expect(heard).toHaveLength(1);
    expect(await store.hookByKey({ key: "key-b", at: 5000 })).toMatchObject({
      workflowId: "b",
      published: { version: 1 },
    });
    expect((await store.trashed({ limit: 9 })).items.map(({ id }) => id)).toEqual(["c"]);
    await store.purge({ trashedBefore: 9000, unusedBefore: 0, at: 0 });
    expect((await store.get("b"))?.published).toBe(1);
    expect(await store.untrash({ id: "c", listeningOf, at: 5000 })).toBe(false);
  });
}
