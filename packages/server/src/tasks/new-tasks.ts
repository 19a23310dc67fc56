import type { NewTask, TaskPayloads } from "./tasks.ts";

/*
 * Tasks as they are stored, each with its key: one that waits is not stored twice.
 */

/** Looks at a schedule when its next slot has come (`runAt`, milliseconds since 1970). */
export function tickTask(given: { readonly workflowId: string; readonly runAt: number }): NewTask<"tick"> {
  const { workflowId, runAt } = given;
  return { kind: "tick", payload: { workflowId }, runAt, key: `tick:${workflowId}` };
}

/** Starts what listens to an event. */
export function fanOutTask(eventId: string): NewTask<"fan-out-event"> {
  return { kind: "fan-out-event", payload: { eventId }, key: `event:${eventId}` };
}

/** Cancels what steps of this execution had called and wait for no more. */
export function cancelCalledTask(executionId: string): NewTask<"cancel-called"> {
  return { kind: "cancel-called", payload: { executionId }, key: `called:${executionId}` };
}

/** Tells of an execution that failed or timed out. */
export function reportFailureTask(executionId: string): NewTask<"report-failure"> {
  return { kind: "report-failure", payload: { executionId }, key: `failure:${executionId}` };
}

/** Runs what came while a workflow was paused. */
export function runHeldTask(
  given: TaskPayloads["run-held"] & { readonly runAt: number },
): NewTask<"run-held"> {
  const { workflowId, upTo, perMinute, runAt } = given;
  return { kind: "run-held", payload: { workflowId, upTo, perMinute }, runAt, key: `held:${workflowId}` };
}

/** Removes what is no longer kept. */
export function pruneTask(runAt: number): NewTask<"prune"> {
  return { kind: "prune", payload: {}, runAt, key: "prune" };
}

/** Goes on with a replay of many deliveries. */
export function replayTask(replayId: string): NewTask<"replay"> {
  return { kind: "replay", payload: { replayId }, key: `replay:${replayId}` };
}
