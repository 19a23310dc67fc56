import { afterEach, beforeEach, expect, it } from "vitest";
import { createEmpty } from "./drafts.cases.ts";
import type { WorkflowsStoreUnderTest } from "./store.cases.ts";
import type { WorkflowsStore } from "./store.ts";

/** What every back end promises of folders and tags. */
export function placementCases(open: () => Promise<WorkflowsStoreUnderTest>): void {
  let under: WorkflowsStoreUnderTest;
  let store: WorkflowsStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
  });
  afterEach(() => under.remove());

  const create = (id: string) => createEmpty(store, id);

  it("files workflows in folders and under tags, without another revision, and lists them by either", async () => {
    for (const [id, folder, tags] of [
      ["a", "Shop", ["live", "pay"]],
      ["b", "Shop/Pay", ["pay"]],
      ["c", "Shopping", []],
      ["d", "", ["%"]],
      ["e", "Gone", ["live"]],
    ] as const) {
      await create(id);
      expect(await store.place({ id, folder, tags })).toBe(true);
    }
    await store.trash({ id: "e", at: 1 });
    const ids = async (query: { folder?: string; tag?: string }) =>
      (await store.list({ limit: 10, ...query })).items
        .map(({ id }) => id)
        .sort()
        .join("");
    expect(await store.get("a")).toMatchObject({
      folder: "Shop",
      tags: ["live", "pay"],
      revision: 1,
      updatedAt: 1000,
    });
    expect(await ids({ folder: "Shop" })).toBe("ab");
    expect(await ids({ folder: "Shop/Pay" })).toBe("b");
    expect(await ids({ folder: "" })).toBe("d");
    expect(await ids({ tag: "pay" })).toBe("ab");
    expect(await ids({ tag: "%" })).toBe("d");
    expect(await ids({ tag: "live", folder: "Shop" })).toBe("a");
    expect(await store.place({ id: "a", tags: [] })).toBe(true);
    expect(await store.get("a")).toMatchObject({ folder: "Shop", tags: [] });
    expect(await store.place({ id: "e", folder: "x" })).toBe(false);
    expect(await store.place({ id: "none" })).toBe(false);
    expect(await store.placements()).toHaveLength(4);
  });

  it("knows what is below a folder whose name counts more units than characters", async () => {
    await create("a");
    await store.place({ id: "a", folder: "🛒/Pay" });
    expect((await store.list({ limit: 10, folder: "🛒" })).items).toHaveLength(1);
    expect(await store.moveFolder({ from: "🛒", to: "🧾 Old" })).toBe(1);
    expect(await store.get("a")).toMatchObject({ folder: "🧾 Old/Pay" });
  });

  it("moves a folder with what is below it, and no other that begins alike", async () => {
    for (const [id, folder] of [
      ["a", "Shop"],
      ["b", "Shop/Pay/In"],
      ["c", "Shopping"],
    ] as const) {
      await create(id);
      await store.place({ id, folder });
    }
    const folders = async () =>
      (await store.list({ limit: 10 })).items.map(({ id, folder }) => `${id}:${folder}`).sort();
    expect(await store.moveFolder({ from: "Shop", to: "Old/Shop" })).toBe(2);
    expect(await folders()).toEqual(["a:Old/Shop", "b:Old/Shop/Pay/In", "c:Shopping"]);
    expect(await store.moveFolder({ from: "Old/Shop", to: "" })).toBe(2);
    expect(await folders()).toEqual(["a:", "b:Pay/In", "c:Shopping"]);
    expect(await store.moveFolder({ from: "none", to: "x" })).toBe(0);
  });
}
