import type { NewExecution } from "../stores/executions/store.ts";
import type { JournalEffects } from "../stores/intake/store.ts";
import { ConcurrencyKeyError, turnOrFailure } from "./concurrency-key.ts";
import type { EngineDependencies, EnqueueGiven } from "./engine.ts";
import { noEffects } from "./journal-effects.ts";
import { newExecutionId } from "./new-id.ts";
import type { PlanCache } from "./plan-cache.ts";
import type { RunningExecution } from "./run-execution.ts";
import type { RunMaker } from "./run-maker.ts";

/** What tells one of the other processes that an execution is due. */
export function runTask(executionId: string): JournalEffects {
  return { ...noEffects(), tasks: [{ kind: "run-execution", payload: { executionId } }] };
}

/** An execution as it is stored before anything has happened in it. */
export function queuedRecord(run: RunningExecution): NewExecution {
  const { queuedAt } = run.given;
  return { ...run.record(), status: "queued", startedAt: null, worker: null, wakeAt: queuedAt };
}

/** Stores an execution of the published version, which somebody takes up. Undefined: nothing is published. */
export async function storeQueued(
  { workflows, intake }: Pick<EngineDependencies, "workflows" | "intake">,
  { workflowId, startedBy, startKey, trigger, request, origin }: EnqueueGiven,
  made: { readonly plans: PlanCache; readonly runs: RunMaker; readonly at: number },
): Promise<{ executionId: string; created: boolean } | undefined> {
  const published = await workflows.published(workflowId);
  if (!published) return undefined;
  const { version, document } = published;
  const plan = await made.plans.get({ workflowId, version, revision: 0, document });
  const input = { request, trigger };
  const turn = turnOrFailure(plan.concurrency, input);
  const failed = turn instanceof ConcurrencyKeyError;
  // Who listens to an event is noted with the event. Of the others nobody hears, but for an execution that fails (`takeUp`).
  if (failed && startedBy === "event") throw turn;
  const run = made.runs.make({
    ...{ id: newExecutionId(made.at), plan, input, startedBy, deliveryId: null, queuedAt: made.at },
    ...{ origin, startKey, concurrency: failed ? null : turn },
  });
  return intake.enqueue({ execution: queuedRecord(run), journal: null });
}
