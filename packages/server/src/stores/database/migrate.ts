import { fileURLToPath } from "node:url";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { version } from "../../version.ts";
import type { Connection } from "./connect.ts";
import { type AppliedMigration, pendingOf } from "./known-migrations.ts";
import { MigrationError } from "./migration-error.ts";

export interface MigrationResult {
  /** How many migrations were applied now. */
  readonly applied: number;
  /** Where the file was copied to before it was changed; null when it was new or up to date. */
  readonly copy: string | null;
}

const table = "__drizzle_migrations";
const ownMigrations = fileURLToPath(new URL("../migrations", import.meta.url));
const remedy = "start that version, or restore the copy that it made beside the file before it changed it";

/** The migrations of this program, oldest first. */
export function knownMigrations(folder: string = ownMigrations): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: folder });
}

/**
 * Brings the file to today's schema. All of it is one transaction that holds the write lock, so that processes that
 * start together on one file apply each migration once, and a failing migration leaves nothing behind.
 * An existing file is copied beside itself first (`<file>.before-<time>`).
 * Throws a `MigrationError` when the file was written by a newer version.
 */
export function migrate(
  connection: Connection,
  options: { readonly migrations?: string; readonly now?: Date } = {},
): MigrationResult {
  const known = knownMigrations(options.migrations);
  const client = connection.$client;

  const before = appliedIn(connection);
  const pending = pendingOf({ known, applied: before, what: `The database ${client.name}`, remedy });
  if (pending.length === 0) return { applied: 0, copy: null };
  const copy = before.length > 0 ? copyFile(connection, options.now ?? new Date()) : null;

  // A rebuilt table would take the rows that refer to it along; SQLite ignores this pragma inside a transaction.
  client.pragma("foreign_keys = OFF");
  try {
    const applied = client.transaction(() => applyPending(connection, known)).immediate();
    return { applied, copy };
  } finally {
    client.pragma("foreign_keys = ON");
  }
}

/** What a file has and lacks, seen without changing it. Throws as `migrate` does for a file of a newer version. */
export function migrationState(connection: Connection): {
  readonly applied: number;
  readonly pending: number;
} {
  const known = knownMigrations();
  const applied = appliedIn(connection);
  const what = `The database ${connection.$client.name}`;
  return { applied: applied.length, pending: pendingOf({ known, applied, what, remedy }).length };
}

function applyPending(connection: Connection, known: MigrationMeta[]): number {
  const client = connection.$client;
  client.exec(
    `CREATE TABLE IF NOT EXISTS ${table} (id INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL, created_at NUMERIC, version TEXT)`,
  );
  if (!hasVersions(connection)) client.exec(`ALTER TABLE ${table} ADD COLUMN version TEXT`);
  // Read again: another process may have migrated while this one waited for the lock.
  const what = `The database ${client.name}`;
  const pending = pendingOf({ known, applied: appliedIn(connection), what, remedy });
  const remember = client.prepare(`INSERT INTO ${table} (hash, created_at, version) VALUES (?, ?, ?)`);
  for (const migration of pending) {
    for (const statement of migration.sql) client.exec(statement);
    remember.run(migration.hash, migration.folderMillis, version);
  }
  const broken: unknown = client.pragma("foreign_key_check");
  if (Array.isArray(broken) && broken.length > 0) {
    throw new MigrationError(
      `The database ${client.name} has rows that refer to missing rows; nothing was changed.`,
    );
  }
  return pending.length;
}

/** What was applied to a file, oldest first. */
export function appliedIn(connection: Pick<Connection, "$client">): AppliedMigration[] {
  const client = connection.$client;
  const exists = client.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table);
  if (exists === undefined) return [];
  const maker = hasVersions(connection) ? "version" : "NULL";
  return client
    .prepare<[], AppliedMigration>(
      `SELECT created_at AS madeAt, hash, ${maker} AS version FROM ${table} ORDER BY created_at`,
    )
    .all();
}

/** Databases of before the first release do not remember who changed them. */
function hasVersions({ $client }: Pick<Connection, "$client">): boolean {
  return (
    $client.prepare(`SELECT 1 FROM pragma_table_info('${table}') WHERE name = 'version'`).get() !== undefined
  );
}

function copyFile(connection: Connection, now: Date): string {
  const client = connection.$client;
  const stamp = now.toISOString().replaceAll(/[:.]/g, "-");
  const copy = `${client.name}.before-${stamp}-${process.pid}`;
  client.prepare("VACUUM INTO ?").run(copy);
  return copy;
}
