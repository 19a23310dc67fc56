import { and, asc, count, desc, eq, inArray, isNull, lt, or } from "drizzle-orm";
import { fanOutTask } from "../../tasks/new-tasks.ts";
import { addTasks } from "../database/postgres/add-tasks.ts";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { decodeCursor, pageOf } from "../paging/cursor.ts";
import { eventStarts, events } from "../schema/postgres/events.ts";
import { eventRow } from "./event-row.ts";
import { countsById, startRow, toStart } from "./records.ts";
import type { EventRow, EventsStore } from "./store.ts";

const rowColumns = {
  id: events.id,
  type: events.type,
  source: events.source,
  occurredAt: events.occurredAt,
  receivedAt: events.receivedAt,
  userId: events.userId,
  executionId: events.executionId,
  fannedOutAt: events.fannedOutAt,
  depth: events.depth,
  stopped: events.stopped,
};

/** Events in PostgreSQL. Those of `emit` steps are written by the intake, with the same row (`emittedRow`). */
export function createPostgresEventsStore(database: PostgresDatabase): EventsStore {
  const { db } = database;
  return {
    add(event) {
      return database.transaction(async (tx, client) => {
        const { rowCount } = await tx.insert(events).values(eventRow(event)).onConflictDoNothing();
        if (rowCount !== 1) return false;
        await addTasks(client, { tasks: [fanOutTask(event.id)], at: event.receivedAt });
        return true;
      });
    },

    async get(id) {
      const [row] = await db
        .select({ ...rowColumns, data: events.data })
        .from(events)
        .where(eq(events.id, id));
      if (!row) return undefined;
      // They are written once, together with `fannedOutAt`: an event that has none yet may find them, never half of them.
      const starts = await db
        .select()
        .from(eventStarts)
        .where(eq(eventStarts.eventId, id))
        .orderBy(asc(eventStarts.workflowId));
      return { ...row, starts: starts.map(toStart) };
    },

    async list({ type, cursor, limit }) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor);
      const rows: EventRow[] = await db
        .select(rowColumns)
        .from(events)
        .where(
          and(
            type === undefined ? undefined : eq(events.type, type),
            after &&
              or(
                lt(events.receivedAt, after[0]),
                and(eq(events.receivedAt, after[0]), lt(events.id, after[1])),
              ),
          ),
        )
        .orderBy(desc(events.receivedAt), desc(events.id))
        .limit(limit + 1);
      return pageOf(rows, { limit, position: ({ receivedAt, id }) => [receivedAt, id] });
    },

    fannedOut({ id, at, depth, stopped, starts }) {
      return database.transaction(async (tx) => {
        const { rowCount } = await tx
          .update(events)
          .set({ fannedOutAt: at, depth, stopped })
          .where(and(eq(events.id, id), isNull(events.fannedOutAt)));
        if (rowCount !== 1 || starts.length === 0) return;
        await tx.insert(eventStarts).values(starts.map((start) => startRow(id, start)));
      });
    },

    async startCounts(ids) {
      if (ids.length === 0) return new Map();
      const rows = await db
        .select({ id: eventStarts.eventId, all: count(), refused: count(eventStarts.problem) })
        .from(eventStarts)
        .where(inArray(eventStarts.eventId, [...ids]))
        .groupBy(eventStarts.eventId);
      return countsById(rows);
    },

    async waiting({ before, limit }) {
      const rows = await db
        .select({ id: events.id })
        .from(events)
        .where(and(isNull(events.fannedOutAt), lt(events.receivedAt, before)))
        .orderBy(asc(events.receivedAt))
        .limit(limit);
      return rows.map(({ id }) => id);
    },
  };
}
