import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../document/schema.ts";
import { document } from "../operations/testing/any-operation.ts";
import { buildDocument, node } from "../testing/build-document.ts";
import { applyChanges, ChangesError } from "./apply-changes.ts";
import { compareDocuments } from "./compare-documents.ts";
import { type Change, changeSchema, findChanges } from "./find-changes.ts";

const overTheWire = (changes: Change[]): Change[] =>
  (JSON.parse(JSON.stringify(changes)) as unknown[]).map((change) => changeSchema.parse(change));

describe("changes between two documents", () => {
  it("give the one document when they are applied to the other, whatever the two are", () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        const changes = overTheWire(findChanges(before, after));
        expect(applyChanges(before, changes)).toEqual(after);
        expect(applyChanges(after, findChanges(after, before))).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it("are none exactly where nothing is told of either", () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        const { same, sameMeaning, nodes, edges, workflow } = compareDocuments(before, after);
        expect(compareDocuments(before, before)).toMatchObject({ same: true, sameMeaning: true });
        if (findChanges(before, after).length === 0) expect(same).toBe(true);
        const told = edges.length + workflow.length + nodes.filter(({ state }) => state !== "moved").length;
        expect(sameMeaning).toBe(told === 0);
      }),
      { numRuns: 60 },
    );
  });

  const base = buildDocument({
    trigger: {
      variables: [
        { key: "a", path: "a", type: "string" },
        { key: "b", path: "b", type: "string" },
      ],
    },
    nodes: { one: node("set", { fields: { x: "1" } }), two: node("http", { url: "https://a.example" }) },
    edges: [
      ["trigger", "one"],
      ["one", "two"],
    ],
    layout: { nodes: { one: { x: 1, y: 1 }, two: { x: 2, y: 2 } }, notes: [] },
  });
  const with_ = (change: (copy: WorkflowDocument) => void): WorkflowDocument => {
    const copy = structuredClone(base);
    change(copy);
    return copy;
  };

  it.each<[string, (copy: WorkflowDocument) => void, Change[]]>([
    [
      "a setting",
      (copy) => Object.assign(copy.nodes.one?.config ?? {}, { fields: { x: "2" } }),
      [{ at: ["nodes", "one", "config", "fields", "x"], before: "1", after: "2" }],
    ],
    [
      "a variable before the others",
      (copy) => (copy.trigger.config.variables as unknown[]).unshift({ key: "c", path: "c" }),
      [
        {
          at: ["trigger", "config", "variables", { by: "key", is: "c" }],
          after: { key: "c", path: "c" },
        },
        { at: ["trigger", "config", "variables"], by: "key", order: ["c", "a", "b"] },
      ],
    ],
    [
      "an edge that is gone",
      (copy) => copy.edges.pop(),
      [{ at: ["edges", { by: "edge", is: "one:out>two" }], before: { from: "one", to: "two" } }],
    ],
    [
      "another type under the same key, whole",
      (copy) => Object.assign(copy.nodes, { one: node("end", { status: "failed" }) }),
      [
        {
          at: ["nodes", "one"],
          before: { type: "set", config: { fields: { x: "1" } } },
          after: { type: "end", config: { status: "failed" } },
        },
      ],
    ],
  ])("name %s", (_, change, expected) => {
    expect(findChanges(base, with_(change))).toEqual(expected);
  });

  it("count another order of the keys of a body, at any depth, and put it right again", () => {
    const reordered = (fields: WorkflowDocument["nodes"][string]["config"]) =>
      with_((copy) => Object.assign(copy.nodes.one?.config ?? {}, { fields }));
    const before = reordered({ x: { zeta: 1, ok: true }, y: 2 });
    const after = reordered({ y: 2, x: { ok: true, zeta: 1, more: 3 } });
    const changes = overTheWire(findChanges(before, after));
    expect(JSON.stringify(applyChanges(before, changes))).toBe(JSON.stringify(after));
    expect(changes).toContainEqual({
      ...{ at: ["nodes", "one", "config", "fields"], by: "key", order: ["y", "x"] },
    });
    expect(compareDocuments(before, reordered({ x: { ok: true, zeta: 1 }, y: 2 }))).toMatchObject({
      sameMeaning: false,
    });
  });

  it("do not count the order of nodes, or of the settings of one", () => {
    const after = {
      ...base,
      nodes: { two: node("http", { url: "https://a.example" }), one: base.nodes.one ?? node("end") },
    };
    expect(compareDocuments(base, after).same).toBe(true);
    const [one, other] = [
      { url: "u", method: "GET" },
      { method: "GET", url: "u" },
    ].map((config) => with_((copy) => Object.assign(copy.nodes, { two: node("http", config) })));
    expect(one && other && findChanges(one, other)).toEqual([]);
  });

  it("tell moved from changed", () => {
    const moved = with_((copy) => Object.assign(copy.layout?.nodes.one ?? {}, { x: 9 }));
    expect(compareDocuments(base, moved)).toMatchObject({
      nodes: [{ key: "one", state: "moved", changes: [] }],
      ...{ edges: [], workflow: [], notes: [], sameMeaning: true, same: false },
    });
  });

  it("list nodes with their own settings, edges, and the workflow's", () => {
    const after = with_((copy) => {
      copy.name = "Other";
      delete copy.nodes.two;
      copy.edges.pop();
      copy.nodes.three = node("end");
      copy.edges.push({ from: "one", to: "three" });
      copy.trigger.config.keep = "variables";
    });
    expect(compareDocuments(base, after)).toEqual({
      nodes: [
        {
          ...{ key: "trigger", state: "changed", moved: false },
          changes: [{ at: ["config", "keep"], after: "variables" }],
        },
        { key: "three", state: "added", changes: [], moved: false },
        { key: "two", state: "removed", changes: [], moved: false },
      ],
      edges: [
        { edge: { from: "one", to: "two" }, state: "removed" },
        { edge: { from: "one", to: "three" }, state: "added" },
      ],
      workflow: [{ at: ["name"], before: "A workflow", after: "Other" }],
      ...{ notes: [], sameMeaning: false, same: false },
    });
  });

  it("refuse a document in which their place is not there", () => {
    const change: Change = { at: ["nodes", "gone", "config", "x"], after: 1 };
    expect(() => applyChanges(base, [change])).toThrow(ChangesError);
    expect(() => applyChanges(base, [{ ...change, at: ["name", "x"] }])).toThrow(ChangesError);
  });
});
