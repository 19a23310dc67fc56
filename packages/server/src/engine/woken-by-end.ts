import type { Woken } from "@sluice/workflow/node-contract";
import type { ExecutionProgress } from "../stores/executions/store.ts";
import { rootFrame } from "./frame-id.ts";
import type { GraphRun } from "./graph-run.ts";
import type { EndResult } from "./journal-writer.ts";
import type { RunGiven } from "./run-given.ts";

type End = Omit<Extract<Woken, { by: "call" }>, "by" | "executionId">;

/** What the step that called an execution gets of its end; null: no step waits for it. */
export function wokenByEnd(run: RunGiven, graph: GraphRun, progress: ExecutionProgress): EndResult | null {
  const { status, error } = progress;
  if (status === "queued" || status === "running" || status === "waiting") return null;
  const output = graph.memory.outputOf(rootFrame, graph.last());
  return resultFor(run, {
    status,
    output: run.plan.redactor.value(output),
    error: error && { code: error.code, message: error.message },
  });
}

/** The same, of an end that is known. */
export function resultFor(
  { id, startedBy, origin }: Pick<RunGiven, "id" | "startedBy" | "origin">,
  end: End,
): EndResult | null {
  const { executionId, node, frame } = origin ?? {};
  if (startedBy !== "call" || executionId === undefined || node === undefined) return null;
  return {
    place: { executionId, node, frame: frame ?? rootFrame },
    woken: { by: "call", executionId: id, ...end },
  };
}
