import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JournalRecord } from "../stores/executions/store.ts";
import { advance, type ExecutionEvent } from "./advance.ts";
import { type PlanGraph, planGraph } from "./plan-graph.ts";
import { replay } from "./replay.ts";
import { type ExecutionState, initialState, stateOf } from "./state.ts";

type Join = "all" | "any" | "race";
interface Shape {
  nodes: { join: Join; disabled: boolean; onError: "stop" | "continue" | "branch" }[];
  edges: { from: number; to: number; port: string }[];
}

/** What each step will do, whenever it runs: leave by some ports, or fail. */
type Fate = readonly string[] | "fails";

const ports = ["out", "x", "error"];

const shapes = (joins: readonly Join[], onErrors: readonly Shape["nodes"][number]["onError"][]) =>
  fc.integer({ min: 1, max: 8 }).chain((size) =>
    fc.record({
      nodes: fc.array(
        fc.record({
          join: fc.constantFrom(...joins),
          disabled: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
          onError: fc.constantFrom(...onErrors),
        }),
        { minLength: size, maxLength: size },
      ),
      // Edges go from a lower position to a higher one (-1 is the trigger): there are no circles.
      edges: fc.array(
        fc
          .tuple(fc.integer({ min: -1, max: size - 2 }), fc.nat(), fc.constantFrom(...ports))
          .map(([from, step, port]) => ({ from, to: from + 1 + (step % (size - 1 - from)), port })),
        { maxLength: 20 },
      ),
    }),
  );

const fates = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.subarray(ports) },
    { weight: 1, arbitrary: fc.constant("fails" as const) },
  ),
  { minLength: 8, maxLength: 8 },
);

function build({ nodes, edges }: Shape): PlanGraph {
  const key = (index: number) => (index < 0 ? "trigger" : `n${index}`);
  return planGraph(
    {
      nodes: Object.fromEntries(
        nodes.map((node, index) => [key(index), { type: "set", config: {}, ...node }]),
      ),
      edges: edges.map(({ from, to, port }) => ({
        from: key(from),
        to: key(to),
        port: from < 0 ? "out" : port,
      })),
    },
    () => "out",
  );
}

interface Walk {
  state: ExecutionState;
  records: JournalRecord[];
  states: ExecutionState[];
}

/** Runs a graph to its end; `pick` chooses which of the running steps ends next. */
function walk(graph: PlanGraph, fate: readonly Fate[], pick: (count: number) => number): Walk {
  const running: number[] = [];
  const records: JournalRecord[] = [];
  let state = initialState(graph);
  const states: ExecutionState[] = [];
  const feed = (event: ExecutionEvent) => {
    const advanced = advance(graph, state, event);
    state = advanced.state;
    for (const effect of advanced.effects) {
      if (effect.kind === "start") running.push(effect.node);
      if (effect.kind === "cancel") running.splice(running.indexOf(effect.node), 1);
    }
    states.push(state);
  };
  feed({ kind: "begun" });
  while (running.length > 0) {
    const [node = 0] = running.splice(pick(running.length), 1);
    const what = fate[node] ?? [];
    const head = { node: `n${node}`, type: "set", order: 1, from: [], startedAt: 1, finishedAt: 2 };
    if (what === "fails") {
      const handled = graph.nodes[node]?.onError ?? "stop";
      records.push({ kind: "failed", ...head, error: { code: "x", message: "x" }, handled, output: null });
      feed({ kind: "failed", node });
    } else {
      records.push({ kind: "finished", ...head, ports: what, output: node });
      feed({ kind: "finished", node, ports: what });
    }
  }
  return { state, records, states };
}

/** By definition, without events: a node runs when an edge into it is taken, and edges follow from what was run. */
function bruteForce(graph: PlanGraph, fate: readonly Fate[]): string[] {
  const became: string[] = [];
  const taken = new Set<number>();
  graph.fromTrigger.forEach((edge) => {
    taken.add(edge);
  });
  graph.nodes.forEach((node, index) => {
    const reached = node.incoming.some((edge) => taken.has(edge));
    const what = fate[index] ?? [];
    const failed = what === "fails";
    became.push(!reached ? "skipped" : node.disabled ? "passed" : failed ? "failed" : "finished");
    if (!reached) return;
    const leaves = node.disabled ? ["out"] : failed ? [node.onError === "branch" ? "error" : "out"] : what;
    for (const edge of node.outgoing) {
      if (leaves.includes(graph.edges[edge]?.port ?? "")) taken.add(edge);
    }
  });
  return became;
}

const told = (graph: PlanGraph, state: ExecutionState) =>
  graph.nodes.map((_, node) => stateOf(graph, state, { node }));

describe("advance, whatever the graph", () => {
  it("gives the same result in every order of completions, and it is the one of the definition", () => {
    fc.assert(
      fc.property(
        shapes(["all", "any"], ["continue", "branch"]),
        fates,
        fc.infiniteStream(fc.nat()),
        (shape, fate, numbers) => {
          const graph = build(shape);
          const first = walk(graph, fate, () => 0);
          const last = walk(graph, fate, (count) => count - 1);
          const any = walk(graph, fate, (count) => (numbers.next().value ?? 0) % count);
          expect(first.state.ended).toBe("succeeded");
          expect(told(graph, first.state)).toEqual(bruteForce(graph, fate));
          expect(last.state).toEqual(first.state);
          expect(any.state).toEqual(first.state);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("comes to the same state from every beginning of a journal, with races and failures too", () => {
    fc.assert(
      fc.property(
        shapes(["all", "any", "race"], ["stop", "continue", "branch"]),
        fates,
        fc.nat(),
        (shape, fate, seed) => {
          const graph = build(shape);
          const { records, states } = walk(graph, fate, (count) => seed % count);
          for (let length = 0; length <= records.length; length += 1) {
            const replayed = replay({ graph, trigger: {}, records: records.slice(0, length) });
            expect(replayed.state).toEqual(states[length]);
            const running = graph.nodes.flatMap((_, index) =>
              stateOf(graph, replayed.state, { node: index }) === "running" ? [index] : [],
            );
            expect(replayed.due.map(({ node }) => node).sort()).toEqual(running.sort());
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("always ends, and leaves nothing undecided", () => {
    fc.assert(
      fc.property(
        shapes(["all", "any", "race"], ["stop", "continue", "branch"]),
        fates,
        fc.nat(),
        (shape, fate, seed) => {
          const graph = build(shape);
          const { state } = walk(graph, fate, (count) => seed % count);
          expect(state.ended).not.toBeNull();
          expect(state.frames.get("")?.running).toBe(0);
          expect(told(graph, state)).not.toContain("waiting");
          expect(told(graph, state)).not.toContain("running");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("does not depend on the order of nodes and edges in the document", () => {
    fc.assert(
      fc.property(shapes(["all", "any"], ["continue", "branch"]), fates, (shape, fate) => {
        const graph = build(shape);
        const mirrored = build({ nodes: shape.nodes, edges: [...shape.edges].reverse() });
        expect(told(mirrored, walk(mirrored, fate, () => 0).state)).toEqual(
          told(graph, walk(graph, fate, () => 0).state),
        );
      }),
    );
  });
});
