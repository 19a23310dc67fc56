import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { applyOperation, type Fragment } from "@sluice/workflow/operations";
import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, it } from "vitest";
import { copyOf, type PasteAim, pasteEdit } from "./clipboard-edits.ts";
import { addNodeEdit, connectEdit, type Edit, reconnectEdit, removeEdit, tidyEdit } from "./edits.ts";
import { boundsOf, boxesOf } from "./frames.ts";
import { freeExit } from "./free-exit.ts";
import { overlaps } from "./place-node.ts";
import { nothingSelected, selectNode } from "./selection.ts";

const apply = (document: WorkflowDocument, edit: Edit | null): WorkflowDocument => {
  if (!edit) throw new Error("the edit was refused");
  return edit.operations.reduce((current, operation) => applyOperation(current, operation), document);
};
const chain = buildDocument({
  nodes: { a: node("set", { fields: {} }), b: node("end", { status: "succeeded" }) },
  edges: [
    ["trigger", "a"],
    ["a", "b"],
  ],
});
const given = { types: definitions, language: "en" as const };

const overlapping = (document: WorkflowDocument): string[] => {
  const boxes = [...boxesOf(document, definitions)];
  return boxes.flatMap(([key, one], index) =>
    boxes
      .slice(index + 1)
      .filter(
        ([, two]) =>
          one.x < two.x + two.width &&
          two.x < one.x + one.width &&
          one.y < two.y + two.height &&
          two.y < one.y + one.height,
      )
      .map(([other]) => `${key} ${other}`),
  );
};

describe("given a drawing", () => {
  it("when a node is put into an edge, then it stands between, and what follows makes room", () => {
    const edit = addNodeEdit({
      document: chain,
      ...given,
      node: { type: "condition" },
      joint: { kind: "into", edge: { from: "a", port: "out", to: "b" } },
    });
    const after = apply(chain, edit);
    expect(after.edges).toContainEqual({ from: "a", to: "condition" });
    expect(after.edges).toContainEqual({ from: "condition", port: "true", to: "b" });
    expect(edit?.select?.nodes).toEqual(["condition"]);
    expect(overlapping(after)).toEqual([]);
  });

  it("when a node that ends the execution is put into an edge, then the way ends there", () => {
    const joint = { kind: "into", edge: { from: "trigger", port: "out", to: "a" } } as const;
    const after = apply(chain, addNodeEdit({ document: chain, ...given, node: { type: "end" }, joint }));
    expect(after.edges).toEqual(
      expect.arrayContaining([
        { from: "trigger", to: "end2" },
        { from: "a", to: "b" },
      ]),
    );
    expect(after.edges).toHaveLength(2);
  });

  it("when nodes are added one after the other, then each follows the one before and none covers another", () => {
    let document = buildDocument();
    let selection = nothingSelected;
    for (const type of ["condition", "set", "response", "end"]) {
      const exit = freeExit({ document, types: definitions, selection });
      const joint = exit
        ? ({ kind: "after", ...exit } as const)
        : ({ kind: "alone", at: { x: 0, y: 0 } } as const);
      const edit = addNodeEdit({ document, ...given, node: { type }, joint });
      document = apply(document, edit);
      selection = edit?.select ?? selection;
    }
    expect(document.edges).toEqual([
      { from: "trigger", to: "condition" },
      { from: "condition", port: "true", to: "setFields" },
      { from: "setFields", to: "response" },
      { from: "response", to: "end" },
    ]);
    expect(overlapping(document)).toEqual([]);
  });

  it("when answers are added one after the other behind a condition, then each takes a branch and a name of its own", () => {
    let document = buildDocument();
    let selection = nothingSelected;
    for (const type of ["condition", "response", "response"]) {
      const exit = freeExit({ document, types: definitions, selection, type });
      if (!exit) throw new Error("no exit was free");
      const edit = addNodeEdit({ document, ...given, node: { type }, joint: { kind: "after", ...exit } });
      document = apply(document, edit);
      selection = edit?.select ?? selection;
    }
    expect(document.edges).toEqual([
      { from: "trigger", to: "condition" },
      { from: "condition", port: "true", to: "response" },
      { from: "condition", port: "false", to: "response2" },
    ]);
    expect(document.nodes.response2?.name).toBe("Response 2");
    // Nothing is free any more but the answer's own exit.
    expect(freeExit({ document, types: definitions, selection, type: "response" })).toEqual({
      from: "response2",
      port: "out",
    });
  });

  it("when a node shows its type's name, then the next of the type is numbered in the reader's language", () => {
    const document = buildDocument({
      nodes: { one: node("response"), two: node("response", {}, { name: "Réponse 2" }) },
    });
    const joint = { kind: "alone", at: { x: 0, y: 0 } } as const;
    const edit = addNodeEdit({
      document,
      types: definitions,
      language: "fr",
      node: { type: "response" },
      joint,
    });
    expect(edit?.operations).toContainEqual(
      expect.objectContaining({ node: expect.objectContaining({ name: "Réponse 3" }) }),
    );
  });

  it("when a named node is duplicated, then the copy is numbered", () => {
    const document = buildDocument({ nodes: { a: { ...node("set", { fields: {} }), name: "Refuse 2" } } });
    const fragment = copyOf(document, definitions, selectNode("a"));
    if (!fragment) throw new Error("nothing copied");
    const after = apply(document, pasteEdit({ document, types: definitions, fragment, parent: undefined }));
    expect(Object.values(after.nodes).map(({ name }) => name)).toEqual(["Refuse 2", "Refuse 3"]);
  });

  it("when something is drawn behind an answer that ended its branch, then it goes on, in the same step", () => {
    const answer = node("response", { then: "stop", status: 202 });
    const document = buildDocument({
      nodes: { answer, set: node("set"), a: node("set") },
      edges: [
        ["trigger", "answer"],
        ["trigger", "a"],
        ["a", "set"],
      ],
    });
    const out = { from: "answer", port: "out" };
    const into = { from: "a", port: "out", to: "set" };
    const goesOn = (edit: Edit | null, key: string) => {
      expect(edit?.goesOn).toBe(key);
      return apply(document, edit).nodes[key]?.config;
    };
    const on = { then: "continue", status: 202 };
    expect(goesOn(connectEdit(document, definitions, { ...out, to: "set" }), "answer")).toEqual(on);
    const moved = reconnectEdit({ document, types: definitions, edge: into, now: { ...out, to: "set" } });
    expect(goesOn(moved, "answer")).toEqual(on);
    const added = { document, ...given, node: { type: "set" }, joint: { kind: "after", ...out } } as const;
    expect(goesOn(addNodeEdit(added), "answer")).toEqual(on);

    const between = addNodeEdit({
      document,
      ...given,
      node: { type: "response" },
      joint: { kind: "into", edge: into },
    });
    expect(between?.goesOn).toBeUndefined();
    expect(apply(document, between).nodes.response2?.config).toMatchObject({ then: "continue" });

    const last = addNodeEdit({
      document,
      ...given,
      node: { type: "response" },
      joint: { kind: "after", from: "set", port: "out" },
    });
    expect(apply(document, last).nodes.response2).toMatchObject({ type: "response" });
    expect(apply(document, last).nodes.response2?.config.then ?? "stop").toBe("stop");
    const failing = {
      ...document,
      nodes: { ...document.nodes, answer: { ...answer, onError: "branch" as const } },
    };
    const caught = connectEdit(failing, definitions, { from: "answer", port: "error", to: "set" });
    expect(apply(failing, caught).nodes.answer?.config).toEqual(answer.config);
  });

  it("when an edge would lead back, then it is refused", () => {
    expect(connectEdit(chain, definitions, { from: "b", port: "out", to: "a" })).toBeNull();
    expect(connectEdit(chain, definitions, { from: "a", port: "out", to: "trigger" })).toBeNull();
  });

  it("when nodes are copied and pasted, then they have keys of their own and lie beside the old ones", () => {
    const fragment = copyOf(chain, definitions, { ...nothingSelected, nodes: ["trigger", "a", "b"] });
    if (!fragment) throw new Error("nothing copied");
    const edit = pasteEdit({ document: chain, types: definitions, fragment, parent: undefined });
    const after = apply(chain, edit);
    expect(Object.keys(after.nodes)).toEqual(["a", "b", "a2", "b2"]);
    expect(after.edges).toContainEqual({ from: "a2", to: "b2" });
    expect(edit.select?.nodes).toEqual(["a2", "b2"]);
    expect(after.layout?.nodes.a2).not.toEqual(after.layout?.nodes.a);
  });

  it("when a group is pasted, then it covers nothing, as near to the middle of what is in sight as can be", () => {
    const fragment = copyOf(chain, definitions, { ...nothingSelected, nodes: ["a", "b"] });
    if (!fragment) throw new Error("nothing copied");
    const aim = { at: { x: 200, y: 50 }, pointed: false, covered: [] };
    let document = chain;
    for (let times = 0; times < 4; times++) {
      const before = boxesOf(document, definitions);
      const edit = pasteEdit({ document, types: definitions, fragment, parent: undefined, aim });
      document = apply(document, edit);
      const after = boxesOf(document, definitions);
      for (const key of edit.select?.nodes ?? []) {
        const own = after.get(key);
        expect(own && [...before.values()].some((other) => overlaps(own, other))).toBe(false);
      }
    }
    const far = { at: { x: 9500, y: 5300 }, pointed: false, covered: [] };
    const middle = pastedAt(fragment, far);
    expect([Math.abs(middle.x - 9500) <= 16, Math.abs(middle.y - 5300) <= 16]).toEqual([true, true]);
  });

  it("when a group is pasted where a panel lies over the drawing, then it comes to stand beside the panel", () => {
    const fragment = copyOf(chain, definitions, { ...nothingSelected, nodes: ["a"] });
    if (!fragment) throw new Error("nothing copied");
    const panel = { x: 9000, y: 5000, width: 600, height: 60 };
    const aim = { at: { x: 9200, y: 5030 }, pointed: true, covered: [panel] };
    const box = boxesOf(apply(chain, pasteOf(fragment, aim)), definitions).get("a2");
    expect(box && overlaps(box, panel)).toBe(false);
    expect(Math.abs((box?.y ?? 0) - 5000)).toBeLessThan(300);
  });

  /** The middle of what was pasted. */
  function pastedAt(fragment: Fragment, aim: PasteAim) {
    const edit = pasteOf(fragment, aim);
    const boxes = boxesOf(apply(chain, edit), definitions);
    const around = boundsOf((edit.select?.nodes ?? []).flatMap((key) => boxes.get(key) ?? []));
    if (!around) throw new Error("nothing pasted");
    return { x: around.x + around.width / 2, y: around.y + around.height / 2 };
  }
  function pasteOf(fragment: Fragment, aim: PasteAim) {
    return pasteEdit({ document: chain, types: definitions, fragment, parent: undefined, aim });
  }

  it("when a node is put before another, then it leads there", () => {
    const joint = { kind: "before", to: "a", at: { x: 0, y: 400 } } as const;
    const edit = addNodeEdit({
      document: chain,
      types: definitions,
      language: "en",
      node: { type: "set" },
      joint,
    });
    if (!edit) throw new Error("nothing added");
    const [key = ""] = edit.select?.nodes ?? [];
    expect(apply(chain, edit).edges).toContainEqual({ from: key, to: "a" });
  });

  it("when a node is taken out of a chain, then its neighbours are joined", () => {
    expect(apply(chain, removeEdit(chain, definitions, selectNode("a"))).edges).toEqual([
      { from: "trigger", to: "b" },
    ]);
  });

  it("when only the trigger is selected, then there is nothing to remove or copy", () => {
    expect(removeEdit(chain, definitions, selectNode("trigger"))).toBeNull();
    expect(copyOf(chain, definitions, selectNode("trigger"))).toBeNull();
  });

  it("when it is tidied, then it reads from left to right, on the grid, and the trigger stays", () => {
    const after = apply(chain, tidyEdit(chain, definitions));
    const places = after.layout?.nodes ?? {};
    expect(places.trigger).toEqual({ x: 0, y: 0 });
    expect(places.a?.x).toBeGreaterThan(0);
    expect(places.b?.x).toBeGreaterThan(places.a?.x ?? 0);
    expect(overlapping(after)).toEqual([]);
  });
});
