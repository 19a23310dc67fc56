import { sql } from "drizzle-orm";
import type { NewTask } from "../../tasks/tasks.ts";
import { tasks } from "../schema/tasks.ts";
import type { Connection } from "./connect.ts";

/**
 * Stores a task of the embedded queue in the caller's transaction, due at `at` (milliseconds since 1970) unless it says
 * otherwise. While one of its key waits, that one is moved to the earlier moment instead. Call `tasks.poke()` after the commit.
 */
export function insertTask(
  connection: Connection,
  given: { readonly task: NewTask; readonly at: number },
): void {
  const { kind, payload, key, runAt = given.at } = given.task;
  connection
    .insert(tasks)
    .values({ kind, payload: JSON.stringify(payload), key: key ?? null, runAt })
    .onConflictDoUpdate({
      target: tasks.key,
      targetWhere: sql`state = 'waiting' and key is not null`,
      set: { runAt: sql`min(${tasks.runAt}, excluded.run_at)` },
    })
    .run();
}
