import { and, asc, eq, gt, inArray, isNotNull, lte } from "drizzle-orm";
import { tickTask } from "../../tasks/new-tasks.ts";
import type { Database } from "../database/database.ts";
import { insertTask } from "../database/insert-task.ts";
import { eventListeners, schedules } from "../schema/triggers.ts";
import { workflows } from "../schema/workflows.ts";
import type { TriggersStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;

/** What listens to the clock and to events, in SQLite. */
export function createSqliteTriggersStore(database: Database): TriggersStore {
  const { read, write } = database;
  return {
    async schedule(workflowId) {
      return read
        .select({
          workflowId: schedules.workflowId,
          cron: schedules.cron,
          timeZone: schedules.timeZone,
          missed: schedules.missed,
          doneUntil: schedules.doneUntil,
          nextAt: schedules.nextAt,
          paused: workflows.paused,
        })
        .from(schedules)
        .innerJoin(workflows, eq(workflows.id, schedules.workflowId))
        .where(eq(schedules.workflowId, workflowId))
        .get();
    },

    async advance({ schedule, doneUntil, nextAt, at }) {
      return write.transaction((tx) => {
        const { changes } = tx
          .update(schedules)
          .set({ doneUntil, nextAt })
          .where(
            and(
              eq(schedules.workflowId, schedule.workflowId),
              eq(schedules.cron, schedule.cron),
              eq(schedules.timeZone, schedule.timeZone),
              eq(schedules.doneUntil, schedule.doneUntil),
            ),
          )
          .run();
        if (changes === 0) return false;
        const { workflowId } = schedule;
        if (nextAt !== null) insertTask(write, { task: tickTask({ workflowId, runAt: nextAt }), at });
        return true;
      }, immediate);
    },

    async due({ at, limit }) {
      const rows = read
        .select({ workflowId: schedules.workflowId })
        .from(schedules)
        .where(and(isNotNull(schedules.nextAt), lte(schedules.nextAt, at)))
        .orderBy(asc(schedules.nextAt))
        .limit(limit)
        .all();
      return rows.map(({ workflowId }) => workflowId);
    },

    async planned({ after, limit }) {
      const rows = read
        .select({ workflowId: schedules.workflowId, nextAt: schedules.nextAt })
        .from(schedules)
        .where(and(isNotNull(schedules.nextAt), gt(schedules.workflowId, after)))
        .orderBy(asc(schedules.workflowId))
        .limit(limit)
        .all();
      return rows.flatMap(({ workflowId, nextAt }) => (nextAt === null ? [] : [{ workflowId, nextAt }]));
    },

    async listeners({ heads }) {
      return read
        .select({ workflowId: eventListeners.workflowId, pattern: eventListeners.pattern })
        .from(eventListeners)
        .innerJoin(workflows, eq(workflows.id, eventListeners.workflowId))
        .where(and(inArray(eventListeners.head, [...heads]), eq(workflows.paused, false)))
        .orderBy(asc(eventListeners.workflowId), asc(eventListeners.pattern))
        .all();
    },
  };
}
