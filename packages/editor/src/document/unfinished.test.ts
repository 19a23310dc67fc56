// @vitest-environment happy-dom
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, it, vi } from "vitest";
import { startAutosave } from "./autosave.ts";
import { maxHistorySteps, type StepLabel } from "./history.ts";
import { createOpenDocument, type OpenDocumentStore } from "./open-document.ts";
import { resume } from "./resume.ts";
import { memoryDrafts } from "./testing/memory-drafts.ts";
import { memoryGateway } from "./testing/memory-gateway.ts";

const draft = buildDocument({
  nodes: { answer: node("response", { kind: "json", body: { a: 1 } }) },
  edges: [["trigger", "answer"]],
});
const at = ["nodes", "answer", "config", "body"];
const text = '{"a": "half typed", "b": ';
const label: StepLabel = { key: "paste" };

function open(): OpenDocumentStore {
  const store = createOpenDocument({ workflow: memoryGateway(draft).current() });
  store.keepUnfinished(at, text);
  return store;
}

const texts = (store: OpenDocumentStore) => store.getState().unfinished.map((one) => one.text);

describe("given a text that is no JSON yet", () => {
  it("when other things are selected, edited and undone, then it is kept", () => {
    const store = open();
    store.select({ nodes: ["trigger"], edges: [], notes: [] });
    store.edit({ op: "set-workflow", name: "Other" }, { label });
    store.edit({ op: "rename", key: "answer", name: "Reply" }, { label });
    store.undo();
    expect(texts(store)).toEqual([text]);
  });

  it("when it is read, then it is let go", () => {
    const store = open();
    store.keepUnfinished(at, null);
    expect(texts(store)).toEqual([]);
  });

  it("when the value at its place becomes another, by an edit, undo or the other side, then it is let go", () => {
    const edited = open();
    const change = { op: "set-config", key: "answer", config: { kind: "json", body: 2 } } as const;
    edited.edit(change, { label });
    expect(texts(edited)).toEqual([]);
    edited.keepUnfinished(at, text);
    edited.undo();
    expect(texts(edited)).toEqual([]);

    const taken = open();
    const theirs = { ...draft, nodes: { answer: node("response", { kind: "json", body: [] }) } };
    taken.takeOver({ ...memoryGateway(theirs).current(), revision: 9 }, label);
    expect(texts(taken)).toEqual([]);
  });

  it("when its node is gone or no longer shows the field, then it is let go", () => {
    const removed = open();
    removed.edit({ op: "remove-nodes", keys: ["answer"] }, { label });
    expect(texts(removed)).toEqual([]);

    const hidden = open();
    const config = { kind: "empty", body: { a: 1 } };
    hidden.edit({ op: "set-config", key: "answer", config }, { label });
    expect(texts(hidden)).toEqual([]);
  });

  it("when its node gets another key, then it goes along", () => {
    const store = open();
    store.edit({ op: "rename-key", from: "answer", to: "reply" }, { label });
    expect(store.getState().unfinished).toMatchObject([{ at: ["nodes", "reply", "config", "body"], text }]);
  });

  it("when the page is reloaded, then it is there again; when the server has another value by then, it is not", async () => {
    vi.useFakeTimers();
    const gateway = memoryGateway(draft);
    const drafts = memoryDrafts();
    const store = createOpenDocument({ workflow: gateway.current() });
    const line = { tell: () => undefined };
    const autosave = startAutosave({ store, gateway, drafts, line, tab: "t1" });
    store.keepUnfinished(at, text);
    autosave.stop();
    vi.useRealTimers();

    const reopened = async (workflow = gateway.current()) => {
      const found = resume({ workflow, drafts: await drafts.list(workflow.id), tab: "t1", living: null });
      return createOpenDocument({ workflow, resumed: found?.resumed });
    };
    expect(texts(await reopened())).toEqual([text]);
    const theirs = { ...draft, nodes: { answer: node("response", { kind: "json", body: null }) } };
    expect(texts(await reopened({ ...gateway.current(), draft: theirs, revision: 9 }))).toEqual([]);
  });
});

describe("undo and redo of a text that is no JSON yet", () => {
  const names = (store: OpenDocumentStore) => [store.getState().document.nodes.answer?.name, ...texts(store)];
  const rename = (store: OpenDocumentStore, name: string) =>
    store.edit({ op: "rename", key: "answer", name }, { label: { key: "rename" } });

  it("take back the text before the step that it was typed after, and put it back last", () => {
    const store = createOpenDocument({ workflow: memoryGateway(draft).current() });
    rename(store, "Before");
    store.keepUnfinished(at, text);
    rename(store, "After");
    const seen = [names(store)];
    for (const told of ["rename", "typing", "rename"]) {
      expect(store.undo()?.key).toBe(told);
      seen.push(names(store));
    }
    expect(store.undo()).toBeUndefined();
    expect(seen).toEqual([["After", text], ["Before", text], ["Before"], [undefined]]);
    expect([store.redo()?.key, names(store)]).toEqual(["rename", ["Before"]]);
    expect([store.redo()?.key, names(store)]).toEqual(["typing", ["Before", text]]);
    expect([store.redo()?.key, names(store)]).toEqual(["rename", ["After", text]]);
    expect(store.redo()).toBeUndefined();
  });

  it("when something else is edited after it was taken back, then it is gone for good", () => {
    const store = open();
    store.undo();
    rename(store, "Other");
    store.undo();
    expect([store.redo()?.key, store.redo()]).toEqual(["rename", undefined]);
    expect(texts(store)).toEqual([]);
  });

  it("when the oldest steps of a full history are let go, then the text is still taken back in its turn", () => {
    const store = createOpenDocument({ workflow: memoryGateway(draft).current() });
    for (let step = 0; step < maxHistorySteps; step++) rename(store, `Step ${step}`);
    store.keepUnfinished(at, text);
    rename(store, "After");
    expect([store.undo()?.key, store.undo()?.key]).toEqual(["rename", "typing"]);
  });
});

describe("given a webhook that answers with JSON at once", () => {
  it("when its body is half typed and the answer becomes a text, then the body is let go", () => {
    const trigger = { response: { kind: "json" } };
    const document = { ...draft, mode: "async" as const, trigger: { ...draft.trigger, config: trigger } };
    const store = createOpenDocument({ workflow: memoryGateway(document).current() });
    store.keepUnfinished(["trigger", "config", "response", "body"], text);
    store.edit({ op: "set-workflow", name: "Other" }, { label });
    expect(texts(store)).toEqual([text]);
    store.edit({ op: "set-trigger", set: { response: { kind: "text" } } }, { label });
    expect(texts(store)).toEqual([]);
  });
});
