import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import { PublicError } from "../../errors.ts";
import { type ReleaseGiven, release } from "../../held/release.ts";
import { insistOnRunning, type Runs } from "../../held/runs.ts";
import type { DeliveriesStore } from "../../stores/deliveries/store.ts";
import type { WorkflowsStore } from "../../stores/workflows/store.ts";
import { runHeldTask } from "../new-tasks.ts";
import type { TaskHandlers, Tasks } from "../tasks.ts";

export interface RunHeldGiven extends ReleaseGiven {
  readonly deliveries: ReleaseGiven["deliveries"] & Pick<DeliveriesStore, "held">;
  readonly workflows: Pick<WorkflowsStore, "get" | "published">;
  readonly tasks: Pick<Tasks, "add">;
  readonly clock: Clock;
  readonly log: { warn(details: object, message: string): void };
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
 * is performed again after a crash goes on with the rest. One that cannot be read stays held and stops none of the others. It stops when
 * the workflow is paused again, taken off, or started by something else than requests.
 */
export function runHeld(given: RunHeldGiven): NonNullable<TaskHandlers["run-held"]> {
  const { deliveries, workflows, tasks, hub, clock, log, turnMs = defaultTurnMs } = given;

  const runsNow = async (workflowId: string): Promise<Runs | undefined> => {
    const published = await workflows.published(workflowId);
    try {
      return insistOnRunning(workflowId, published);
    } catch (error) {
      if (!(error instanceof PublicError)) throw error;
      log.warn({ workflowId, code: error.code, err: error }, "what is held is not run any more");
      return undefined;
    }
  };

  return async ({ workflowId, upTo, perMinute }, { signal }) => {
    const until = performance.now() + turnMs;
    let told = performance.now();
    const tell = async (): Promise<void> => {
      told = performance.now();
      const { revision = 0, published = null } = (await workflows.get(workflowId)) ?? {};
      if (hub.readers > 0) hub.publish({ kind: "workflow", workflowId, revision, published });
    };
    const gapMs = perMinute === null ? 0 : 60_000 / perMinute;
    // The last one that stays behind: those after it have their turn all the same.
    let after = "";
    for (;;) {
      const runs = await runsNow(workflowId);
      if (!runs) return tell();
      const ids = await deliveries.held({ workflowId, after, upTo, limit: gapMs > 0 ? 1 : batch });
      if (ids.length === 0) return tell();
      const leftBehind = after;
      for (const deliveryId of ids) {
        signal.throwIfAborted();
        const became = await release(given, { deliveryId, runs });
        if (became instanceof PublicError) {
          after = deliveryId;
          log.warn({ deliveryId, code: became.code, err: became }, "a held delivery cannot be run");
        }
        if (became !== "full") continue;
        // The next ones would find no room either, and none may overtake it.
        await delay(fullPauseMs, undefined, { signal });
        break;
      }
      if (performance.now() - told > newsMs) await tell();
      // At a pace one is looked at a time: who cannot run takes nobody's turn.
      if (gapMs > 0 && after !== leftBehind) continue;
      if (performance.now() + gapMs > until) {
        await tasks.add(runHeldTask({ workflowId, upTo, perMinute, runAt: clock() + gapMs }));
        return tell();
      }
      if (gapMs > 0) await delay(gapMs, undefined, { signal });
    }
  };
}
