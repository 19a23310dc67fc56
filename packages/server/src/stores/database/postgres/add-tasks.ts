import type pg from "pg";
import { defaultMaxAttempts, type NewTask } from "../../../tasks/tasks.ts";
import { escapeText } from "../../schema/postgres/columns.ts";

/**
 * Stores tasks of graphile-worker's queue in the caller's transaction, due `at` (milliseconds since 1970, of this machine's
 * clock) unless they say otherwise. While one of a key waits, it is moved to the earlier moment. The commit wakes the workers.
 */
export async function addTasks(
  client: Pick<pg.ClientBase, "query">,
  given: { readonly tasks: readonly NewTask[]; readonly at: number; readonly maxAttempts?: number },
): Promise<void> {
  const { at, maxAttempts = defaultMaxAttempts } = given;
  const tasks = oneOfEachKey(given.tasks);
  if (tasks.length === 0) return;
  const keys = tasks.flatMap(({ key }) => (key === undefined ? [] : [escapeText(key)])).sort();
  if (keys.length > 0) {
    // The library knows "replace" and "keep", not "the earlier of both": nobody else may move these until the commit. Sorted,
    // so that two who lock the same keys do not wait for each other.
    await client.query(
      "select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest($1::text[]) as key",
      [keys],
    );
  }
  // Relative to the database's clock: machines need not agree about the time of day.
  await client.query(
    `select count(*) from graphile_worker.add_jobs(array(
      select row(task.kind, task.payload::json, null, least(now() + make_interval(secs => task.delay / 1000), (
          select run_at from graphile_worker.jobs
          where jobs.key = task.key and locked_at is null and attempts < max_attempts
        )), $5::smallint, task.key, null, null)::graphile_worker.job_spec
      from unnest($1::text[], $2::text[], $3::float8[], $4::text[]) as task(kind, payload, delay, key)))`,
    [
      tasks.map(({ kind }) => kind),
      tasks.map(({ payload }) => JSON.stringify(payload)),
      tasks.map(({ runAt = at }) => Math.max(0, runAt - at)),
      tasks.map(({ key }) => (key === undefined ? null : escapeText(key))),
      maxAttempts,
    ],
  );
}

/** A statement may name a key once: the earliest of each. */
function oneOfEachKey(tasks: readonly NewTask[]): NewTask[] {
  const byKey = new Map<string | NewTask, NewTask>();
  for (const task of tasks) {
    const key = task.key ?? task;
    const known = byKey.get(key);
    if (!known || (known.runAt ?? 0) > (task.runAt ?? 0)) byKey.set(key, task);
  }
  return [...byKey.values()];
}
