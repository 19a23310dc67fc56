import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { RetentionStore } from "../retention/store.ts";
import type { WorkflowsStore } from "./store.ts";

export interface MomentsUnderTest {
  readonly store: WorkflowsStore;
  readonly retention: Pick<RetentionStore, "pruneMoments">;
  /** Characters that the history takes. */
  readonly kept: () => number | Promise<number>;
  readonly remove: () => void | Promise<void>;
}

const minute = 60 * 1000;
const long = "a long text that does not change, so that changes are shorter than documents ".repeat(40);

function document(name: string, fields: Record<string, string> = {}): WorkflowDocument {
  return {
    ...{ format: 1, name, mode: "async", trigger: { type: "webhook", config: {} } },
    nodes: { a: { type: "set", config: { fields: { long, ...fields } } } },
    edges: [{ from: "trigger", to: "a" }],
  };
}

/** What every back end promises of the draft's history. */
export function momentsCases(open: () => Promise<MomentsUnderTest>): void {
  let under: MomentsUnderTest;
  let store: WorkflowsStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
    const draft = draftOf(document("first"));
    await store.create({ id: "wf", hookKey: "k", draft, at: 0, by: "ann@example.com" });
  });
  afterEach(() => under.remove());

  const draftOf = (of: WorkflowDocument) => ({
    ...{ document: of, meaning: JSON.stringify(of), newSecrets: [], secretIds: [] },
  });
  const save = async (
    of: WorkflowDocument,
    given: { at: number; by?: string; apart?: boolean },
  ): Promise<number> => {
    const revision = (await store.get("wf"))?.revision ?? 0;
    const by = given.by ?? "ann@example.com";
    const saved = await store.save({ id: "wf", revision, draft: draftOf(of), ...given, by });
    expect(saved.kind).toBe("saved");
    return revision + 1;
  };
  const revisions = async () =>
    ((await store.moments({ id: "wf", limit: 500 }))?.items ?? []).map(({ revision }) => revision);

  it("makes one moment of saves that follow each other, and another for a pause, another person, a replacement", async () => {
    await save(document("typing"), { at: minute });
    await save(document("typing on"), { at: 2 * minute });
    await save(document("after lunch"), { at: 90 * minute });
    await save(document("bob"), { at: 91 * minute, by: "bob@example.com" });
    await save(document("restored"), { at: 91 * minute + 1, by: "bob@example.com", apart: true });
    const page = await store.moments({ id: "wf", limit: 10 });
    expect(page).toEqual({
      items: [
        { revision: 6, begunAt: 91 * minute + 1, savedAt: 91 * minute + 1, savedBy: "bob@example.com" },
        { revision: 5, begunAt: 91 * minute, savedAt: 91 * minute, savedBy: "bob@example.com" },
        { revision: 4, begunAt: 90 * minute, savedAt: 90 * minute, savedBy: "ann@example.com" },
        { revision: 3, begunAt: 0, savedAt: 2 * minute, savedBy: "ann@example.com" },
      ],
      nextCursor: null,
    });
    const names = await Promise.all(
      [6, 5, 4, 3].map(async (revision) => (await store.moment({ id: "wf", revision }))?.document.name),
    );
    expect(names).toEqual(["restored", "bob", "after lunch", "typing on"]);
    expect(await store.moment({ id: "wf", revision: 2 })).toBeUndefined();
    expect(await store.moments({ id: "none", limit: 10 })).toBeUndefined();
    expect(await store.moment({ id: "none", revision: 1 })).toBeUndefined();
  });

  it("keeps what can be had back however steadily somebody works, and nothing for saves that change nothing", async () => {
    for (let at = 1; at <= 25; at += 1) await save(document(`minute ${at}`), { at: at * minute });
    expect((await revisions()).length).toBe(3);
    for (let at = 1; at <= 3; at += 1) await save(document("minute 25"), { at: 100 * at * minute });
    expect((await revisions()).length).toBe(3);
    expect((await revisions())[0]).toBe((await store.get("wf"))?.revision);
  });

  it("gives back each of many moments as it was, page by page, and keeps most of them as what changed", async () => {
    const kept = new Map<number, WorkflowDocument>();
    for (let number = 1; number <= 130; number += 1) {
      const of = document(`number ${number}`, { [`field${number % 7}`]: `value ${number}` });
      kept.set(await save(of, { at: number * 60 * minute }), of);
    }
    const first = await store.moments({ id: "wf", limit: 100 });
    const second = await store.moments({ id: "wf", limit: 100, cursor: first?.nextCursor ?? "" });
    expect([first?.items.length, second?.items.length, second?.nextCursor]).toEqual([100, 31, null]);
    expect(await under.kept()).toBeLessThan((130 * long.length) / 5);
    for (const [revision, of] of kept) {
      expect((await store.moment({ id: "wf", revision }))?.document).toEqual(of);
    }
  });

  it("lets go of what is old, batch by batch, and of nothing that the rest needs", async () => {
    for (let number = 1; number <= 6; number += 1) {
      await save(document(`number ${number}`), { at: number * 60 * minute });
    }
    const savedBefore = 4 * 60 * minute;
    const prune = () => under.retention.pruneMoments({ savedBefore, limit: 3 });
    expect([await prune(), await prune(), await prune()]).toEqual([3, 1, 0]);
    expect(await revisions()).toEqual([7, 6, 5]);
    expect((await store.moment({ id: "wf", revision: 5 }))?.document.name).toBe("number 4");
    expect(await store.moment({ id: "wf", revision: 4 })).toBeUndefined();
    // The draft itself is never old.
    expect(await under.retention.pruneMoments({ savedBefore: 1e12, limit: 10 })).toBe(2);
    expect((await store.moment({ id: "wf", revision: 7 }))?.document.name).toBe("number 6");
  });
}
