import { sql } from "drizzle-orm";
import type { Database } from "../stores/database/database.ts";
import type { PostgresDatabase } from "../stores/database/postgres/database.ts";
import { tasks } from "../stores/schema/tasks.ts";

/** Keys of the tasks that wait in the embedded queue, with the moments they are due (milliseconds since 1970). */
export function waitingInSqlite({ read }: Database): { key: string; runAt: number }[] {
  return read
    .all<{ key: string; runAt: number }>(
      sql`select key, run_at as runAt from ${tasks} where state = 'waiting'`,
    )
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Keys of the tasks that wait in graphile-worker's queue. */
export async function waitingInPostgres({ db }: PostgresDatabase): Promise<string[]> {
  const { rows } = await db.execute<{ key: string }>(
    sql`select key from graphile_worker.jobs where locked_at is null order by key collate "C"`,
  );
  return rows.map(({ key }) => key);
}
