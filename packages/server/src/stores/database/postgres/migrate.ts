import { fileURLToPath } from "node:url";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { version } from "../../../version.ts";
import { type AppliedMigration, pendingOf } from "../known-migrations.ts";
import { MigrationError } from "../migration-error.ts";
import { connectionOptions } from "./pool.ts";

/** Any number that no other program on the database uses: whoever holds this advisory lock migrates. */
const migrationLock = 7_584_201_113;
/** Another process may be rebuilding a large table. */
const patienceMs = 10 * 60_000;
const oldestVersion = 14;

const table = "sluice.migrations";
// Read from the catalogue itself: `to_regclass` may answer from a memory that is older than the lock.
const tableQuery = "select from pg_tables where schemaname = 'sluice' and tablename = 'migrations'";
const schemaQuery = "select from pg_namespace where nspname = 'sluice'";
const ownMigrations = fileURLToPath(new URL("../../migrations-postgres", import.meta.url));
const what = "The PostgreSQL database";
const remedy = "start that version, or restore the backup from before the upgrade";

/** The migrations of this program, oldest first. */
export function knownMigrations(folder: string = ownMigrations): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: folder });
}

/** What a database has and lacks, seen without changing it. */
export interface MigrationState {
  readonly applied: number;
  readonly pending: number;
}

/**
 * Brings the database to today's schema, in one transaction under an advisory lock: processes that start together apply
 * each migration once, and a failing one leaves nothing behind. Resolves to how many were applied now.
 * Throws a `MigrationError` when the database was written by a newer version, or is older than PostgreSQL 14.
 */
export async function migratePostgres(options: {
  readonly url: string;
  readonly migrations?: string;
  /**
   * Awaited before tables that are there are changed, with how many migrations are to come; by one process alone, and not for
   * a new database. What it throws ends the start, and nothing is changed.
   */
  readonly beforeChange?: (migrations: number) => Promise<unknown>;
}): Promise<number> {
  const known = knownMigrations(options.migrations);
  const client = new pg.Client({ ...connectionOptions(options.url), query_timeout: patienceMs });
  client.on("error", () => {});
  await client.connect();
  try {
    await insistOnVersion(client);
    if (pendingOf({ known, applied: await appliedIn(client), what, remedy }).length === 0) return 0;
    await client.query("BEGIN");
    await client.query(
      "select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)",
    );
    await lockMigrations(client);
    // Read again: another process may have migrated while this one waited for the lock.
    const applied = await appliedIn(client);
    const pending = pendingOf({ known, applied, what, remedy });
    if (applied.length > 0 && pending.length > 0) await options.beforeChange?.(pending.length);
    await applyMigrations(client, pending);
    await client.query("COMMIT");
    return pending.length;
  } finally {
    // An open transaction ends with its connection.
    await client.end().catch(() => {});
  }
}

/** For `sluice doctor`. Throws as `migratePostgres` does. */
export async function migrationState(client: pg.Client): Promise<MigrationState> {
  await insistOnVersion(client);
  const known = knownMigrations();
  const applied = await appliedIn(client);
  return { applied: applied.length, pending: pendingOf({ known, applied, what, remedy }).length };
}

async function insistOnVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; name: string }>(
    "select current_setting('server_version_num') as version, current_setting('server_version') as name",
  );
  const [row] = rows;
  if (row && Math.floor(Number(row.version) / 10_000) >= oldestVersion) return;
  throw new MigrationError(
    `The database runs PostgreSQL ${row?.name ?? "of an unknown version"}; Sluice needs ${oldestVersion} or newer: upgrade it, or choose another in SLUICE_DATABASE_URL.`,
  );
}

/** Until the end of the transaction, nobody else changes tables. */
export async function lockMigrations(client: pg.Client): Promise<void> {
  await client.query("select pg_advisory_xact_lock($1)", [migrationLock]);
}

/** Within the transaction of whoever calls, who holds the lock. */
export async function applyMigrations(
  client: pg.Client,
  migrations: readonly MigrationMeta[],
): Promise<void> {
  for (const migration of migrations) await apply(client, migration);
}

async function apply(client: pg.Client, migration: MigrationMeta): Promise<void> {
  for (const statement of migration.sql) {
    // An administrator may have made the schema for a role that may not.
    if (/^CREATE SCHEMA "sluice"/.test(statement.trim()) && (await exists(client, schemaQuery))) continue;
    await client.query(statement);
  }
  await client.query(
    `create table if not exists ${table} (made_at bigint primary key, hash text not null, applied_at timestamptz not null default now(), version text)`,
  );
  await client.query(`alter table ${table} add column if not exists version text`);
  await client.query(`insert into ${table} (made_at, hash, version) values ($1, $2, $3)`, [
    migration.folderMillis,
    migration.hash,
    version,
  ]);
}

/** What was applied to a database, oldest first. */
export async function appliedIn(client: Pick<pg.Client, "query">): Promise<AppliedMigration[]> {
  if (!(await exists(client, tableQuery))) return [];
  // The whole row: databases of before the first release have no column for the version.
  const { rows } = await client.query<{ made_at: string; hash: string; version?: string | null }>(
    `select * from ${table} order by made_at`,
  );
  return rows.map(({ made_at, hash, version: maker }) => ({
    madeAt: Number(made_at),
    hash,
    version: maker ?? null,
  }));
}

async function exists(client: Pick<pg.Client, "query">, query: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(`select exists (${query}) as there`);
  return rows[0]?.there === true;
}
