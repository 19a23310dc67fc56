import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameMeaning } from "../document/same-meaning.ts";
import { documentSchema, type WorkflowDocument } from "../document/schema.ts";
import type { Json } from "../node-contract/json.ts";
import { applyOperation } from "../operations/operation.ts";
import { renameKey } from "../operations/rename-key.ts";
import { along, first, sequence } from "../operations/testing/any-operation.ts";
import { buildDocument, node } from "../testing/build-document.ts";
import { nameOf } from "./elements.ts";
import { entriesOf } from "./entries.ts";
import { type Change, findChanges } from "./find-changes.ts";
import { withRenamesFollowed } from "./follow-renames.ts";
import { type Merged, mergeDocuments } from "./merge-documents.ts";
import type { Side } from "./merge-values.ts";
import { isList, isObject, type Place, placeId, type Step } from "./place.ts";

/** A beginning and what two people made of it. */
const three = fc.tuple(sequence, sequence, sequence).map(([before, mine, theirs]) => {
  const base = along(before).at(-1) ?? first;
  const on = (operations: typeof mine) => along(operations, base).at(-1) ?? base;
  return { base, mine: on(mine.slice(0, 6)), theirs: on(theirs.slice(0, 6)) };
});

function valueAt(document: WorkflowDocument, at: Place): Json | undefined {
  return at.reduce<Json | undefined>((value, step) => {
    if (typeof step === "string")
      return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    return isList(value) ? value.find((element) => nameOf(element, step.by) === step.is) : undefined;
  }, document as Json);
}

/** Whether the one place is the other, or lies in it. */
function liesIn(place: Place, around: Place): boolean {
  return around.every((step, index) => sameStep(step, place[index]));
}

function sameStep(one: Step, other: Step | undefined): boolean {
  if (typeof one === "string" || typeof other !== "object") return one === other;
  return one.by === other.by && one.is === other.is;
}

/** Whether an edit is in the document, or stands in a conflict that a person sees. */
function isKept(change: Change, { document, conflicts }: Pick<Merged, "document" | "conflicts">): boolean {
  const { at } = change;
  const asked = conflicts.some((one) => liesIn(at, one.at) || liesIn(one.at, at));
  if (asked) return true;
  if ("order" in change) {
    const list = valueAt(document, at);
    const names = isList(list)
      ? list.map((element) => nameOf(element, change.by))
      : Object.keys(isObject(list) ? list : {});
    const both = change.order.filter((name) => names.includes(name));
    return (
      change.by === "edge" ||
      sameMeaning(
        names.filter((name) => name && both.includes(name)),
        both,
      )
    );
  }
  const now = valueAt(document, at);
  if (change.after === undefined) return now === undefined || isUndoneByNode(change, { document, conflicts });
  if (sameMeaning(now, change.after)) return true;
  if (areEntriesKept(change, now)) return true;
  // The place of a box that the other side removed; an edge of a node about which a person is asked.
  const [root, second, third] = at;
  const gone = (key: unknown) => typeof key === "string" && !Object.hasOwn(document.nodes, key);
  if (root === "layout" && second === "nodes" && gone(third)) return true;
  if (root === "layout" && second === undefined) return true;
  return isUndoneByNode(change, { document, conflicts });
}

/** A list whose entries have no names: what was put in or changed is there, what was taken out is not. */
function areEntriesKept(change: Exclude<Change, { order: string[] }>, now: Json | undefined): boolean {
  const { before, after } = change;
  if (!isList(before) || !isList(after) || !isList(now)) return false;
  const times = (list: readonly Json[], one: Json) => list.filter((other) => sameMeaning(one, other)).length;
  return entriesOf(before, after).every((entry) => {
    if (sameMeaning(entry.before, entry.after)) return true;
    if (entry.after !== undefined) return times(now, entry.after) > 0;
    return entry.before === undefined || times(now, entry.before) < times(before, entry.before);
  });
}

/** An edge, or what stands in a container, whose node is in question. */
function isUndoneByNode(
  change: Change,
  { document, conflicts }: Pick<Merged, "document" | "conflicts">,
): boolean {
  if ("order" in change) return false;
  const [root, second, field] = change.at;
  const nodes = conflicts.flatMap(({ at }) => (at[0] === "nodes" && at.length === 2 ? [at[1]] : []));
  const value = change.after ?? change.before;
  if (root === "nodes" && field === "parent") return nodes.includes(String(value));
  // What stands in a container about which a person is asked stands outside of it until then.
  if (root === "nodes" && isObject(value) && nodes.includes(value.parent as string)) {
    return sameMeaning(withoutParent(value), withoutParent(valueAt(document, change.at)));
  }
  if (root === "layout" && second === "nodes" && nodes.includes(field as string)) return true;
  // An edge that bridged the gap goes when the node comes back, and it touches others.
  return root === "edges" && nodes.length > 0;
}

describe("merging two sides", () => {
  it("loses no edit of either side without a conflict that names it, and gives a document that can be saved", () => {
    let merged = 0;
    let asked = 0;
    fc.assert(
      fc.property(three, (given) => {
        const result = mergeDocuments(given);
        merged += 1;
        asked += result.conflicts.length > 0 ? 1 : 0;
        expect(documentSchema.safeParse(result.document).error).toBeUndefined();
        let own = given.mine;
        for (const [from, to] of result.renamed) own = renameKey(own, { op: "rename-key", from, to });
        const { base, mine, theirs } = withRenamesFollowed({ ...given, mine: own });
        for (const side of [mine, theirs]) {
          for (const change of findChanges(base, side)) {
            expect([change, isKept(change, result)]).toEqual([change, true]);
          }
        }
      }),
      { numRuns: 120 },
    );
    // Else the property would say little: both kinds must have been met.
    expect(asked).toBeGreaterThan(10);
    expect(merged - asked).toBeGreaterThan(10);
  });

  it("gives the one side where the other did nothing", () => {
    fc.assert(
      fc.property(three, ({ base, mine }) => {
        for (const result of [
          mergeDocuments({ base, mine, theirs: base }),
          mergeDocuments({ base, mine: base, theirs: mine }),
          mergeDocuments({ base, mine, theirs: mine }),
        ]) {
          expect(result.conflicts).toEqual([]);
          expect(sameMeaning(withoutEdges(result.document), withoutEdges(mine))).toBe(true);
          expect(edgeSet(result.document)).toEqual(edgeSet(mine));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("takes what was decided, for every conflict, and nothing is asked twice", () => {
    fc.assert(
      fc.property(three, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (given, coins) => {
        const decisions = new Map<string, Side>();
        mergeDocuments(given).conflicts.forEach(({ at }, index) => {
          decisions.set(placeId(at), coins[index] ? "mine" : "theirs");
        });
        const result = mergeDocuments({ ...given, decisions });
        expect(documentSchema.safeParse(result.document).error).toBeUndefined();
        for (const { at, mine, theirs } of result.conflicts) {
          if (at.length === 1 || isOrder(at, mine)) continue;
          const wanted = decisions.get(placeId(at)) === "mine" ? mine : theirs;
          const [root, key] = at;
          // What lies in a node that is gone by another decision is gone with it.
          if (root === "nodes" && at.length > 2 && !Object.hasOwn(result.document.nodes, String(key)))
            continue;
          const got = valueAt(result.document, at);
          const shown = root === "nodes" && at.length === 2 ? withoutParent(got) : got;
          const meant = root === "nodes" && at.length === 2 ? withoutParent(wanted) : wanted;
          if (root === "edges") continue;
          expect([at, shown]).toEqual([at, meant]);
        }
      }),
      { numRuns: 60 },
    );
  });

  const base = buildDocument({
    nodes: { a: node("set", { fields: { x: "1" }, y: 1 }), b: node("end") },
    edges: [
      ["trigger", "a"],
      ["a", "b"],
    ],
    layout: { nodes: { a: { x: 0, y: 0 } }, notes: [] },
  });
  const changed = (change: (copy: WorkflowDocument) => void): WorkflowDocument => {
    const copy = structuredClone(base);
    change(copy);
    return copy;
  };
  const put = (config: Record<string, Json>) => (copy: WorkflowDocument) => {
    Object.assign(copy.nodes.a?.config ?? {}, config);
  };

  it("takes different settings of one node from both", () => {
    const { document, conflicts } = mergeDocuments({
      base,
      mine: changed(put({ fields: { x: "1", mine: "m" } })),
      theirs: changed(put({ y: 2 })),
    });
    expect(conflicts).toEqual([]);
    expect(document.nodes.a?.config).toEqual({ fields: { x: "1", mine: "m" }, y: 2 });
  });

  it("follows a step and a variable that one renamed in what the other wrote with the old name", () => {
    const begun = buildDocument({
      trigger: { variables: [{ key: "sum", from: "body", path: "sum", type: "number", required: false }] },
      nodes: {
        fields: node("set", { fields: { x: "{{ trigger.sum }}" } }, { name: "Set fields" }),
        code: node("code", { code: "return steps.fields.x;" }),
        text: node("set", { fields: { a: "{{ steps.fields.x }}" } }),
      },
      edges: [
        ["trigger", "fields"],
        ["fields", "code"],
        ["code", "text"],
      ],
      layout: { nodes: { fields: { x: 1, y: 1 } }, notes: [] },
    });
    const renaming = [
      { op: "rename-key", from: "fields", to: "totals" },
      { op: "rename-variable", from: "sum", to: "amount" },
    ] as const;
    const renamed = renaming.reduce((now: WorkflowDocument, one) => applyOperation(now, one), begun);
    const written = structuredClone(begun);
    Object.assign(written.nodes.code?.config ?? {}, { code: "return steps.fields.x + trigger.sum;" });
    Object.assign(written.nodes.text?.config ?? {}, {
      fields: { a: "{{ steps.fields.x + 1 }}", b: "{{ trigger.sum }}" },
    });
    for (const [mine, theirs] of [
      [renamed, written],
      [written, renamed],
    ] as const) {
      const { document, conflicts } = mergeDocuments({ base: begun, mine, theirs });
      expect(conflicts).toEqual([]);
      expect(document.nodes.totals?.config).toEqual({ fields: { x: "{{ trigger.amount }}" } });
      expect(document.nodes.code?.config).toEqual({ code: "return steps.totals.x + trigger.amount;" });
      expect(document.nodes.text?.config).toEqual({
        fields: { a: "{{ steps.totals.x + 1 }}", b: "{{ trigger.amount }}" },
      });
      expect(Object.keys(document.nodes)).not.toContain("fields");
    }
    // Taken away, and another put in: nothing takes its place by itself.
    const { fields: _, ...others } = begun.nodes;
    const other = {
      ...begun,
      nodes: { ...others, totals: node("set", { fields: { y: 1 } }, { name: "Other" }) },
    };
    expect(mergeDocuments({ base: begun, mine: other, theirs: written }).document.nodes.code?.config).toEqual(
      {
        code: "return steps.fields.x + trigger.sum;",
      },
    );
  });

  it("asks where both changed one setting, and only there", () => {
    const given = {
      base,
      mine: changed(put({ fields: { x: "mine" }, z: 1 })),
      theirs: changed(put({ fields: { x: "theirs" } })),
    };
    const at = ["nodes", "a", "config", "fields", "x"];
    expect(mergeDocuments(given).conflicts).toEqual([{ at, base: "1", mine: "mine", theirs: "theirs" }]);
    const decisions = new Map<string, Side>([[placeId(at), "mine"]]);
    expect(mergeDocuments({ ...given, decisions }).document.nodes.a?.config).toEqual({
      ...{ fields: { x: "mine" }, y: 1, z: 1 },
    });
  });

  it("takes the order of keys of who changed it, with what the other changed, and asks where both did", () => {
    const order = ({ document }: Merged) => JSON.stringify(document.nodes.a?.config.fields);
    const fields = (value: Json) => changed(put({ fields: value }));
    const from = fields({ x: 1, y: 2, z: 3 });
    const mine = fields({ z: 3, x: 1, y: 2 });
    const one = mergeDocuments({ base: from, mine, theirs: fields({ x: 1, y: 9, z: 3, more: 4 }) });
    expect([one.conflicts, order(one)]).toEqual([[], '{"z":3,"more":4,"x":1,"y":9}']);
    const both = mergeDocuments({ base: from, mine, theirs: fields({ y: 2, x: 1, z: 3 }) });
    expect(both.conflicts.map(({ at }) => at)).toEqual([["nodes", "a", "config", "fields"]]);
  });

  it("keeps both of two new nodes that were given the same key, each with its edges", () => {
    const drawn = (type: string, from: string) => (copy: WorkflowDocument) => {
      copy.nodes.fresh = node(type);
      copy.edges.push({ from, to: "fresh" });
    };
    const { document, conflicts, renamed } = mergeDocuments({
      base,
      mine: changed(drawn("http", "trigger")),
      theirs: changed(drawn("http", "a")),
    });
    expect([conflicts, [...renamed]]).toEqual([[], [["fresh", "fresh2"]]]);
    expect(document.edges).toContainEqual({ from: "trigger", to: "fresh2" });
    expect(document.edges).toContainEqual({ from: "a", to: "fresh" });
  });

  it("asks about a node that one removed and the other changed, and brings its edges back with it", () => {
    const given = {
      base,
      mine: changed((copy) => {
        delete copy.nodes.a;
        copy.edges = [{ from: "trigger", to: "b" }];
      }),
      theirs: changed(put({ y: 2 })),
    };
    const { conflicts, document } = mergeDocuments(given);
    expect(conflicts).toMatchObject([{ at: ["nodes", "a"], theirs: { config: { y: 2 } } }]);
    expect(document.edges).toEqual(base.edges);
    const decisions = new Map<string, Side>([[placeId(["nodes", "a"]), "mine"]]);
    expect(mergeDocuments({ ...given, decisions }).document).toMatchObject({
      nodes: { b: {} },
      edges: [{ from: "trigger", to: "b" }],
    });
  });

  it("asks about a node that one removed and to which the other drew an edge", () => {
    const { conflicts } = mergeDocuments({
      base,
      mine: changed((copy) => {
        delete copy.nodes.b;
        copy.edges.pop();
      }),
      theirs: changed((copy) => {
        copy.edges.push({ from: "trigger", to: "b" });
      }),
    });
    expect(conflicts.map(({ at }) => at)).toEqual([["nodes", "b"]]);
  });

  it("asks about everything that differs when nobody knows what both began with", () => {
    const { conflicts } = mergeDocuments({
      base: null,
      mine: changed(put({ y: 2 })),
      theirs: changed((copy) => {
        copy.name = "Theirs";
      }),
    });
    expect(conflicts.map(({ at }) => at)).toEqual([["name"], ["nodes", "a", "config", "y"]]);
  });
});

function withoutEdges({ edges: _, ...rest }: WorkflowDocument) {
  return rest;
}
function edgeSet({ edges }: WorkflowDocument): string[] {
  return edges.map(({ from, port = "out", to }) => `${from} ${port} ${to}`).sort();
}
function isOrder(at: Place, mine: Json | undefined): boolean {
  return isList(mine) && at.length > 0 && mine.every((name) => typeof name === "string");
}
function withoutParent(value: Json | undefined): Json | undefined {
  if (!isObject(value)) return value;
  const { parent: _, ...rest } = value;
  return rest;
}
