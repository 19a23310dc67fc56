import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { defineNode, type NodeTypes } from "@sluice/workflow/node-contract";
import { applyOperation } from "@sluice/workflow/operations";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { copyOf, pasteEdit } from "./clipboard-edits.ts";
import { dissolveEdit, foldEdit, setParentEdit, wrapEdit, wrapRefusal } from "./container-edits.ts";
import { addNodeEdit, dropEdit, type Edit, moveEdit, removeEdit, tidyEdit } from "./edits.ts";
import { type Box, boxesOf, containerAt } from "./frames.ts";
import { nestingOf } from "./nesting.ts";
import { nothingSelected, selectNode } from "./selection.ts";
import { createFlowMapping, type FlowSource } from "./to-flow.ts";

const text = { en: "Box", fr: "Boîte" };
const box = defineNode({
  type: "box",
  version: 1,
  kind: "logic",
  title: text,
  summary: text,
  icon: "repeat",
  config: z.looseObject({}),
  container: { repeats: true },
  ports: { out: text, error: text },
  effects: "none",
  output: z.json(),
  example: { config: {}, input: null },
});
const types: NodeTypes = { ...definitions, box };
const given = { types, language: "en" as const };
const set = (parent?: string) => node("set", { fields: {} }, parent === undefined ? {} : { parent });
const apply = (document: WorkflowDocument, edit: Edit | null): WorkflowDocument => {
  if (!edit) throw new Error("the edit was refused");
  return edit.operations.reduce((current, operation) => applyOperation(current, operation), document);
};
const boxOf = (document: WorkflowDocument, key: string): Box => {
  const found = boxesOf(document, types).get(key);
  if (!found) throw new Error(`no box of ${key}`);
  return found;
};
const contains = (outer: Box, inner: Box) =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
/** Pairs of one scope that cover each other. */
const covering = (document: WorkflowDocument): string[] => {
  const { parentOf } = nestingOf(document);
  const all = [...boxesOf(document, types)];
  return all.flatMap(([key, one], index) =>
    all
      .slice(index + 1)
      .filter(
        ([other, two]) =>
          parentOf(key) === parentOf(other) &&
          one.x < two.x + two.width &&
          two.x < one.x + one.width &&
          one.y < two.y + two.height &&
          two.y < one.y + one.height,
      )
      .map(([other]) => `${key} ${other}`),
  );
};

/** trigger → a → b → c, none of it in a container. */
const chain = buildDocument({
  nodes: { a: set(), b: set(), c: set() },
  edges: [
    ["trigger", "a"],
    ["a", "b"],
    ["b", "c"],
  ],
});
/** trigger → each(one → inner(two)) → after. */
const nested = buildDocument({
  nodes: {
    each: node("box"),
    one: set("each"),
    inner: node("box", {}, { parent: "each" }),
    two: set("inner"),
    after: set(),
  },
  edges: [
    ["trigger", "each"],
    ["one", "inner"],
    ["each", "after"],
  ],
});

describe("given nodes in containers", () => {
  it("when boxes are asked for, then each container lies around what stands in it and nothing covers its neighbour", () => {
    expect(contains(boxOf(nested, "each"), boxOf(nested, "inner"))).toBe(true);
    expect(contains(boxOf(nested, "inner"), boxOf(nested, "two"))).toBe(true);
    expect(covering(nested)).toEqual([]);
    expect(covering(apply(nested, tidyEdit(nested, types)))).toEqual([]);
  });

  it("when a drawing without places is laid out, then a container hangs on the line of what leads to it", () => {
    for (const document of [nested, apply(nested, tidyEdit(nested, types))]) {
      expect(boxOf(document, "each").y).toBe(boxOf(document, "trigger").y);
    }
  });

  it("when a parent is missing or containers stand in each other, then everything is still drawn", () => {
    const broken = buildDocument({
      nodes: { a: node("box", {}, { parent: "b" }), b: node("box", {}, { parent: "a" }), c: set("gone") },
    });
    expect(nestingOf(broken).order.toSorted()).toEqual(["a", "b", "c"]);
  });

  it("when the innermost container at a point is asked for, then it is not the one around it, nor an excepted one", () => {
    const inner = boxOf(nested, "inner");
    const at = { x: inner.x + 5, y: inner.y + 5 };
    expect(containerAt({ document: nested, types, at })).toBe("inner");
    expect(containerAt({ document: nested, types, at, except: (key) => key === "inner" })).toBe("each");
    expect(containerAt({ document: nested, types, at: { x: -9999, y: 0 } })).toBeUndefined();
  });

  it("when a container is moved, then all that stands in it goes with it, and only once", () => {
    const at = boxOf(nested, "each");
    const places = new Map([
      ["each", { x: at.x + 160, y: at.y + 32 }],
      ["one", { x: 0, y: 0 }],
    ]);
    const after = apply(nested, moveEdit(nested, types, { nodes: places, notes: new Map() }));
    for (const key of ["each", "one", "inner", "two"]) {
      expect(boxOf(after, key)).toMatchObject({
        x: boxOf(nested, key).x + 160,
        y: boxOf(nested, key).y + 32,
      });
    }
  });

  it("when it is copied and pasted, then the copy has the body with its own keys, in the same container", () => {
    const fragment = copyOf(nested, types, selectNode("inner"));
    if (!fragment) throw new Error("nothing copied");
    expect(Object.keys(fragment.nodes)).toEqual(["inner", "two"]);
    const edit = pasteEdit({ document: nested, types, fragment, parent: "each" });
    const after = apply(nested, edit);
    expect(edit.select?.nodes).toEqual(["inner2"]);
    expect(after.nodes.inner2?.parent).toBe("each");
    expect(after.nodes.two2?.parent).toBe("inner2");
  });

  it("when it is deleted, then its body goes with it and the way is joined", () => {
    const after = apply(nested, removeEdit(nested, types, selectNode("each")));
    expect(Object.keys(after.nodes)).toEqual(["after"]);
    expect(after.edges).toEqual([{ from: "trigger", to: "after" }]);
  });

  it("when a container is emptied, then it stays where it was", () => {
    const { x, y } = boxOf(nested, "inner");
    const after = apply(nested, removeEdit(nested, types, selectNode("two")));
    expect(boxOf(after, "inner")).toMatchObject({ x, y });
  });

  it("when one is emptied in a drawing without stored places, then all cards stay as they were shown", () => {
    const after = apply(nested, removeEdit(nested, types, selectNode("two")));
    const places = (of: WorkflowDocument) =>
      Object.fromEntries(
        ["trigger", "one", "after"].map((key) => [key, { x: boxOf(of, key).x, y: boxOf(of, key).y }]),
      );
    expect(places(after)).toEqual(places(nested));
    expect(covering(after)).toEqual([]);
  });
});

describe("given a chain", () => {
  it("when its middle is put into a container, then the ways lead through the container", () => {
    const edit = wrapEdit({ document: chain, ...given, keys: ["a", "b"], type: "box" });
    const after = apply(chain, edit);
    expect(edit?.select?.nodes).toEqual(["box"]);
    expect(after.nodes.a?.parent).toBe("box");
    expect(after.edges).toHaveLength(3);
    expect(after.edges).toEqual(
      expect.arrayContaining([
        { from: "trigger", to: "box" },
        { from: "a", to: "b" },
        { from: "box", to: "c" },
      ]),
    );
    expect(covering(after)).toEqual([]);
    expect(apply(after, dissolveEdit(after, types, "box")).edges).toHaveLength(3);
  });

  it("when the container is dissolved again, then it is the chain that it was", () => {
    const wrapped = apply(chain, wrapEdit({ document: chain, ...given, keys: ["a", "b"], type: "box" }));
    const after = apply(wrapped, dissolveEdit(wrapped, types, "box"));
    expect(Object.keys(after.nodes)).toEqual(["a", "b", "c"]);
    expect(after.nodes.a?.parent).toBeUndefined();
    expect(after.edges).toEqual(expect.arrayContaining(chain.edges));
  });

  it("when a way into the error exit is wrapped, then it leaves by the exit of the same name", () => {
    const document = { ...chain, edges: [...chain.edges.slice(0, 2), { from: "b", port: "error", to: "c" }] };
    const after = apply(document, wrapEdit({ document, ...given, keys: ["b"], type: "box" }));
    expect(after.edges).toContainEqual({ from: "box", port: "error", to: "c" });
  });

  it("when a branch is put into a container that has one exit for all, then it says how many edges that is", () => {
    const rule = { left: "{{ trigger.a }}", operator: "equals", right: 1 };
    const document = buildDocument({
      nodes: { split: node("condition", { when: { all: [rule] } }), yes: set(), plain: set(), end: set() },
      edges: [
        ["trigger", "split"],
        ["split.true", "yes"],
        ["plain", "end"],
      ],
    });
    expect(wrapEdit({ document, ...given, keys: ["split"], type: "box" })?.joined).toBe(1);
    expect(wrapEdit({ document, ...given, keys: ["plain"], type: "box" })?.joined).toBe(0);
    expect(wrapEdit({ document, ...given, keys: ["split", "yes"], type: "box" })?.joined).toBe(0);
  });

  it("when a way would leave and come back, or nodes of several containers are chosen, then it says why not", () => {
    expect(wrapRefusal(chain, ["a", "c"])).toBe("gap");
    expect(wrapRefusal(nested, ["one", "after"])).toBe("several-scopes");
    expect(wrapRefusal(chain, ["trigger"])).toBe("nothing");
    expect(wrapEdit({ document: chain, ...given, keys: ["a", "c"], type: "box" })).toBeNull();
    expect(wrapEdit({ document: chain, ...given, keys: ["a"], type: "set" })).toBeNull();
  });

  it("when a node is moved into a container, then no edge crosses its border and the way leads past", () => {
    const document = { ...chain, nodes: { ...chain.nodes, each: node("box") } };
    const edit = setParentEdit({ document, types, keys: ["b"], parent: "each" });
    const after = apply(document, edit);
    expect(edit?.cut).toBe(2);
    expect(after.nodes.b?.parent).toBe("each");
    expect(after.edges).toEqual([
      { from: "trigger", to: "a" },
      { from: "a", to: "c" },
    ]);
  });

  it("when a container is to stand in itself, then nothing is done", () => {
    expect(setParentEdit({ document: nested, types, keys: ["each"], parent: "inner" })).toBeNull();
    expect(setParentEdit({ document: nested, types, keys: ["two"], parent: "inner" })).toBeNull();
  });
});

describe("given a gesture with the pointer", () => {
  const dropped = (key: string, parent: string | undefined) => {
    const places = { nodes: new Map([[key, { x: 0, y: 640 }]]), notes: new Map() };
    return dropEdit({ document: nested, types, places, parent });
  };

  it("when a node is dropped outside, then it stands there and in no container", () => {
    const edit = dropped("two", undefined);
    const after = apply(nested, edit);
    expect(edit.moved).toBe(true);
    expect(after.nodes.two?.parent).toBeUndefined();
    expect(after.layout?.nodes.two).toEqual({ x: 0, y: 640 });
  });

  it("when it is dropped where it stood, then it only moves", () => {
    const edit = dropped("two", "inner");
    expect(edit.moved).toBe(false);
    expect(apply(nested, edit).nodes.two?.parent).toBe("inner");
  });

  it.each([
    ["behind a node in a container", { kind: "after", from: "one", port: "out" }, "each"],
    [
      "into an edge in a container",
      { kind: "into", edge: { from: "one", port: "out", to: "inner" } },
      "each",
    ],
    ["into a container", { kind: "inside", container: "inner" }, "inner"],
    ["behind a container", { kind: "after", from: "each", port: "out" }, undefined],
  ] as const)("when a node is added %s, then it stands there and covers nothing", (_, joint, parent) => {
    const after = apply(
      nested,
      addNodeEdit({ document: nested, ...given, node: { type: "condition" }, joint }),
    );
    expect(after.nodes.condition?.parent).toBe(parent);
    expect(covering(after)).toEqual([]);
  });
});

describe("given the mapping to the canvas", () => {
  const nameEdge = () => "";
  const nameExit = () => undefined;
  const source = (change: Partial<FlowSource> = {}): FlowSource => ({
    document: nested,
    types,
    language: "en",
    selection: nothingSelected,
    nameNode: (key) => key,
    nameEdge,
    nameExit,
    ...change,
  });

  it("when containers are drawn, then each comes before its body, which is placed from its corner", () => {
    const { nodes } = createFlowMapping()(source());
    expect(nodes.map(({ id, type, parentId }) => [id, type, parentId])).toEqual([
      ["trigger", "trigger", undefined],
      ["each", "frame", undefined],
      ["one", "card", "each"],
      ["inner", "frame", "each"],
      ["two", "card", "inner"],
      ["after", "card", undefined],
    ]);
    const outer = boxOf(nested, "inner");
    const two = boxOf(nested, "two");
    expect(nodes[4]?.position).toEqual({ x: two.x - outer.x, y: two.y - outer.y });
  });

  it("when a container is folded, then it is a card with a count, its body is not drawn, and it opens where it was", () => {
    const fold = (one: WorkflowDocument) => apply(one, foldEdit(one, types, "each"));
    const closed = fold(nested);
    const { nodes, edges } = createFlowMapping()(source({ document: closed }));
    expect(nodes.map(({ id, type }) => [id, type])).toEqual([
      ["trigger", "trigger"],
      ["each", "card"],
      ["after", "card"],
    ]);
    expect(nodes[1]?.data).toMatchObject({ inside: 3 });
    expect(edges.every(({ source: from }) => ["trigger", "each", "after"].includes(from))).toBe(true);
    expect(boxOf(closed, "each")).toMatchObject({ x: boxOf(nested, "each").x, y: boxOf(nested, "each").y });
    expect(containerAt({ document: closed, types, at: boxOf(nested, "two") })).toBeUndefined();
    const opened = fold(closed);
    expect(opened.layout?.folded).toBeUndefined();
    expect(boxOf(opened, "each")).toEqual(boxOf(nested, "each"));
    expect(covering(opened)).toEqual([]);
  });

  it("when something was put where the body was, then opening moves it aside", () => {
    const closed = apply(nested, foldEdit(nested, types, "each"));
    const { x, y, width } = boxOf(nested, "each");
    const places = { nodes: new Map([["after", { x: x + width - 200, y }]]), notes: new Map() };
    const moved = apply(closed, moveEdit(closed, types, places));
    expect(covering(apply(moved, foldEdit(moved, types, "each")))).toEqual([]);
  });

  it("when a folded container is moved, renamed or removed, then its body, its fold or nothing is left", () => {
    const closed = apply(nested, foldEdit(nested, types, "each"));
    const { x, y } = boxOf(closed, "each");
    const places = { nodes: new Map([["each", { x: x + 160, y }]]), notes: new Map() };
    const moved = apply(closed, moveEdit(closed, types, places));
    expect(boxOf(moved, "two").x).toBe(boxOf(nested, "two").x + 160);
    const renamed = applyOperation(closed, { op: "rename-key", from: "each", to: "all" });
    expect(renamed.layout?.folded).toEqual(["all"]);
    const gone = applyOperation(closed, { op: "remove-nodes", keys: ["each", "one", "inner", "two"] });
    expect(gone.layout?.folded).toBeUndefined();
  });

  it("when a container is dragged, then only it is drawn anew", () => {
    const map = createFlowMapping();
    const first = map(source());
    const second = map(source({ moving: new Map([["each", { x: 5, y: 6 }]]) }));
    expect(second.nodes.filter((one, at) => one !== first.nodes[at]).map(({ id }) => id)).toEqual(["each"]);
  });
});
