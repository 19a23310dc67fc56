// @vitest-environment happy-dom
import { placeId } from "@sluice/workflow/changes";
import { anyBeginning, node } from "@sluice/workflow/testing";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Autosave, startAutosave } from "./autosave.ts";
import { createOpenDocument, type OpenDocumentStore } from "./open-document.ts";
import { resume } from "./resume.ts";
import { sameMeaning } from "./share-structure.ts";
import type { TabNews } from "./tab.ts";
import { memoryDrafts } from "./testing/memory-drafts.ts";
import { type MemoryGateway, memoryGateway } from "./testing/memory-gateway.ts";
import { anyAct, anyChange, perform } from "./testing/random-edits.ts";

const draft = anyBeginning;

interface Page {
  store: OpenDocumentStore;
  autosave: Autosave;
}

/** A tab: opens the workflow as the screen does. */
async function openPage(
  gateway: MemoryGateway,
  drafts: ReturnType<typeof memoryDrafts>,
  given: { tab?: string; living?: readonly string[]; told?: TabNews[] } = {},
): Promise<Page> {
  const { tab = "t1", living = [tab], told = [] } = given;
  const workflow = await gateway.read("wf_1");
  const kept = await drafts.list("wf_1");
  const found = resume({ workflow, drafts: kept, tab, living: new Set(living) });
  const store = createOpenDocument({ workflow, resumed: found?.resumed });
  const line = { tell: (news: TabNews) => void told.push(news) };
  const autosave = startAutosave({ store, gateway, drafts, line, tab });
  pages.push(autosave);
  return { store, autosave };
}

const pages: Autosave[] = [];
const rename = (store: OpenDocumentStore, name: string) =>
  store.edit({ op: "set-workflow", name }, { label: { key: "workflow.name" } });
const nameOf = (store: OpenDocumentStore) => store.getState().document.name;
/** A document's text, as it is once its secrets are stored: the server answers a reference for each. */
const textOf = (document: unknown) =>
  JSON.stringify(document).replaceAll(/"secret":\{"value":"[^"]*"\}/g, '"secret":"sec_stored"');
/** Every document that can be reached by undo and redo, byte for byte. */
const textsOf = (store: OpenDocumentStore) => {
  const { document, history } = store.getState();
  const texts = (entries: typeof history.past) => entries.map((entry) => textOf(entry.document));
  return { now: textOf(document), past: texts(history.past), future: texts(history.future) };
};
const stateOf = (store: OpenDocumentStore) => store.getState().save.state;

/** A page opened again that kept an edit of the name ("Mine") without reaching the server, where another saved meanwhile. */
async function reopenedOver(change: Parameters<MemoryGateway["saveElsewhere"]>[0]) {
  const gateway = memoryGateway(draft);
  const drafts = memoryDrafts();
  const first = await openPage(gateway, drafts);
  gateway.reachable = false;
  rename(first.store, "Mine");
  await vi.advanceTimersByTimeAsync(1000);
  first.autosave.stop();
  gateway.reachable = true;
  gateway.saveElsewhere(change);
  return { gateway, second: await openPage(gateway, drafts) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const page of pages.splice(0)) page.stop();
  vi.useRealTimers();
});

describe("given an open workflow and its server", () => {
  it("when there is a moment of rest after edits, then they are saved in one go and other tabs hear of it", async () => {
    const gateway = memoryGateway(draft);
    const told: TabNews[] = [];
    const { store } = await openPage(gateway, memoryDrafts(), { told });
    rename(store, "One");
    await vi.advanceTimersByTimeAsync(300);
    rename(store, "Two");
    expect(stateOf(store)).toBe("unsaved");
    await vi.advanceTimersByTimeAsync(1000);
    expect(stateOf(store)).toBe("saved");
    expect(gateway.received.map(({ name }) => name)).toEqual(["Two"]);
    expect(told).toEqual([{ workflowId: "wf_1", revision: 2, tab: "t1" }]);
  });

  it("when somebody types without rest, then it is saved all the same", async () => {
    const gateway = memoryGateway(draft);
    const { store } = await openPage(gateway, memoryDrafts());
    for (let number = 0; number < 30; number++) {
      rename(store, `Name ${number}`);
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(gateway.received.length).toBeGreaterThan(0);
  });

  it("when the server is away, then it says so, tries again, and saves when it is back", async () => {
    const gateway = memoryGateway(draft);
    const { store } = await openPage(gateway, memoryDrafts());
    gateway.reachable = false;
    rename(store, "Kept");
    await vi.advanceTimersByTimeAsync(1000);
    expect(stateOf(store)).toBe("offline");
    gateway.reachable = true;
    await vi.advanceTimersByTimeAsync(40_000);
    expect(stateOf(store)).toBe("saved");
    expect(gateway.current().draft.name).toBe("Kept");
  });

  it("when the keys of a body are put in another order, then that is saved", async () => {
    const gateway = memoryGateway(draft);
    const { store } = await openPage(gateway, memoryDrafts());
    for (const body of [
      { zeta: 1, ok: true },
      { ok: true, zeta: 1 },
    ]) {
      store.edit({ op: "set-config", key: "a", config: { kind: "json", body } }, { label: { key: "paste" } });
      expect(stateOf(store)).toBe("unsaved");
      await vi.advanceTimersByTimeAsync(3000);
      expect(stateOf(store)).toBe("saved");
      expect(JSON.stringify(gateway.current().draft.nodes.a?.config.body)).toBe(JSON.stringify(body));
    }
  });

  it("when what another saved cannot be merged, by a fault of the program, then it is a conflict and no dead end", async () => {
    const gateway = memoryGateway(draft);
    const told = vi.fn();
    vi.stubGlobal("reportError", told);
    const { store, autosave } = await openPage(gateway, memoryDrafts());
    rename(store, "Mine");
    gateway.saveElsewhere((document) => ({ ...document, nodes: null as unknown as typeof document.nodes }));
    await autosave.heard(gateway.current().revision);
    vi.unstubAllGlobals();
    expect([told.mock.calls.length, stateOf(store)]).toEqual([1, "conflict"]);
    await autosave.keepCopy("Mine (copy)");
    expect(gateway.created.map(({ draft: { name } }) => name)).toEqual(["Mine (copy)"]);
  });

  it("when a secret is stored, then its plain value stays nowhere: not in the document, nor in what undo gives back", async () => {
    const gateway = memoryGateway(draft);
    const drafts = memoryDrafts();
    const { store } = await openPage(gateway, drafts);
    const config = { token: { secret: { value: "hunter2" } } };
    store.edit({ op: "set-config", key: "a", config }, { label: { key: "paste" } });
    rename(store, "After");
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.getState().document.nodes.a?.config).toEqual({ token: { secret: "sec_stored" } });
    expect(JSON.stringify(store.getState().history)).not.toContain("hunter2");
    expect(JSON.stringify([...drafts.all.values()])).not.toContain("hunter2");
  });

  it("when the page is reloaded at any moment, then nothing is lost: neither edits nor the way back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyAct, { minLength: 1, maxLength: 20 }),
        fc.nat({ max: 3000 }),
        fc.boolean(),
        async (acts, wait, reachable) => {
          const gateway = memoryGateway(draft);
          const drafts = memoryDrafts();
          const first = await openPage(gateway, drafts);
          gateway.reachable = reachable;
          for (const act of acts) perform(first.store, act);
          await vi.advanceTimersByTimeAsync(wait);
          first.autosave.stop();
          gateway.reachable = true;

          const second = await openPage(gateway, drafts);
          expect(second.store.getState().conflict).toBeNull();
          expect(textsOf(second.store)).toEqual(textsOf(first.store));
          await vi.advanceTimersByTimeAsync(3000);
          expect(sameMeaning(gateway.current().draft, JSON.parse(textsOf(first.store).now))).toBe(true);
          expect(textsOf(second.store)).toEqual(textsOf(first.store));
          for (const before of textsOf(first.store).past.toReversed()) {
            second.store.undo();
            expect(textsOf(second.store).now).toBe(before);
          }
          expect(textsOf(second.store).now).toBe(textOf(draft));
          second.autosave.stop();
        },
      ),
      { numRuns: 60 },
    );
  });

  it("when the tab crashed and another one opens the workflow, then it takes over what was left", async () => {
    const gateway = memoryGateway(draft);
    const drafts = memoryDrafts();
    const crashed = await openPage(gateway, drafts, { tab: "gone" });
    rename(crashed.store, "Left behind");
    crashed.autosave.stop();
    const next = await openPage(gateway, drafts, { tab: "t2", living: ["t2"] });
    expect(nameOf(next.store)).toBe("Left behind");
  });

  it("when the other tab is still alive, then its edits are left to it", async () => {
    const gateway = memoryGateway(draft);
    const drafts = memoryDrafts();
    const other = await openPage(gateway, drafts, { tab: "alive" });
    rename(other.store, "Its own");
    const next = await openPage(gateway, drafts, { tab: "t2", living: ["alive", "t2"] });
    expect(nameOf(next.store)).toBe(draft.name);
  });
});

describe("given two sessions on one workflow", () => {
  const conflict = async () => {
    const gateway = memoryGateway(draft);
    const page = await openPage(gateway, memoryDrafts());
    gateway.saveElsewhere((document) => ({ ...document, name: "Theirs" }));
    rename(page.store, "Mine");
    await vi.advanceTimersByTimeAsync(1000);
    return { gateway, ...page };
  };

  it("when both edited, then the person is asked and nothing is overwritten meanwhile", async () => {
    const { gateway, store } = await conflict();
    expect(stateOf(store)).toBe("conflict");
    expect(store.getState().conflict?.draft.name).toBe("Theirs");
    rename(store, "Mine, later");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(gateway.current().draft.name).toBe("Theirs");
  });

  it.each([
    ["mine", "Mine"],
    ["theirs", "Theirs"],
  ] as const)(
    "when %s is chosen, then it is saved, and undo takes back what was decided or edited here",
    async (side, name) => {
      const { gateway, store, autosave } = await conflict();
      await autosave.merge(new Map([[placeId(["name"]), side]]));
      expect([nameOf(store), gateway.current().draft.name, stateOf(store)]).toEqual([name, name, "saved"]);
      store.undo();
      expect(nameOf(store)).toBe(side === "mine" ? "Theirs" : "Mine");
    },
  );

  it("when mine becomes a copy, then there are two workflows", async () => {
    const { gateway, store, autosave } = await conflict();
    const copy = await autosave.keepCopy("Mine (copy)");
    expect(copy.draft.name).toBe("Mine (copy)");
    expect(gateway.created).toHaveLength(1);
    expect(nameOf(store)).toBe("Theirs");
  });

  it("when both made the same edit, then nobody is asked", async () => {
    const gateway = memoryGateway(draft);
    const { store } = await openPage(gateway, memoryDrafts());
    gateway.saveElsewhere((document) => ({ ...document, name: "Same" }));
    rename(store, "Same");
    await vi.advanceTimersByTimeAsync(1000);
    expect(stateOf(store)).toBe("saved");
  });

  it("when the other saved and there is nothing unsaved here, then its draft is shown, marked, and goes by a word only, not by undo", async () => {
    const gateway = memoryGateway(draft);
    const { store, autosave } = await openPage(gateway, memoryDrafts());
    const { revision } = gateway.saveElsewhere((document) => ({ ...document, name: "Theirs" }));
    await autosave.heard(revision);
    expect(nameOf(store)).toBe("Theirs");
    expect(store.getState().changedElsewhere).toBe(revision);
    store.undo();
    expect(nameOf(store)).toBe("Theirs");
    store.takeBack();
    expect(nameOf(store)).toBe(draft.name);
    store.undo();
    expect(nameOf(store)).toBe("Theirs");
  });

  it("when edits kept from an earlier page were overtaken, then the person is asked on opening", async () => {
    const { second } = await reopenedOver((document) => ({ ...document, name: "Theirs" }));
    expect(stateOf(second.store)).toBe("conflict");
    expect(nameOf(second.store)).toBe("Mine");
    expect(second.store.getState().conflictBase?.name).toBe(draft.name);
  });

  it("when both edited different settings, then one draft holds both, is saved and said, and undo takes back only what was edited here", async () => {
    const gateway = memoryGateway(draft);
    const page = await openPage(gateway, memoryDrafts());
    gateway.saveElsewhere((document) => ({ ...document, mode: "sync" }));
    rename(page.store, "Mine");
    await vi.advanceTimersByTimeAsync(1000);
    expect(stateOf(page.store)).toBe("saved");
    expect(gateway.current().draft).toMatchObject({ name: "Mine", mode: "sync" });
    const { changedElsewhere, elsewhere, conflict } = page.store.getState();
    expect([changedElsewhere, elsewhere?.merged, elsewhere?.before.mode, conflict]).toEqual([
      2,
      true,
      draft.mode,
      null,
    ]);
    page.store.undo();
    expect(page.store.getState().document).toMatchObject({ name: draft.name, mode: "sync" });
    page.store.redo();
    expect(page.store.getState().document).toMatchObject({ name: "Mine", mode: "sync" });
  });

  it("when another's edits came in, then undoing all of mine leaves all of theirs, whatever both did", async () => {
    let met = 0;
    const some = (most: number) => fc.array(anyChange, { minLength: 1, maxLength: most });
    await fc.assert(
      fc.asyncProperty(some(8), some(5), async (mine, theirs) => {
        const gateway = memoryGateway(draft);
        const { store, autosave } = await openPage(gateway, memoryDrafts());
        const elsewhere = createOpenDocument({ workflow: gateway.current() });
        for (const change of theirs) perform(elsewhere, { ...change, group: undefined });
        const saved = gateway.saveElsewhere(() => elsewhere.getState().document).draft;
        for (const change of mine) perform(store, { ...change, group: undefined });
        await autosave.heard(gateway.current().revision);
        await vi.advanceTimersByTimeAsync(1000);
        if (stateOf(store) === "saved") {
          const merged = store.getState().document;
          const steps = store.getState().history.past.length;
          if (steps > 0) met += 1;
          for (let step = 0; step < steps; step++) store.undo();
          expect(sameMeaning(store.getState().document, saved)).toBe(true);
          for (let step = 0; step < steps; step++) store.redo();
          expect(store.getState().document).toEqual(merged);
        }
        autosave.stop();
      }),
      { numRuns: 80 },
    );
    expect(met).toBeGreaterThan(10);
  });

  it("when both put a node in one place under one key, then both are there, beside each other", async () => {
    const gateway = memoryGateway(draft);
    const page = await openPage(gateway, memoryDrafts());
    const add = { key: "more", at: { x: 400, y: 0 } };
    gateway.saveElsewhere((document) => ({
      ...document,
      nodes: { ...document.nodes, more: node("end", { status: "failed" }) },
      layout: { nodes: { more: add.at }, notes: [] },
    }));
    page.store.edit(
      { op: "add-node", node: node("set", { fields: {} }), ...add },
      { label: { key: "paste" } },
    );
    await vi.advanceTimersByTimeAsync(1000);
    const { nodes, layout } = gateway.current().draft;
    expect([nodes.more?.type, nodes.more2?.type]).toEqual(["end", "set"]);
    expect(layout?.nodes.more2).toMatchObject({ x: 400 });
    expect(layout?.nodes.more2?.y).toBeGreaterThan(50);
  });

  it("when edits kept from an earlier page touch other settings, then nobody is asked on opening", async () => {
    const { gateway, second } = await reopenedOver((document) => ({ ...document, mode: "sync" }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(stateOf(second.store)).toBe("saved");
    expect(gateway.current().draft).toMatchObject({ name: "Mine", mode: "sync" });
  });

  it("when what both changed was decided, then the rest of both is there too", async () => {
    const gateway = memoryGateway(draft);
    const { store, autosave } = await openPage(gateway, memoryDrafts());
    gateway.saveElsewhere((document) => ({ ...document, name: "Theirs", mode: "sync" }));
    rename(store, "Mine");
    store.edit({ op: "set-workflow", description: "mine too" }, { label: { key: "workflow.description" } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(stateOf(store)).toBe("conflict");
    await autosave.merge(new Map([[placeId(["name"]), "mine"]]));
    expect(stateOf(store)).toBe("saved");
    expect(gateway.current().draft).toMatchObject({ name: "Mine", mode: "sync", description: "mine too" });
  });
});
