import type pg from "pg";
import { keepConnection } from "../stores/database/postgres/lasting-connection.ts";
import type { PoolLog } from "../stores/database/postgres/pool.ts";

/** First half of the keys of our advisory locks; the second is a hash of the worker's id. */
const lockClass = 1_936_484_713;

/**
 * Which of graphile-worker's workers live: each holds an advisory lock of a session, which ends with its process, however
 * that ends. The library itself would keep the tasks of a killed process locked for four hours.
 */
export interface LivingWorkers {
  /** A worker of this process began. */
  add(workerId: string): Promise<void>;
  close(): Promise<void>;
}

export async function announceWorkers(given: {
  readonly url: string;
  readonly log: PoolLog;
}): Promise<LivingWorkers> {
  const ids = new Set<string>();
  const lock = "select pg_advisory_lock_shared($1::int, hashtext(id)) from unnest($2::text[]) as id";
  const connection = await keepConnection({
    ...given,
    prepare: async (client) => {
      await client.query(lock, [lockClass, [...ids]]);
    },
  });
  return {
    async add(workerId) {
      ids.add(workerId);
      // Without a connection it is done by the next one.
      await connection.query(lock, [lockClass, [workerId]]).catch(() => {});
    },
    close: () => connection.close(),
  };
}

/**
 * Frees the tasks of workers that live no more and were dead at the last look already (`suspects`): one whose connection was
 * lost with everybody else's takes its lock again at once. Resolves to the suspects of this look.
 */
export async function unlockDeadWorkers(
  pool: pg.Pool,
  suspects: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct locked_by as id from graphile_worker.jobs
      where locked_by is not null and not exists (
        select from pg_locks
        where locktype = 'advisory' and classid = $1::int::oid and objid = hashtext(locked_by)::oid
          and database = (select oid from pg_database where datname = current_database()))`,
    [lockClass],
  );
  const dead = rows.map(({ id }) => id);
  const sure = dead.filter((id) => suspects.has(id));
  if (sure.length > 0) await pool.query("select graphile_worker.force_unlock_workers($1::text[])", [sure]);
  return new Set(dead);
}
