import { eq } from "drizzle-orm";
import { tickTask } from "../../tasks/new-tasks.ts";
import { headOf } from "../../triggers/event-pattern.ts";
import type { Connection } from "../database/connect.ts";
import { insertTask } from "../database/insert-task.ts";
import { eventListeners, schedules } from "../schema/triggers.ts";
import type { Listening } from "../triggers/store.ts";
import { scheduleProgress } from "./records.ts";

/** Puts what a version listens to in the place of what the one before it listened to, and plans its first tick. */
export function writeListening(
  to: Connection,
  { id, listening, at }: { id: string; listening: Listening; at: number },
): void {
  const before = to.select().from(schedules).where(eq(schedules.workflowId, id)).get();
  deleteListening(to, id);
  if (listening.kind === "event") {
    for (const pattern of new Set(listening.patterns)) {
      to.insert(eventListeners)
        .values({ workflowId: id, pattern, head: headOf(pattern) })
        .run();
    }
  }
  if (listening.kind !== "schedule") return;
  const { cron, timeZone, missed } = listening;
  const progress = scheduleProgress({ before, listening, at });
  to.insert(schedules)
    .values({ workflowId: id, cron, timeZone, missed, ...progress })
    .run();
  const { nextAt: runAt } = progress;
  if (runAt !== null) insertTask(to, { task: tickTask({ workflowId: id, runAt }), at });
}

/** Takes a workflow off clock and events. */
export function deleteListening(to: Pick<Connection, "delete">, id: string): void {
  to.delete(schedules).where(eq(schedules.workflowId, id)).run();
  to.delete(eventListeners).where(eq(eventListeners.workflowId, id)).run();
}
