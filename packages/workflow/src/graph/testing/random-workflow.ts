import fc from "fast-check";
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "../../document/schema.ts";
import { buildDocument, edge, node } from "../../testing/build-document.ts";

const ports: Record<string, readonly string[]> = {
  step: ["out"],
  branch: ["true", "false"],
  answer: [],
  answerOn: ["out"],
  end: [],
  loop: ["out"],
  try: ["out", "error"],
};
const flat = ["step", "step", "branch", "branch", "answer", "answerOn", "end"];

interface Step {
  readonly type: string;
  readonly onError: WorkflowNode["onError"];
  readonly join: WorkflowNode["join"];
  readonly disabled: boolean;
  readonly sources: readonly (readonly [number, number])[];
  /** What stands inside of a container. */
  readonly body: readonly Step[];
}

export interface RandomKind {
  /**
   * Joins of `all` only, nothing disabled, no edge by an exit that is never taken, every node reachable. Else any of
   * these may be there.
   */
  readonly plain: boolean;
  /** How deep containers may stand in each other; 0 (left out): there are none. */
  readonly depth?: number;
}

/** Small acyclic workflows of `graphTypes`: every edge leads to a later node of the same scope. */
export function randomWorkflow({ plain, depth = 0 }: RandomKind): fc.Arbitrary<WorkflowDocument> {
  return fc.array(stepOf(plain, depth), { minLength: 1, maxLength: depth > 0 ? 4 : 6 }).map((steps) => {
    const nodes: [string, WorkflowNode][] = [];
    const edges: WorkflowEdge[] = [];
    put(steps, { prefix: "", plain, nodes, edges });
    return buildDocument({ mode: "sync", nodes: Object.fromEntries(nodes), edges });
  });
}

function stepOf(plain: boolean, depth: number): fc.Arbitrary<Step> {
  const types = depth > 0 ? [...flat, "loop", "try", "try"] : flat;
  return fc.record({
    type: fc.constantFrom(...types),
    onError: fc.constantFrom<WorkflowNode["onError"]>(undefined, undefined, "branch", "continue"),
    join: plain ? fc.constant(undefined) : fc.constantFrom<WorkflowNode["join"]>(undefined, undefined, "any"),
    disabled: plain ? fc.constant(false) : fc.integer({ min: 0, max: 7 }).map((chance) => chance === 0),
    sources: fc.array(fc.tuple(fc.nat(6), fc.nat(3)), { minLength: plain ? 1 : 0, maxLength: 3 }),
    body: depth > 0 ? fc.array(stepOf(plain, depth - 1), { maxLength: 3 }) : fc.constant([]),
  });
}

interface Into {
  readonly prefix: string;
  readonly parent?: string;
  readonly plain: boolean;
  readonly nodes: [string, WorkflowNode][];
  readonly edges: WorkflowEdge[];
}

/** Puts the steps of one scope into the document: `n0`, `n1`, …, inside of `n1` `n1_0`, `n1_1`, … */
function put(steps: readonly Step[], { prefix, parent, plain, nodes, edges }: Into): void {
  const keyOf = (at: number) => `${prefix === "" ? "n" : `${prefix}_`}${at}`;
  const own = new Map<string, WorkflowEdge>();
  steps.forEach(({ type, onError, join, disabled, sources, body }, at) => {
    const key = keyOf(at);
    for (const [back, choice] of sources) {
      const from = at - 1 - (back % (at + 1));
      // The body of a container begins without an edge.
      if (from < 0 && parent !== undefined) continue;
      const exit = exitOf(steps[from], choice, plain);
      const name = from < 0 ? "trigger" : keyOf(from);
      if (exit !== undefined)
        own.set(`${name}.${exit} ${key}`, edge(`${name}.${exit}`.replace(/\.out$/, ""), key));
    }
    if (plain && parent === undefined && ![...own.values()].some(({ to }) => to === key)) {
      own.set(`trigger ${key}`, edge("trigger", key));
    }
    nodes.push([
      key,
      node(
        type,
        {},
        {
          ...(parent === undefined ? {} : { parent }),
          ...(onError && { onError }),
          ...(join && { join }),
          ...(disabled && { disabled }),
        },
      ),
    ]);
    if (type === "loop" || type === "try") put(body, { prefix: key, parent: key, plain, nodes, edges });
  });
  edges.push(...own.values());
}

function exitOf(
  from: { type: string; onError: WorkflowNode["onError"] } | undefined,
  choice: number,
  plain: boolean,
): string | undefined {
  if (from === undefined) return "out";
  const exits = [...new Set([...(ports[from.type] ?? []), ...(from.onError === "branch" ? ["error"] : [])])];
  const all = plain ? exits : [...exits, "out", "ghost"];
  return all[choice % Math.max(all.length, 1)];
}
