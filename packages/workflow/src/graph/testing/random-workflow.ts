import fc from "fast-check";
import type { WorkflowDocument, WorkflowNode } from "../../document/schema.ts";
import { buildDocument, edge, node } from "../../testing/build-document.ts";

const ports: Record<string, readonly string[]> = {
  step: ["out"],
  branch: ["true", "false"],
  answer: [],
  answerOn: ["out"],
  end: [],
};

/**
 * Small acyclic workflows: every edge leads to a later node. `plain`: joins of `all` only, nothing disabled, no edge by
 * an exit that is never taken, every node reachable. Else any of these may be there.
 */
export function randomWorkflow({ plain }: { plain: boolean }): fc.Arbitrary<WorkflowDocument> {
  const step = fc.record({
    type: fc.constantFrom("step", "step", "branch", "branch", "answer", "answerOn", "end"),
    onError: fc.constantFrom<WorkflowNode["onError"]>(undefined, undefined, "branch", "continue"),
    join: plain ? fc.constant(undefined) : fc.constantFrom<WorkflowNode["join"]>(undefined, undefined, "any"),
    disabled: plain ? fc.constant(false) : fc.integer({ min: 0, max: 7 }).map((chance) => chance === 0),
    sources: fc.array(fc.tuple(fc.nat(6), fc.nat(3)), { minLength: plain ? 1 : 0, maxLength: 3 }),
  });
  return fc.array(step, { minLength: 1, maxLength: 6 }).map((steps) => {
    const edges = new Map<string, readonly [string, string]>();
    steps.forEach(({ sources }, at) => {
      for (const [back, choice] of sources) {
        const from = at - 1 - (back % (at + 1));
        const exit = exitOf(steps[from], choice, plain);
        const name = from < 0 ? "trigger" : `n${from}`;
        if (exit !== undefined) edges.set(`${name}.${exit} ${at}`, [`${name}.${exit}`, `n${at}`]);
      }
      // Every node of a plain workflow can be reached.
      if (plain && ![...edges.values()].some(([, to]) => to === `n${at}`)) {
        edges.set(`trigger ${at}`, ["trigger", `n${at}`]);
      }
    });
    const nodes = steps.map(({ type, onError, join, disabled }, at): [string, WorkflowNode] => [
      `n${at}`,
      node(type, {}, { ...(onError && { onError }), ...(join && { join }), ...(disabled && { disabled }) }),
    ]);
    return buildDocument({
      mode: "sync",
      nodes: Object.fromEntries(nodes),
      edges: [...edges.values()].map(([exit, to]) => edge(exit.replace(/\.out$/, ""), to)),
    });
  });
}

function exitOf(
  from: { type: string; onError: WorkflowNode["onError"] } | undefined,
  choice: number,
  plain: boolean,
): string | undefined {
  if (from === undefined) return "out";
  const exits = [...(ports[from.type] ?? []), ...(from.onError === "branch" ? ["error"] : [])];
  const all = plain ? exits : [...exits, "out", "ghost"];
  return all[choice % Math.max(all.length, 1)];
}
