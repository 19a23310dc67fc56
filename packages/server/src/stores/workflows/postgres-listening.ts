import { eq } from "drizzle-orm";
import type pg from "pg";
import { tickTask } from "../../tasks/new-tasks.ts";
import { headOf } from "../../triggers/event-pattern.ts";
import { addTasks } from "../database/postgres/add-tasks.ts";
import type { Connection } from "../database/postgres/transaction.ts";
import { eventListeners, schedules } from "../schema/postgres/triggers.ts";
import type { Listening } from "../triggers/store.ts";
import { scheduleProgress } from "./records.ts";

/** Puts what a version listens to in the place of what the one before it listened to, and plans its first tick. */
export async function writeListening(
  { tx, client }: { tx: Connection; client: pg.ClientBase },
  { id, listening, at }: { id: string; listening: Listening; at: number },
): Promise<void> {
  const [before] = await tx.select().from(schedules).where(eq(schedules.workflowId, id)).for("update");
  await deleteListening(tx, id);
  if (listening.kind === "event") {
    const patterns = [...new Set(listening.patterns)];
    const rows = patterns.map((pattern) => ({ workflowId: id, pattern, head: headOf(pattern) }));
    if (rows.length > 0) await tx.insert(eventListeners).values(rows);
  }
  if (listening.kind !== "schedule") return;
  const { cron, timeZone, missed } = listening;
  const progress = scheduleProgress({ before, listening, at });
  await tx.insert(schedules).values({ workflowId: id, cron, timeZone, missed, ...progress });
  const { nextAt: runAt } = progress;
  if (runAt !== null) await addTasks(client, { tasks: [tickTask({ workflowId: id, runAt })], at });
}

/** Takes a workflow off clock and events. */
export async function deleteListening(tx: Connection, id: string): Promise<void> {
  await tx.delete(schedules).where(eq(schedules.workflowId, id));
  await tx.delete(eventListeners).where(eq(eventListeners.workflowId, id));
}
