import type { ExecutionProgress } from "../stores/executions/store.ts";
import { rootFrame } from "./frame-id.ts";
import type { GraphRun } from "./graph-run.ts";
import type { EndResult } from "./journal-writer.ts";
import type { RunGiven } from "./run-given.ts";

/** What the step that called an execution gets of its end; null: no step waits for it. */
export function wokenByEnd(run: RunGiven, graph: GraphRun, progress: ExecutionProgress): EndResult | null {
  const { executionId, node, frame } = run.origin ?? {};
  const { status, error } = progress;
  if (run.startedBy !== "call" || executionId === undefined || node === undefined) return null;
  if (status === "queued" || status === "running" || status === "waiting") return null;
  const output = graph.memory.outputOf(rootFrame, graph.last());
  return {
    place: { executionId, node, frame: frame ?? rootFrame },
    woken: {
      by: "call",
      executionId: run.id,
      status,
      output: run.plan.redactor.value(output),
      error: error && { code: error.code, message: error.message },
    },
  };
}
