import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import { executions } from "../schema/executions.ts";

/** The next one of a concurrency key that waits for its turn has it, if there is room. */
export function giveTurn(connection: Connection, key: string, at: number): void {
  const next = connection
    .select({ id: executions.id, limit: executions.concurrencyLimit })
    .from(executions)
    .where(
      and(
        eq(executions.concurrencyKey, key),
        isNull(executions.finishedAt),
        eq(executions.status, "queued"),
        isNull(executions.wakeAt),
      ),
    )
    .orderBy(asc(executions.id))
    .limit(1)
    .get();
  if (!next) return;
  connection.run(sql`update executions set wake_at = ${at}, waiting_for = null where id = ${next.id} and
    (select count(*) from executions where concurrency_key = ${key} and finished_at is null
      and (status <> 'queued' or wake_at is not null)) < ${next.limit ?? 1}`);
}
