import { and, asc, eq, gt, inArray, isNotNull, lte } from "drizzle-orm";
import { tickTask } from "../../tasks/new-tasks.ts";
import { addTasks } from "../database/postgres/add-tasks.ts";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { eventListeners, schedules } from "../schema/postgres/triggers.ts";
import { workflows } from "../schema/postgres/workflows.ts";
import type { TriggersStore } from "./store.ts";

/** What listens to the clock and to events, in PostgreSQL. */
export function createPostgresTriggersStore(database: PostgresDatabase): TriggersStore {
  const { db } = database;
  return {
    async schedule(workflowId) {
      const [row] = await db
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
        .where(eq(schedules.workflowId, workflowId));
      return row;
    },

    advance({ schedule, doneUntil, nextAt, at }) {
      return database.transaction(async (tx, client) => {
        const { rowCount } = await tx
          .update(schedules)
          .set({ doneUntil, nextAt })
          .where(
            and(
              eq(schedules.workflowId, schedule.workflowId),
              eq(schedules.cron, schedule.cron),
              eq(schedules.timeZone, schedule.timeZone),
              eq(schedules.doneUntil, schedule.doneUntil),
            ),
          );
        if (rowCount !== 1) return false;
        const { workflowId } = schedule;
        if (nextAt !== null) await addTasks(client, { tasks: [tickTask({ workflowId, runAt: nextAt })], at });
        return true;
      });
    },

    async due({ at, limit }) {
      const rows = await db
        .select({ workflowId: schedules.workflowId })
        .from(schedules)
        .where(and(isNotNull(schedules.nextAt), lte(schedules.nextAt, at)))
        .orderBy(asc(schedules.nextAt))
        .limit(limit);
      return rows.map(({ workflowId }) => workflowId);
    },

    async planned({ after, limit }) {
      const rows = await db
        .select({ workflowId: schedules.workflowId, nextAt: schedules.nextAt })
        .from(schedules)
        .where(and(isNotNull(schedules.nextAt), gt(schedules.workflowId, after)))
        .orderBy(asc(schedules.workflowId))
        .limit(limit);
      return rows.flatMap(({ workflowId, nextAt }) => (nextAt === null ? [] : [{ workflowId, nextAt }]));
    },

    async listeners({ heads }) {
      return db
        .select({ workflowId: eventListeners.workflowId, pattern: eventListeners.pattern })
        .from(eventListeners)
        .innerJoin(workflows, eq(workflows.id, eventListeners.workflowId))
        .where(and(inArray(eventListeners.head, [...heads]), eq(workflows.paused, false)))
        .orderBy(asc(eventListeners.workflowId), asc(eventListeners.pattern));
    },
  };
}
