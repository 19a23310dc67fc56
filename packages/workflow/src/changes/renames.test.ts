import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameMeaning } from "../document/same-meaning.ts";
import type { WorkflowDocument } from "../document/schema.ts";
import { applyOperation } from "../operations/operation.ts";
import { renameKey } from "../operations/rename-key.ts";
import { along, first, sequence } from "../operations/testing/any-operation.ts";
import { buildDocument, node } from "../testing/build-document.ts";
import { compareDocuments } from "./compare-documents.ts";
import { edgeName } from "./elements.ts";
import { renamesOf, withKeysOf } from "./follow-renames.ts";
import { mergeDocuments } from "./merge-documents.ts";
import { placeId } from "./place.ts";

const base = buildDocument({
  nodes: {
    charge: node("http", { method: "POST", url: "https://pay.example" }, { name: "Charge the card" }),
    text: node("set", { fields: { a: "{{ steps.charge.status }}" } }),
    end: node("end"),
  },
  edges: [
    ["trigger", "charge"],
    ["charge", "text"],
    ["text", "end"],
  ],
  layout: { nodes: { charge: { x: 0, y: 0 }, text: { x: 200, y: 0 }, end: { x: 400, y: 0 } }, notes: [] },
});
const rename = (document: WorkflowDocument, from: string, to: string) =>
  renameKey(document, { op: "rename-key", from, to });
const edgeSet = ({ edges }: WorkflowDocument) => edges.map(edgeName).sort();
const changed = (document: WorkflowDocument, change: (copy: WorkflowDocument) => void) => {
  const copy = structuredClone(document);
  change(copy);
  return copy;
};
const put = (key: string, config: object) => (copy: WorkflowDocument) => {
  Object.assign(copy.nodes[key]?.config ?? {}, config);
};
/** The merge both ways round, as both people meet it. */
const bothWays = (one: WorkflowDocument, other: WorkflowDocument) => [
  mergeDocuments({ base, mine: one, theirs: other }),
  mergeDocuments({ base, mine: other, theirs: one }),
];

describe("merging with a node that was given another key", () => {
  it("asks which key a node gets that both renamed, and keeps it once", () => {
    const [mine, theirs] = [rename(base, "charge", "noRead1"), rename(base, "charge", "noRead2")];
    const at = ["nodes", "noRead2", "key"];
    const { document, conflicts } = mergeDocuments({ base, mine, theirs });
    expect(conflicts).toEqual([{ at, base: "charge", mine: "noRead1", theirs: "noRead2" }]);
    expect(document).toEqual(theirs);
    const decisions = new Map([[placeId(at), "mine" as const]]);
    expect(mergeDocuments({ base, mine, theirs, decisions }).document).toEqual(mine);
  });

  it("is one node when both gave it the same key and set it otherwise", () => {
    const renamed = rename(base, "charge", "k");
    const [mine, theirs] = [
      changed(renamed, put("k", { method: "PUT" })),
      changed(renamed, put("k", { url: "x" })),
    ];
    for (const { document, conflicts, renamed: moved } of bothWays(mine, theirs)) {
      expect([conflicts, [...moved]]).toEqual([[], []]);
      expect(document.nodes.k?.config).toEqual({ method: "PUT", url: "x" });
      expect([Object.keys(document.nodes), edgeSet(document)]).toEqual([
        ["k", "text", "end"],
        edgeSet(renamed),
      ]);
    }
  });

  it("takes what the other did to it: settings, the shown name, an edge, its place, or taking it away", () => {
    const edits = [
      put("charge", { method: "PUT" }),
      ({ nodes }: WorkflowDocument) => Object.assign(nodes.charge ?? {}, { name: "Charge" }),
      ({ edges }: WorkflowDocument) => edges.push({ from: "charge", port: "error", to: "end" }),
      ({ layout }: WorkflowDocument) => Object.assign(layout?.nodes.charge ?? {}, { x: 90 }),
    ].map((edit) => changed(base, (copy) => void edit(copy)));
    const gone = applyOperation(base, { op: "remove-nodes", keys: ["charge"] });
    for (const other of [...edits, gone]) {
      const wanted = Object.hasOwn(other.nodes, "charge") ? rename(other, "charge", "pay") : undefined;
      for (const { document, conflicts } of bothWays(rename(base, "charge", "pay"), other)) {
        expect(conflicts).toEqual([]);
        if (wanted) expect(sameMeaning(document, wanted)).toBe(true);
        else
          expect([Object.keys(document.nodes), edgeSet(document)]).toEqual([["text", "end"], edgeSet(other)]);
      }
    }
  });

  it("knows it again when the same person also moved it and gave it another name", () => {
    const mine = changed(rename(base, "charge", "pay"), ({ nodes, layout }) => {
      Object.assign(nodes.pay ?? {}, { name: "Pay" });
      Object.assign(layout?.nodes.pay ?? {}, { y: 70 });
    });
    for (const { document, conflicts } of bothWays(mine, changed(base, put("charge", { method: "PUT" })))) {
      expect(conflicts).toEqual([]);
      expect(Object.keys(document.nodes)).toEqual(["pay", "text", "end"]);
      expect(document.nodes.pay).toMatchObject({ name: "Pay", config: { method: "PUT" } });
    }
  });

  it("gives the same as renaming what the other made, whatever that was, with each node and edge once", () => {
    let met = 0;
    fc.assert(
      fc.property(sequence, sequence, fc.nat(), (before, edits, which) => {
        const begun = along(before).at(-1) ?? first;
        const theirs = along(edits.slice(0, 5), begun).at(-1) ?? begun;
        const from = Object.keys(begun.nodes)[which % Math.max(1, Object.keys(begun.nodes).length)];
        if (from === undefined) return;
        const mine = rename(begun, from, "renamed");
        // Of two nodes that are alike nobody knows which one was renamed, and what both renamed is asked.
        const [own, other] = [renamesOf(begun, mine), renamesOf(begun, theirs)];
        if (own.steps.get(from) !== "renamed" || other.steps.has(from)) return;
        if (!Object.hasOwn(theirs.nodes, from)) return;
        met += 1;
        const wanted = rename(theirs, from, "renamed");
        for (const { document, conflicts } of [
          mergeDocuments({ base: begun, mine, theirs }),
          mergeDocuments({ base: begun, mine: theirs, theirs: mine }),
        ]) {
          expect(conflicts).toEqual([]);
          expect(edgeSet(document)).toEqual(edgeSet(wanted));
          expect(sameMeaning({ ...document, edges: [] }, { ...wanted, edges: [] })).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
    expect(met).toBeGreaterThan(30);
  });
});

describe("comparing with a node that was given another key", () => {
  it("shows one node that changed, with what else was done to it, and no edge", () => {
    const after = changed(rename(base, "charge", "pay"), put("pay", { method: "PUT" }));
    const { nodes, edges, same } = compareDocuments(base, after);
    expect([edges, same]).toEqual([[], false]);
    expect(nodes).toEqual([
      {
        key: "pay",
        state: "changed",
        moved: false,
        changes: [
          { at: ["key"], before: "charge", after: "pay" },
          { at: ["config", "method"], before: "POST", after: "PUT" },
        ],
      },
    ]);
    expect(withKeysOf(after, base)).toEqual(rename(base, "charge", "pay"));
  });
});
