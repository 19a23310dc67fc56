import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import { type ReleaseGiven, release } from "../../held/release.ts";
import type { DeliveriesStore } from "../../stores/deliveries/store.ts";
import type { WorkflowsStore } from "../../stores/workflows/store.ts";
import { runHeldTask } from "../new-tasks.ts";
import type { TaskHandlers, Tasks } from "../tasks.ts";

export interface RunHeldGiven extends ReleaseGiven {
  readonly deliveries: ReleaseGiven["deliveries"] & Pick<DeliveriesStore, "held">;
  readonly workflows: Pick<WorkflowsStore, "get" | "published">;
  readonly tasks: Pick<Tasks, "add">;
  readonly clock: Clock;
  /** How long one task goes on, in milliseconds (default 10 000): then the next one does. */
  readonly turnMs?: number;
}

const defaultTurnMs = 10_000;
const batch = 100;
/** Until it is tried again where the workflow takes no more executions, in milliseconds. */
const fullPauseMs = 1000;
/** How often browsers are told how many are left, in milliseconds. */
const newsMs = 1000;

/**
 * Runs what is held of a workflow, the oldest first. Each one that runs is no longer held, in the same commit: a task that
 * is performed again after a crash goes on with the rest. It stops when the workflow is paused again or taken off.
 */
export function runHeld(given: RunHeldGiven): NonNullable<TaskHandlers["run-held"]> {
  const { deliveries, workflows, tasks, hub, clock, turnMs = defaultTurnMs } = given;

  return async ({ workflowId, upTo, perMinute }, { signal }) => {
    const until = performance.now() + turnMs;
    let told = performance.now();
    const tell = async (): Promise<void> => {
      told = performance.now();
      const { revision = 0, published = null } = (await workflows.get(workflowId)) ?? {};
      if (hub.readers > 0) hub.publish({ kind: "workflow", workflowId, revision, published });
    };
    const gapMs = perMinute === null ? 0 : 60_000 / perMinute;
    for (;;) {
      const published = await workflows.published(workflowId);
      if (!published || published.paused) return tell();
      const { version, document } = published;
      const ids = await deliveries.held({ workflowId, after: "", upTo, limit: gapMs > 0 ? 1 : batch });
      if (ids.length === 0) return tell();
      for (const deliveryId of ids) {
        signal.throwIfAborted();
        const became = await release(given, { deliveryId, runs: { workflowId, version, document } });
        if (became !== "full") continue;
        // The next ones would find no room either, and none may overtake it.
        await delay(fullPauseMs, undefined, { signal });
        break;
      }
      if (performance.now() - told > newsMs) await tell();
      if (performance.now() + gapMs > until) {
        await tasks.add(runHeldTask({ workflowId, upTo, perMinute, runAt: clock() + gapMs }));
        return tell();
      }
      if (gapMs > 0) await delay(gapMs, undefined, { signal });
    }
  };
}
