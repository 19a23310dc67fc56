import type { Engine } from "../../engine/engine.ts";
import type { ExecutionsStore } from "../../stores/executions/store.ts";
import type { TaskHandlers } from "../tasks.ts";

export interface CancelCalledGiven {
  readonly executions: Pick<ExecutionsStore, "abandoned">;
  readonly callOff: Engine["callOff"];
}

/** How long is looked again in a row, in milliseconds, with pauses that double. */
const pausesMs = [50, 100, 200, 400, 800, 1600];

/**
 * Cancels the executions that steps had called and waited for when they were called off themselves. One that another process
 * runs is only told of: what has not ended by then, since the news was lost or its holder hangs, is tried again later.
 */
export function cancelCalled({
  executions,
  callOff,
}: CancelCalledGiven): NonNullable<TaskHandlers["cancel-called"]> {
  return async ({ executionId }, { signal }) => {
    for (const pause of pausesMs) {
      const open = await executions.abandoned(executionId);
      if (open.length === 0) return;
      for (const one of open) await callOff(one);
      if (signal.aborted) break;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    const left = await executions.abandoned(executionId);
    if (left.length > 0) throw new Error(`${left.length} called executions have not ended yet`);
  };
}
