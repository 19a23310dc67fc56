import { emptyDocument } from "@sluice/workflow/document";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { workflowPutter } from "../credentials/testing/put-workflow.ts";
import type { SendersStore } from "./store.ts";

/** What every back end promises of "last used". */
export function sendersStoreCases(
  open: () => Promise<{
    store: SendersStore;
    putWorkflow: ReturnType<typeof workflowPutter>;
    remove: () => void | Promise<void>;
  }>,
): void {
  let under: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    under = await open();
  });
  afterEach(() => under.remove());

  it("keeps the later moment of each sender, and nothing of workflows that are gone", async () => {
    const { store, putWorkflow } = under;
    await putWorkflow({ id: "wf_1", draft: emptyDocument("Test", "async") });
    await putWorkflow({ id: "wf_2", draft: emptyDocument("Test", "async") });
    await store.used([]);
    await store.used([
      { workflowId: "wf_1", sender: "sec_b", at: 20 },
      { workflowId: "wf_1", sender: "sec_a", at: 10 },
      { workflowId: "wf_gone", sender: "sec_a", at: 10 },
      { workflowId: "wf_2", sender: "sec_a", at: 30 },
    ]);
    await store.used([
      { workflowId: "wf_1", sender: "sec_b", at: 15 },
      { workflowId: "wf_1", sender: "sec_a", at: 25 },
    ]);
    expect(Object.fromEntries(await store.lastUsed("wf_1"))).toEqual({ sec_a: 25, sec_b: 20 });
    expect(Object.fromEntries(await store.lastUsed("wf_2"))).toEqual({ sec_a: 30 });
    expect((await store.lastUsed("wf_gone")).size).toBe(0);
  });
}
