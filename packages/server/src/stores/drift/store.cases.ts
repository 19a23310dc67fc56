import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentOf } from "../../front-door/testing/documents.ts";
import { workflowPutter } from "../credentials/testing/put-workflow.ts";
import type { WorkflowsStore } from "../workflows/store.ts";
import type { DriftStore, SeenDrift } from "./store.ts";

export interface DriftStoreUnderTest {
  readonly drift: DriftStore;
  readonly workflows: WorkflowsStore;
  readonly remove: () => void | Promise<void>;
}

const seen = (path: string, at: number, more: Partial<SeenDrift> = {}): SeenDrift => ({
  ...{ from: "body", path, kind: "new", expected: "nothing", got: "string" },
  ...{ firstSeenAt: at, lastSeenAt: at, count: 1, lastDeliveryId: `dlv_${at}` },
  ...more,
});

/** What every back end of the drift promises. */
export function driftStoreCases(name: string, open: () => Promise<DriftStoreUnderTest>): void {
  describe(`drift on ${name}`, () => {
    let under: DriftStoreUnderTest;
    beforeEach(async () => {
      under = await open();
      const draft = documentOf({});
      await workflowPutter(under.workflows)({ id: "wf", draft });
    });
    afterEach(() => under.remove());

    it("is counted, keeps when it began, and is listed with the last seen first", async () => {
      const { drift } = under;
      await drift.note({ workflowId: "wf", seen: [seen("a", 1), seen("é\u0000", 2)], keep: 10 });
      await drift.note({
        workflowId: "wf",
        seen: [seen("a", 5, { count: 3 }), seen("a", 4, { got: "number" })],
        keep: 10,
      });
      expect(await drift.list("wf")).toEqual([
        seen("a", 5, { firstSeenAt: 1, count: 4 }),
        seen("a", 4, { got: "number" }),
        seen("é\u0000", 2),
      ]);
      expect(await drift.list("other")).toEqual([]);
      await drift.forget("wf");
      expect(await drift.list("wf")).toEqual([]);
    });

    it("is bounded, and what is known goes on being counted", async () => {
      const { drift } = under;
      await drift.note({ workflowId: "wf", seen: ["a", "b", "c"].map((path) => seen(path, 1)), keep: 2 });
      await drift.note({ workflowId: "wf", seen: ["a", "d"].map((path) => seen(path, 2)), keep: 2 });
      expect((await drift.list("wf")).map(({ path, count }) => [path, count])).toEqual([
        ["a", 2],
        ["b", 1],
      ]);
    });

    it("of a workflow that is gone is nothing", async () => {
      await under.drift.note({ workflowId: "gone", seen: [seen("a", 1)], keep: 2 });
      expect(await under.drift.list("gone")).toEqual([]);
    });
  });
}
