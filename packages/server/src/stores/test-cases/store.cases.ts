import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { StoredTestCase, TestCasesStore } from "./store.ts";

export interface TestCasesStoreUnderTest {
  readonly store: TestCasesStore;
  readonly putWorkflow: (given: { id: string; draft: WorkflowDocument }) => Promise<void>;
  readonly remove: () => void | Promise<void>;
}

const draft: WorkflowDocument = {
  ...{ format: 1, name: "w", mode: "async", trigger: { type: "webhook", config: {} } },
  ...{ nodes: {}, edges: [] },
};

/** What every back end of the store of test cases promises. */
export function testCasesStoreCases(open: () => Promise<TestCasesStoreUnderTest>): void {
  let under: TestCasesStoreUnderTest;
  let store: TestCasesStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
    await under.putWorkflow({ id: "wf_1", draft });
    await under.putWorkflow({ id: "wf_2", draft });
  });
  afterEach(() => under.remove());

  it("gives back what it was given, by name", async () => {
    const first = aTestCase({ id: "tst_1", name: "b" });
    const second = aTestCase({ id: "tst_2", name: "a", deliveryId: "dlv_1" });
    expect(await store.create({ testCase: first, most: 9 })).toBeUndefined();
    expect(await store.create({ testCase: second, most: 9 })).toBeUndefined();
    expect(await store.ofWorkflow("wf_1")).toEqual([second, first]);
    expect(await store.ofWorkflow("wf_2")).toEqual([]);
    expect(await store.get({ workflowId: "wf_1", id: "tst_1" })).toEqual(first);
  });

  it("keeps no more than it may, workflow by workflow", async () => {
    expect(await store.create({ testCase: aTestCase({ id: "tst_1" }), most: 1 })).toBeUndefined();
    expect(await store.create({ testCase: aTestCase({ id: "tst_2" }), most: 1 })).toBe("full");
    const other = aTestCase({ id: "tst_3", workflowId: "wf_2" });
    expect(await store.create({ testCase: other, most: 1 })).toBeUndefined();
    expect((await store.ofWorkflow("wf_1")).map(({ id }) => id)).toEqual(["tst_1"]);
  });

  it("changes and deletes only under the right workflow", async () => {
    await store.create({ testCase: aTestCase({}), most: 9 });
    const changed = aTestCase({ name: "new", expect: { status: 201 }, updatedAt: 9 });
    expect(await store.save({ ...changed, workflowId: "wf_2" })).toBe(false);
    expect(await store.save(changed)).toBe(true);
    expect(await store.get({ workflowId: "wf_1", id: "tst_1" })).toEqual(changed);
    expect(await store.delete({ workflowId: "wf_2", id: "tst_1" })).toBe(false);
    expect(await store.delete({ workflowId: "wf_1", id: "tst_1" })).toBe(true);
    expect(await store.delete({ workflowId: "wf_1", id: "tst_1" })).toBe(false);
  });
}

function aTestCase(more: Partial<StoredTestCase>): StoredTestCase {
  return {
    ...{ id: "tst_1", workflowId: "wf_1", name: "paid", deliveryId: null, createdAt: 1, updatedAt: 2 },
    request: {
      query: "a=1",
      headers: [{ name: "X-A", value: "é" }],
      body: '{"a":1.0}',
      bodyEncoding: "utf8",
    },
    recorded: { call: { port: "out", output: { ok: true } } },
    expect: { status: 200, outputs: { a: { match: "contains", value: [1, null] } } },
    ...more,
  };
}
