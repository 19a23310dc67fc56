import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { isUnavailable, sqlStateOf } from "../../store-unavailable.ts";

/** The pool as drizzle sees it, or a transaction on one connection of it. */
export type Connection = NodePgDatabase;

/** Two transactions that waited for each other: PostgreSQL has taken one back, and it may simply be done again. */
const mayBeRepeated = new Set(["40001", "40P01"]);
const attempts = 5;

/**
 * One transaction on a connection of its own, done again when PostgreSQL took it back for the sake of another one: `work`
 * must touch nothing but the database. What it throws takes everything back.
 */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (tx: Connection, client: pg.ClientBase) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (attempt === attempts || !mayBeRepeated.has(sqlStateOf(error))) throw error;
    }
  }
}

async function once<Result>(
  pool: pg.Pool,
  work: (tx: Connection, client: pg.ClientBase) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query("BEGIN");
    const result = await work(drizzle(client), client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // Nobody knows what a connection is still up to that did not answer: it is thrown away, and its transaction with it.
    broken = isUnavailable(error);
    if (!broken) {
      await client.query("ROLLBACK").catch(() => {
        broken = true;
      });
    }
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Whether a transaction that failed so may be done again at once. */
export function isRepeatable(error: unknown): boolean {
  return mayBeRepeated.has(sqlStateOf(error));
}
