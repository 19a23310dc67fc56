import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import type { Settings } from "../../settings/settings.ts";
import type { AuditStore } from "../../stores/audit/store.ts";
import type { Pruned, RetentionStore } from "../../stores/retention/store.ts";
import type { SubscriptionsStore } from "../../stores/subscriptions/store.ts";
import { draftHistoryMs } from "../../workflows/draft-history.ts";
import { pruneTask } from "../new-tasks.ts";
import type { TaskHandlers, Tasks } from "../tasks.ts";

export interface PruneGiven {
  readonly retention: RetentionStore;
  readonly subscriptions: Pick<SubscriptionsStore, "prune">;
  readonly audit: Pick<AuditStore, "prune">;
  readonly settings: Pick<Settings, "get">;
  readonly tasks: Pick<Tasks, "add">;
  readonly clock: Clock;
  readonly log: { info(details: object, message: string): void };
  /** Rows in one transaction. */
  readonly batch?: number;
  /** Between two of them, in milliseconds: whoever writes meanwhile waits for one batch at most. */
  readonly pauseMs?: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const everyMs = 60 * 60 * 1000;
const workflowsAtOnce = 100;

/** Takes away, once an hour, what is older than the retention or beyond its number. */
export function prune(given: PruneGiven): NonNullable<TaskHandlers["prune"]> {
  const { retention, subscriptions, audit, settings, tasks, clock, log, batch = 200, pauseMs = 50 } = given;

  return async (_payload, { signal }) => {
    const { auditDays, retention: bounds } = await settings.get();
    const { days, perWorkflow } = bounds;
    const before = days === null ? null : clock() - days * dayMs;
    const gone = { executions: 0, deliveries: 0, events: 0, acts: 0 };

    const all = async (step: () => Promise<Pruned>): Promise<void> => {
      for (;;) {
        const { executions, deliveries, more } = await step();
        gone.executions += executions;
        gone.deliveries += deliveries;
        if (!more) return;
        await delay(pauseMs, undefined, { signal });
      }
    };

    if (before !== null) {
      await all(() => retention.pruneByAge({ endedBefore: before, limit: batch }));
      await all(async () => {
        const events = await retention.pruneEvents({ receivedBefore: before, limit: batch });
        gone.events += events;
        return { executions: 0, deliveries: 0, more: events === batch };
      });
      await all(async () => {
        const messages = await subscriptions.prune({ finishedBefore: before, limit: batch });
        return { executions: 0, deliveries: 0, more: messages === batch };
      });
    }
    await all(async () => {
      if (auditDays === null) return { executions: 0, deliveries: 0, more: false };
      const acts = await audit.prune({ before: clock() - auditDays * dayMs, limit: batch });
      gone.acts += acts;
      return { executions: 0, deliveries: 0, more: acts === batch };
    });
    await all(async () => {
      const keys = await retention.pruneClaims({ expiredBefore: clock(), limit: batch });
      return { executions: 0, deliveries: 0, more: keys === batch };
    });
    await all(async () => {
      const answers = await retention.pruneCache({ expiredBefore: clock(), limit: batch });
      return { executions: 0, deliveries: 0, more: answers === batch };
    });
    await all(async () => {
      const moments = await retention.pruneMoments({ savedBefore: clock() - draftHistoryMs, limit: batch });
      return { executions: 0, deliveries: 0, more: moments === batch };
    });
    for (let after = ""; before !== null || perWorkflow !== null; ) {
      const workflowIds = await retention.workflowsWithRecords({ after, limit: workflowsAtOnce });
      for (const workflowId of workflowIds) {
        signal.throwIfAborted();
        if (perWorkflow !== null) {
          await all(() => retention.pruneByCount({ workflowId, keep: perWorkflow, limit: batch }));
        }
        if (before !== null) {
          await all(() => retention.pruneAside({ workflowId, receivedBefore: before, limit: batch }));
        }
      }
      const last = workflowIds.at(-1);
      if (last === undefined || workflowIds.length < workflowsAtOnce) break;
      after = last;
    }

    if (Object.values(gone).some((rows) => rows > 0)) log.info(gone, "what is no longer kept was removed");
    await tasks.add(pruneTask(clock() + everyMs));
  };
}
