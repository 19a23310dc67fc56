import { randomUUID } from "node:crypto";
import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { insistOnKnown } from "../known-migrations.ts";
import { appliedIn, knownMigrations, migratePostgres } from "./migrate.ts";
import { createPool, type PoolLog, silentLog } from "./pool.ts";
import { type Connection, inTransaction } from "./transaction.ts";

/** Connections for everything but the intake. */
const generalConnections = 10;
/** The intake has its own, so that slow lists never keep a delivery waiting; the second asks what became of a commit. */
const intakeConnections = 2;

/** A PostgreSQL database that other processes share, opened and migrated. */
export interface PostgresDatabase {
  readonly url: string;
  /** Tells this process's news from those of the others. */
  readonly processId: string;
  /** Each statement is a transaction of its own. */
  readonly db: Connection;
  transaction<Result>(
    /** `client`: the same connection, for what is written without drizzle. */
    work: (tx: Connection, client: pg.ClientBase) => Promise<Result>,
  ): Promise<Result>;
  readonly intakePool: pg.Pool;
  /** How many migrations opening it applied. */
  readonly applied: number;
  /** Whether statements run at all: rejects with what PostgreSQL says when not. */
  check(): Promise<void>;
  /** Whether the tables are still those of this program: rejects once a newer one has changed them. */
  checkTables(): Promise<void>;
  close(): Promise<void>;
}

const withoutCopy =
  "the tables are brought to this version now, and no copy was made: what leads back is your last backup";

/**
 * Opens and migrates. A database that goes away later is no end: statements fail with errors that `isUnavailable` knows
 * and work again when it is back. Throws a `MigrationError` for one of a newer version.
 */
export async function openPostgres(options: {
  readonly url: string;
  readonly log?: PoolLog;
  readonly migrations?: string;
  /** Makes the copy that leads back, before tables that are there are changed; null: none was made. */
  readonly beforeUpgrade?: () => Promise<string | null>;
}): Promise<PostgresDatabase> {
  const { url, log = silentLog, beforeUpgrade } = options;
  const applied = await migratePostgres({
    ...options,
    async beforeChange(migrations) {
      const copy = (await beforeUpgrade?.()) ?? null;
      if (copy === null) log.warn({ migrations }, withoutCopy);
      else log.warn({ migrations, copy }, "the database was backed up, and is brought to this version now");
    },
  });
  const known = knownMigrations(options.migrations);
  const pool = createPool({ url, log, max: generalConnections });
  const intakePool = createPool({ url, log, max: intakeConnections });
  // Of its own: when all others are busy, the process still tells that the database is there.
  const checkPool = createPool({ url, log, max: 1 });
  const close = async () => {
    await Promise.all([pool.end(), intakePool.end(), checkPool.end()]);
  };
  return {
    ...{ url, intakePool, applied, processId: randomUUID() },
    db: drizzle(pool),
    transaction: (work) => inTransaction(pool, work),
    async check() {
      await checkPool.query("select 1 from sluice.migrations limit 1");
    },
    async checkTables() {
      insistOnKnown(await appliedIn(checkPool), known);
    },
    close: once(close),
  };
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => {
    closed ??= close();
    return closed;
  };
}
