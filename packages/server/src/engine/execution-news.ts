import type { EngineDependencies } from "./engine.ts";
import { readExecution, summaryOf } from "./read-execution.ts";
import type { RunningExecution } from "./run-execution.ts";
import { stepsOf } from "./steps-of.ts";

/** News of an execution that was accepted, with the steps of its first chunk. Nothing is made when nobody listens. */
export function tellFirst(
  hub: EngineDependencies["hub"],
  run: RunningExecution,
  journal: string | null,
): void {
  if (hub.readers === 0) return;
  const { plan, id, input, queuedAt } = run.given;
  const { workflowId } = plan;
  hub.publish({ kind: "execution", workflowId, execution: summaryOf(run.record()) });
  const trigger = { type: plan.document.trigger.type, output: input.trigger, at: queuedAt };
  for (const step of stepsOf({ trigger, journal: journal === null ? [] : JSON.parse(journal) })) {
    hub.publish({ kind: "step", workflowId, executionId: id, step });
  }
}

/** News of all its steps, and of what it has come to. */
export async function tellAll(dependencies: EngineDependencies, run: RunningExecution): Promise<void> {
  const { hub } = dependencies;
  if (hub.readers === 0) return;
  const { plan, id } = run.given;
  const { workflowId } = plan;
  const execution = await readExecution(dependencies, id);
  for (const step of execution?.steps ?? []) {
    hub.publish({ kind: "step", workflowId, executionId: id, step });
  }
  hub.publish({ kind: "execution", workflowId, execution: summaryOf(run.record()) });
}
