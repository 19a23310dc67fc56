import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WorkflowDocument } from "../document/schema.ts";
import { scopeOf, scopesAround } from "../graph/graph.ts";
import { node } from "../testing/build-document.ts";
import { applyOperation, type Operation } from "./operation.ts";
import { OperationError } from "./operation-error.ts";
import { document, key } from "./testing/any-operation.ts";

/** Documents in which nothing crosses a border: what `check` calls one is taken away. */
const wellPlaced = document.map((given) => {
  const nodes = Object.fromEntries(
    Object.entries(given.nodes).map(([name, one]) => {
      const { parent: _circle, ...free } = one;
      return [name, scopesAround(given, name).at(-1) === "trigger" ? one : free];
    }),
  );
  const placed = { ...given, nodes };
  const across = new Set(crossing(placed));
  return { ...placed, edges: placed.edges.filter((one) => !across.has(one)) };
});

/** A document and an operation on some of its own nodes. */
const moving = wellPlaced
  .filter(({ nodes }) => Object.keys(nodes).length > 1)
  .chain((given) => {
    const own = fc.constantFrom(...Object.keys(given.nodes));
    const some = fc.array(own, { minLength: 1, maxLength: 3 });
    const wrapper = fc.constantFrom(node("loop"), node("try", {}, { name: "b" }));
    return fc.tuple(
      fc.constant(given),
      fc.oneof(
        some.chain((names) =>
          wrapper.map((one): Operation => ({ op: "wrap-in-container", keys: names, node: one })),
        ),
        own.map((name): Operation => ({ op: "unwrap", key: name })),
        some.map((names): Operation => ({ op: "set-parent", keys: names })),
        fc.tuple(some, own).map(([names, parent]): Operation => ({ op: "set-parent", keys: names, parent })),
        some.map((names): Operation => ({ op: "remove-nodes", keys: names, bridge: true })),
        own.map((from): Operation => ({ op: "rename-key", from, to: "renamedKey" })),
      ),
    );
  });

function crossing(given: WorkflowDocument) {
  return given.edges.filter(({ from, to }) => scopeOf(given, from) !== scopeOf(given, to));
}

function tried(given: WorkflowDocument, one: Operation): WorkflowDocument | undefined {
  try {
    return applyOperation(given, one);
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
}

describe("properties of operations on containers", () => {
  test("moving nodes between containers draws no edge across a border, and no container into itself", () => {
    let done = 0;
    fc.assert(
      fc.property(moving, ([given, one]) => {
        const after = tried(given, one);
        if (after === undefined) return;
        done++;
        expect(crossing(after)).toEqual([]);
        for (const name of Object.keys(after.nodes)) {
          expect(scopesAround(after, name).at(-1)).toBe("trigger");
        }
        const isGone = (name: string) => !Object.hasOwn(after.nodes, name);
        if (one.op === "set-parent" || one.op === "wrap-in-container")
          expect(Object.keys(given.nodes).filter(isGone)).toEqual([]);
        if (one.op === "unwrap") expect(Object.keys(given.nodes).filter(isGone)).toEqual([one.key]);
      }),
      { numRuns: 300 },
    );
    expect(done).toBeGreaterThan(100);
  });

  test("taking a container away that was just put around nodes gives the same ways", () => {
    fc.assert(
      fc.property(wellPlaced, fc.array(key, { minLength: 1, maxLength: 3 }), (given, some) => {
        const wrapped = tried(given, { op: "wrap-in-container", keys: some, key: "wrap", node: node("try") });
        fc.pre(wrapped !== undefined);
        const after = tried(wrapped ?? given, { op: "unwrap", key: "wrap" });
        expect(after?.nodes).toEqual(given.nodes);
        // Where one node leads in or out the edges come back as they were; more of them become all with all.
        const back = new Set(after?.edges.map(({ from, to }) => `${from} ${to}`));
        const inside = new Set(
          Object.keys(wrapped?.nodes ?? {}).filter((one) => wrapped?.nodes[one]?.parent === "wrap"),
        );
        const kept = given.edges.filter(({ from, to }) => inside.has(from) === inside.has(to));
        for (const { from, to } of kept) expect(back).toContain(`${from} ${to}`);
      }),
      { numRuns: 300 },
    );
  });
});
