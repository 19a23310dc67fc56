import { fileURLToPath } from "node:url";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
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
const migrationsFolder = fileURLToPath(new URL("../../migrations-postgres", import.meta.url));

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
}): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder: options.migrations ?? migrationsFolder });
  const client = new pg.Client({ ...connectionOptions(options.url), query_timeout: patienceMs });
  client.on("error", () => {});
  await client.connect();
  try {
    await insistOnVersion(client);
    if (pendingOf(known, await appliedIn(client)).length === 0) return 0;
    await client.query("BEGIN");
    await client.query("select set_config('statement_timeout', '0', true)");
    await client.query("select pg_advisory_xact_lock($1)", [migrationLock]);
    // Read again: another process may have migrated while this one waited for the lock.
    const pending = pendingOf(known, await appliedIn(client));
    for (const migration of pending) await apply(client, migration);
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
  const known = readMigrationFiles({ migrationsFolder });
  const applied = await appliedIn(client);
  return { applied: applied.length, pending: pendingOf(known, applied).length };
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

async function apply(client: pg.Client, migration: MigrationMeta): Promise<void> {
  for (const statement of migration.sql) {
    // An administrator may have made the schema for a role that may not.
    if (/^CREATE SCHEMA "sluice"/.test(statement.trim()) && (await exists(client, schemaQuery))) continue;
    await client.query(statement);
  }
  await client.query(
    `create table if not exists ${table} (made_at bigint primary key, hash text not null, applied_at timestamptz not null default now())`,
  );
  await client.query(`insert into ${table} (made_at, hash) values ($1, $2)`, [
    migration.folderMillis,
    migration.hash,
  ]);
}

interface Applied {
  readonly madeAt: number;
  readonly hash: string;
}

async function appliedIn(client: pg.Client): Promise<Applied[]> {
  if (!(await exists(client, tableQuery))) return [];
  const { rows } = await client.query<{ made_at: string; hash: string }>(
    `select made_at, hash from ${table}`,
  );
  return rows.map(({ made_at, hash }) => ({ madeAt: Number(made_at), hash }));
}

async function exists(client: pg.Client, query: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(`select exists (${query}) as there`);
  return rows[0]?.there === true;
}

function pendingOf(known: readonly MigrationMeta[], applied: readonly Applied[]): MigrationMeta[] {
  const ours = new Map(known.map((migration) => [migration.folderMillis, migration.hash]));
  if (applied.some(({ madeAt, hash }) => ours.get(madeAt) !== hash)) {
    throw new MigrationError(
      "The PostgreSQL database was written by a newer or different version of Sluice: start that version, or restore the backup from before the upgrade.",
    );
  }
  const done = new Set(applied.map(({ madeAt }) => madeAt));
  return known.filter(({ folderMillis }) => !done.has(folderMillis));
}
