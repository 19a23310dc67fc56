import { buildDocument, node } from "@sluice/workflow/testing";
import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import { emptyHistory, remember } from "./history.ts";
import { indexedDbDrafts, type LocalDraft } from "./local-drafts.ts";

const document = buildDocument({ nodes: { a: node("set", { fields: {} }) } });
const draft = (change: Partial<LocalDraft> = {}): LocalDraft => ({
  workflowId: "wf_1",
  tab: "t1",
  document,
  revision: 3,
  unsaved: true,
  history: emptyHistory,
  writtenAt: Date.now(),
  ...change,
});

describe("given local drafts in IndexedDB", () => {
  it("when one is written and read by a later page, then all of it is there", async () => {
    const factory = new IDBFactory();
    const before = { ...document, name: "Before" };
    const history = remember(emptyHistory, before, { label: { key: "workflow.name" } });
    const written = draft({ history });
    const drafts = indexedDbDrafts("usr_1", factory);
    drafts.write(written);
    await drafts.settled();
    expect(await indexedDbDrafts("usr_1", factory).list("wf_1")).toEqual([written]);
  });

  it("when another account opens the workflow in the same browser, then it finds and overwrites nothing", async () => {
    const factory = new IDBFactory();
    const [bobs, anas] = [indexedDbDrafts("usr_bob", factory), indexedDbDrafts("usr_ana", factory)];
    bobs.write(draft({ revision: 1 }));
    await bobs.settled();
    expect(await anas.list("wf_1")).toEqual([]);
    anas.write(draft({ revision: 2 }));
    await anas.settled();
    await anas.remove("wf_1", "t1");
    expect((await indexedDbDrafts("usr_bob", factory).list("wf_1")).map(({ revision }) => revision)).toEqual([
      1,
    ]);
  });

  it("when documents share parts, then they share them after reading too", async () => {
    const factory = new IDBFactory();
    const history = remember(
      emptyHistory,
      { ...document, name: "Before" },
      { label: { key: "workflow.name" } },
    );
    const drafts = indexedDbDrafts("usr_1", factory);
    drafts.write(draft({ history }));
    await drafts.settled();
    const [read] = await drafts.list("wf_1");
    expect(read?.history.past[0]?.document.nodes).toBe(read?.document.nodes);
  });

  it("when many are written in a row, then the last one counts", async () => {
    const drafts = indexedDbDrafts("usr_1", new IDBFactory());
    for (let revision = 1; revision <= 20; revision++) drafts.write(draft({ revision }));
    await drafts.settled();
    expect((await drafts.list("wf_1")).map(({ revision }) => revision)).toEqual([20]);
  });

  it("when two tabs write, then both are kept, the newest first, and one can be removed", async () => {
    const drafts = indexedDbDrafts("usr_1", new IDBFactory());
    const now = Date.now();
    drafts.write(draft({ tab: "old", writtenAt: now - 10 }));
    drafts.write(draft({ tab: "new", writtenAt: now }));
    drafts.write(draft({ workflowId: "wf_2" }));
    await drafts.settled();
    expect((await drafts.list("wf_1")).map(({ tab }) => tab)).toEqual(["new", "old"]);
    await drafts.remove("wf_1", "new");
    expect((await drafts.list("wf_1")).map(({ tab }) => tab)).toEqual(["old"]);
  });

  it("when a draft without unsaved edits is very old, then it is forgotten; unsaved edits never are", async () => {
    const drafts = indexedDbDrafts("usr_1", new IDBFactory());
    const longAgo = Date.now() - 90 * 24 * 3600 * 1000;
    drafts.write(draft({ tab: "saved", unsaved: false, writtenAt: longAgo }));
    drafts.write(draft({ tab: "unsaved", unsaved: true, writtenAt: longAgo }));
    await drafts.settled();
    expect((await drafts.list("wf_1")).map(({ tab }) => tab)).toEqual(["unsaved"]);
  });
});
