import { and, asc, count, desc, eq, inArray, isNull, lt, or } from "drizzle-orm";
import { fanOutTask } from "../../tasks/new-tasks.ts";
import type { Database } from "../database/database.ts";
import { insertTask } from "../database/insert-task.ts";
import { decodeCursor, pageOf } from "../paging/cursor.ts";
import { eventStarts, events } from "../schema/events.ts";
import { eventRow } from "./event-row.ts";
import { countsById, startRow, toStart } from "./records.ts";
import type { EventRow, EventsStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;

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

/** Events in SQLite. Those of `emit` steps are written by the intake, with the same row (`eventRow`). */
export function createSqliteEventsStore(database: Database): EventsStore {
  const { read, write } = database;
  return {
    async add(event) {
      return write.transaction((tx) => {
        const { changes } = tx.insert(events).values(eventRow(event)).onConflictDoNothing().run();
        if (changes === 0) return false;
        insertTask(write, { task: fanOutTask(event.id), at: event.receivedAt });
        return true;
      }, immediate);
    },

    async get(id) {
      // One snapshot: the event and what it started belong together.
      return read.transaction((tx) => {
        const row = tx
          .select({ ...rowColumns, data: events.data })
          .from(events)
          .where(eq(events.id, id))
          .get();
        if (!row) return undefined;
        const starts = tx
          .select()
          .from(eventStarts)
          .where(eq(eventStarts.eventId, id))
          .orderBy(asc(eventStarts.workflowId))
          .all();
        return { ...row, starts: starts.map(toStart) };
      });
    },

    async list({ type, cursor, limit }) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor);
      const rows: EventRow[] = read
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
        .limit(limit + 1)
        .all();
      return pageOf(rows, { limit, position: ({ receivedAt, id }) => [receivedAt, id] });
    },

    async fannedOut({ id, at, depth, stopped, starts }) {
      write.transaction((tx) => {
        const { changes } = tx
          .update(events)
          .set({ fannedOutAt: at, depth, stopped })
          .where(and(eq(events.id, id), isNull(events.fannedOutAt)))
          .run();
        if (changes === 0) return;
        for (const start of starts) tx.insert(eventStarts).values(startRow(id, start)).run();
      }, immediate);
    },

    async startCounts(ids) {
      if (ids.length === 0) return new Map();
      const rows = read
        .select({ id: eventStarts.eventId, all: count(), refused: count(eventStarts.problem) })
        .from(eventStarts)
        .where(inArray(eventStarts.eventId, [...ids]))
        .groupBy(eventStarts.eventId)
        .all();
      return countsById(rows);
    },

    async waiting({ before, limit }) {
      const rows = read
        .select({ id: events.id })
        .from(events)
        .where(and(isNull(events.fannedOutAt), lt(events.receivedAt, before)))
        .orderBy(asc(events.receivedAt))
        .limit(limit)
        .all();
      return rows.map(({ id }) => id);
    },
  };
}
