import { operationSchema } from "@sluice/workflow/operations";
import { anyBeginning } from "@sluice/workflow/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as arrange from "./arrange.ts";
import * as clipboardEdits from "./clipboard-edits.ts";
import * as containerEdits from "./container-edits.ts";
import * as edits from "./edits.ts";
import * as findReplace from "./find-replace.ts";
import { maxHistorySteps } from "./history.ts";
import { createOpenDocument, type OpenDocumentStore } from "./open-document.ts";
import { memoryGateway } from "./testing/memory-gateway.ts";
import { anyAct, anyChange, anyNamedChange, perform } from "./testing/random-edits.ts";

const draft = anyBeginning;
const open = (): OpenDocumentStore => createOpenDocument({ workflow: memoryGateway(draft).current() });
const textOf = (store: OpenDocumentStore) => JSON.stringify(store.getState().document);

describe("given an open document", () => {
  it("when random edits are undone and redone, then every document comes back byte for byte", () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 30 }), (changes) => {
        const store = open();
        const texts = [textOf(store)];
        for (const change of changes) {
          perform(store, { ...change, group: undefined });
          if (textOf(store) !== texts.at(-1)) texts.push(textOf(store));
        }
        for (const text of texts.toReversed().slice(1)) {
          store.undo();
          expect(textOf(store)).toBe(text);
        }
        expect(store.getState().history.past).toHaveLength(0);
        for (const text of texts.slice(1)) {
          store.redo();
          expect(textOf(store)).toBe(text);
        }
        expect(store.getState().history.future).toHaveLength(0);
      }),
    );
  });

  it("when these random edits are made, then every operation and every gesture of the canvas is among what can be undone", () => {
    const made = new Set<string>();
    for (const changes of fc.sample(fc.array(anyNamedChange, { minLength: 30, maxLength: 30 }), {
      seed: 5,
      numRuns: 120,
    })) {
      const store = open();
      for (const { name, change } of changes) {
        const steps = store.getState().history.past.length;
        perform(store, { ...change, group: undefined });
        if (store.getState().history.past.length > steps) made.add(name);
      }
    }
    const modules = [arrange, clipboardEdits, containerEdits, edits, findReplace];
    const gestures = modules.flatMap(Object.keys).filter((name) => name.endsWith("Edit"));
    const operations = operationSchema.options.map(({ shape }) => shape.op.value);
    expect([...made].toSorted()).toEqual([...gestures, ...operations].toSorted());
  });

  it("when it may only be looked at, then no edit changes anything, and what others save is shown", () => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 20 }), (acts) => {
        const workflow = memoryGateway(draft).current();
        const store = createOpenDocument({ workflow, readOnly: true });
        const before = textOf(store);
        for (const act of acts) perform(store, act);
        store.keepUnfinished(["nodes", "a", "config", "fields"], "{");
        expect([textOf(store), store.getState().save]).toEqual([before, { state: "saved" }]);
        expect(store.getState().unfinished).toEqual([]);
        const theirs = { ...workflow.draft, name: "Saved by another" };
        store.takeOver({ ...workflow, revision: 2, draft: theirs }, { key: "merged" });
        expect(store.getState().document.name).toBe("Saved by another");
      }),
    );
  });

  it("when edits, undo, redo and groups are mixed, then undoing everything leads to where it began", () => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 40 }), (acts) => {
        const store = open();
        for (const act of acts) perform(store, act);
        const last = textOf(store);
        const steps = store.getState().history.past.length;
        for (let step = 0; step < steps; step++) store.undo();
        expect(textOf(store)).toBe(JSON.stringify(draft));
        for (let step = 0; step < steps; step++) store.redo();
        expect(textOf(store)).toBe(last);
      }),
    );
  });

  it("when a field is typed into, then it is one step, and another field is another", () => {
    const store = open();
    const type = (name: string) =>
      store.edit({ op: "rename", key: "a", name }, { label: { key: "rename" }, group: "name:a" });
    for (const name of ["P", "Pa", "Pai", "Paid"]) type(name);
    store.edit(
      { op: "set-workflow", name: "Other" },
      { label: { key: "workflow.name" }, group: "workflow:name" },
    );
    expect(store.getState().history.past).toHaveLength(2);
    store.undo();
    expect(store.getState().document.nodes.a?.name).toBe("Paid");
    store.undo();
    expect(textOf(store)).toBe(JSON.stringify(draft));
  });

  it("when the field was left in between, then typing again is a step of its own", () => {
    const store = open();
    const type = (name: string) =>
      store.edit({ op: "rename", key: "a", name }, { label: { key: "rename" }, group: "name:a" });
    type("One");
    store.endGroup();
    type("Two");
    store.undo();
    expect(store.getState().document.nodes.a?.name).toBe("One");
  });

  it("when an operation is refused, then nothing has changed, not even by those before it", () => {
    const store = open();
    const before = store.getState();
    expect(() =>
      store.edit(
        [
          { op: "set-workflow", name: "Half done" },
          { op: "remove-nodes", keys: ["nobody"] },
        ],
        { label: { key: "paste" } },
      ),
    ).toThrow();
    expect(store.getState()).toBe(before);
  });

  it("when an edit changes nothing, then there is nothing to undo", () => {
    const store = open();
    store.edit({ op: "set-workflow", name: draft.name }, { label: { key: "paste" } });
    expect(store.getState().history.past).toHaveLength(0);
    expect(store.getState().save.state).toBe("saved");
  });

  it("when a selected node goes, then it is no longer selected", () => {
    const store = open();
    store.select({ nodes: ["a", "trigger"], edges: ["trigger:out>a"], notes: [] });
    store.edit({ op: "remove-nodes", keys: ["a"] }, { label: { key: "remove" } });
    expect(store.getState().selection).toEqual({ nodes: ["trigger"], edges: [], notes: [] });
  });

  it("when edits follow each other, then what did not change keeps its identity", () => {
    const store = open();
    const before = store.getState().document;
    store.edit({ op: "set-workflow", name: "Renamed" }, { label: { key: "workflow.name" } });
    expect(store.getState().document.nodes).toBe(before.nodes);
    expect(store.getState().document.trigger).toBe(before.trigger);
  });

  it("when there are very many steps, then the oldest are forgotten", () => {
    const store = open();
    for (let number = 0; number < maxHistorySteps + 20; number++) {
      store.edit({ op: "set-workflow", name: `Name ${number}` }, { label: { key: "workflow.name" } });
    }
    expect(store.getState().history.past).toHaveLength(maxHistorySteps);
  });
});
