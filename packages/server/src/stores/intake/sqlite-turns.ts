import { and, asc, count, desc, eq, inArray, isNotNull, isNull, ne, or } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import { executions } from "../schema/executions.ts";

/** Who asks for turns, and when. */
export interface TurnsAsked {
  readonly key: string;
  /** How many may go on at once; left out: what the execution that came last says. A workflow's limit changes while others wait. */
  readonly limit?: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Those of a concurrency key that wait have their turn, the oldest first, until it is full. How much room is left then. */
export function giveTurns(connection: Connection, { key, limit, at }: TurnsAsked): number {
  const ofKey = and(eq(executions.concurrencyKey, key), isNull(executions.finishedAt));
  const most = limit ?? newestLimit(connection, ofKey);
  const [found] = connection
    .select({ active: count() })
    .from(executions)
    .where(and(ofKey, or(ne(executions.status, "queued"), isNotNull(executions.wakeAt))))
    .all();
  const room = most - (found?.active ?? 0);
  if (room <= 0) return 0;
  const next = connection
    .select({ id: executions.id })
    .from(executions)
    .where(and(ofKey, eq(executions.status, "queued"), isNull(executions.wakeAt)))
    .orderBy(asc(executions.id))
    .limit(room)
    .all();
  if (next.length === 0) return room;
  const ids = next.map(({ id }) => id);
  connection
    .update(executions)
    .set({ wakeAt: at, waitingFor: null })
    .where(inArray(executions.id, ids))
    .run();
  return room - ids.length;
}

function newestLimit(connection: Connection, ofKey: ReturnType<typeof and>): number {
  const newest = connection
    .select({ limit: executions.concurrencyLimit })
    .from(executions)
    .where(ofKey)
    .orderBy(desc(executions.id))
    .limit(1)
    .get();
  return newest?.limit ?? 1;
}
