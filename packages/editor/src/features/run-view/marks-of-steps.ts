import type { Execution, Step } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { runningTime } from "../../api/running-time.ts";
import type { NodeMark, RunMarks } from "../../document/run-marks.ts";
import { edgeId, portOf } from "../../document/selection.ts";

export interface MarkedRun {
  readonly execution: Pick<Execution, "finishedAt">;
  /** The steps outside of containers, and those of the iterations that are shown. */
  readonly steps: readonly Step[];
  /** Nodes of whose step nobody knows yet: the iteration that they stand in is not read. */
  readonly unread?: ReadonlySet<string>;
  /** What is drawn. */
  readonly document: WorkflowDocument;
  /** What ran; null where that is not known, as of a draft: what has no step may have been drawn since. */
  readonly ran: WorkflowDocument | null;
  /** Milliseconds in words. */
  readonly span: (milliseconds: number) => string;
  /** How the iterations of a container stand, in words; empty where they say nothing. */
  readonly iterations: (step: Step) => string;
}

/** When the visits of one node ended differently, the first of these tells what the node shows. */
const weight: readonly NodeMark["status"][] = [
  "failed",
  "running",
  "waiting",
  "cancelled",
  "succeeded",
  "skipped",
];

/**
 * What the canvas shows of an execution. Steps of nodes that the document does not have are left out. While it runs, nodes
 * without a step and edges that nothing has been decided about carry no mark; once it has ended they were skipped
 * and not taken, if they were there when it ran. An edge is taken when its node was left by it and the next one was reached.
 */
export function marksOf(run: MarkedRun): RunMarks {
  const { execution, document, ran, steps: shown, unread = new Set<string>() } = run;
  const visits = new Map<string, Step[]>();
  for (const step of shown) {
    const known = visits.get(step.node);
    if (known) known.push(step);
    else visits.set(step.node, [step]);
  }
  const ended = execution.finishedAt !== null;
  const ranNode = (key: string) => visits.has(key) || (ran !== null && Object.hasOwn(ran.nodes, key));
  const ranEdges = ran && new Set(ran.edges.map(edgeId));
  const nodes: Record<string, NodeMark> = {};
  for (const key of ["trigger", ...Object.keys(document.nodes)]) {
    const steps = visits.get(key);
    if (steps !== undefined) nodes[key] = markOf(steps, key === "trigger" ? { ...run, span: () => "" } : run);
    else if (ended && !unread.has(key) && (key === "trigger" || ranNode(key)))
      nodes[key] = { status: "skipped" };
  }
  const edges: Record<string, "taken" | "not-taken"> = {};
  for (const edge of document.edges) {
    const wasThere = ranEdges?.has(edgeId(edge)) ?? (visits.has(edge.from) && visits.has(edge.to));
    if (ended && !wasThere) continue;
    const taken = wasTaken({
      steps: visits.get(edge.from) ?? [],
      port: portOf(edge),
      // Left by a port is not arrived: the run may end before, as one up to a node does, or the edge be younger than it.
      arrived: visits.has(edge.to) || unread.has(edge.to),
      ended: ended && !unread.has(edge.from),
    });
    if (taken !== undefined) edges[edgeId(edge)] = taken ? "taken" : "not-taken";
  }
  return { nodes, edges };
}

/** A single visit shows its time, several their number. */
function markOf(
  steps: readonly Step[],
  { span, iterations }: Pick<MarkedRun, "span" | "iterations">,
): NodeMark {
  const status = weight.find((one) => steps.some((step) => step.status === one)) ?? "skipped";
  if (steps.length > 1) return { status, note: `×${steps.length}` };
  const [step] = steps;
  const repeated = step === undefined ? "" : iterations(step);
  if (repeated !== "") return { status, note: repeated };
  const time = step === undefined || step.status === "skipped" ? null : runningTime(step);
  const note = time === null ? "" : span(time);
  return note === "" ? { status } : { status, note };
}

/** Undefined while it is not decided. A disabled node is skipped and still leaves by its port. */
function wasTaken(given: {
  steps: readonly Step[];
  port: string;
  arrived: boolean;
  ended: boolean;
}): boolean | undefined {
  const { steps, port, arrived, ended } = given;
  if (steps.some((step) => [step.port].flat().includes(port)))
    return arrived ? true : ended ? false : undefined;
  const decided =
    steps.length > 0 && steps.every(({ status }) => status !== "running" && status !== "waiting");
  return decided || ended ? false : undefined;
}
