import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { applyMigrations, knownMigrations, lockMigrations } from "../stores/database/postgres/migrate.ts";
import { installGraphile } from "../tasks/graphile.ts";
import { taskKinds } from "../tasks/tasks.ts";
import { BackupError } from "./backup-error.ts";
import { connectPatiently } from "./copy-postgres.ts";
import { prepareKey } from "./key.ts";
import { insistOnSchema, type Manifest, queueFile, tableFile } from "./manifest.ts";

/** Throws a `BackupError` when this program does not know the tables. */
export function checkPostgres(manifest: Manifest): { readonly pending: number } {
  const known = knownMigrations();
  insistOnSchema(manifest, known);
  return { pending: known.length - manifest.schema.length };
}

interface Given {
  readonly url: string;
  readonly folder: string;
  readonly data: string;
  readonly manifest: Manifest;
  readonly replace: boolean;
  readonly now: Date;
}

interface Put {
  readonly unfinished: number;
  readonly aside: readonly string[];
}

/**
 * Makes the tables as they were when the backup was made, and fills them, in one transaction: it is all there or nothing.
 * Tables that are there already stop it, or are kept in a schema of another name. No other process may be connected.
 * The key of the backup waits beside the folder's own until the tables that need it are committed: where that was cut off in
 * between, the next start takes it.
 */
export async function putPostgresBack(given: Given): Promise<Put> {
  const { url, manifest, now } = given;
  const client = await connectPatiently(url);
  try {
    await insistOnSilence(client);
    await insistOnRoom(client, given.replace);
    await installGraphile({ url, log: { warn: () => {}, error: () => {} } });
    await client.query("BEGIN");
    await client.query("select set_config('statement_timeout', '0', true)");
    await lockMigrations(client);
    const keyIds = await keysThere(client);
    const aside = await moveAside(client, now);
    const had = new Set(manifest.schema.map(({ madeAt }) => madeAt));
    await applyMigrations(
      client,
      knownMigrations().filter(({ folderMillis }) => had.has(folderMillis)),
    );
    for (const table of await inOrderOfReferences(client, Object.keys(manifest.columns ?? {}))) {
      await fill(client, { ...given, table });
    }
    if (manifest.files.some(({ name }) => name === queueFile)) await fillQueue(client, given.folder);
    // Nobody of those who held executions when the backup was made holds them here.
    await client.query("update sluice.workers set lease_until = 0");
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from sluice.executions where status in ('queued', 'running', 'waiting')",
    );
    const adoptKey = prepareKey({ ...given, keyIds });
    await client.query("COMMIT");
    const keys = await adoptKey();
    await client.query("ANALYZE").catch(() => {});
    return { unfinished: rows[0]?.n ?? 0, aside: [...keys, ...aside] };
  } finally {
    await client.end().catch(() => {});
  }
}

/** Who is connected has caches and leases of the tables that go. */
async function insistOnSilence(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ n: number }>(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'sluice' and pid <> pg_backend_pid()",
  );
  if ((rows[0]?.n ?? 0) === 0) return;
  throw new BackupError(
    "Processes of Sluice are connected to the PostgreSQL database: stop all of them first.",
  );
}

async function insistOnRoom(client: pg.Client, replace: boolean): Promise<void> {
  if (replace || !(await hasTables(client))) return;
  throw new BackupError(
    "The PostgreSQL database has tables of Sluice already: name an empty database in SLUICE_DATABASE_URL, or keep them aside with --replace.",
  );
}

async function hasTables(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "select exists (select from pg_tables where schemaname = 'sluice') as there",
  );
  return rows[0]?.there === true;
}

async function keysThere(client: pg.Client): Promise<string[]> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "select to_regclass('sluice.vault_keys') is not null as there",
  );
  if (!found[0]?.there) return [];
  const { rows } = await client.query<{ id: string }>("select id from sluice.vault_keys");
  return rows.map(({ id }) => id);
}

/** Tables go along with their schema; what the queue had to do with them goes, and nothing that another program has in it. */
async function moveAside(client: pg.Client, now: Date): Promise<string[]> {
  await client.query(
    `select graphile_worker.complete_jobs(array(select jobs.id from graphile_worker._private_jobs jobs
      join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
      where jobs.locked_at is null and tasks.identifier = any($1::text[])))`,
    [taskKinds],
  );
  if (!(await hasTables(client))) return [];
  const aside = `sluice_replaced_${now.toISOString().replaceAll(/\D/g, "")}`;
  await client.query(`ALTER SCHEMA sluice RENAME TO ${aside}`);
  return [aside];
}

/** Those that others refer to come first. A table may refer to itself: that is looked at when all of its rows are there. */
async function inOrderOfReferences(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string }>(
    `select own.relname as name, other.relname as needs from pg_constraint con
      join pg_class own on own.oid = con.conrelid join pg_class other on other.oid = con.confrelid
      join pg_namespace nsp on nsp.oid = own.relnamespace
    where con.contype = 'f' and nsp.nspname = 'sluice' and own.oid <> other.oid`,
  );
  const order: string[] = [];
  const visit = (name: string): void => {
    if (order.includes(name) || !tables.includes(name)) return;
    for (const row of rows) if (row.name === name) visit(row.needs);
    order.push(name);
  };
  for (const name of tables) visit(name);
  return order;
}

async function fill(client: pg.Client, given: Given & { readonly table: string }): Promise<void> {
  const { table, manifest, folder } = given;
  const columns = (manifest.columns?.[table] ?? []).map((column) => `"${column}"`).join(", ");
  const rows = client.query(copyFrom(`COPY sluice."${table}" (${columns}) FROM STDIN`));
  await pipeline(createReadStream(join(folder, tableFile(table))), rows);
  if (rows.rowCount === manifest.counts[table]) return;
  throw new BackupError(`The backup has not the ${manifest.counts[table]} rows of ${table} that it had.`);
}

async function fillQueue(client: pg.Client, folder: string): Promise<void> {
  await client.query("CREATE TEMPORARY TABLE restored_tasks (task json) ON COMMIT DROP");
  await pipeline(
    createReadStream(join(folder, queueFile)),
    client.query(copyFrom("COPY restored_tasks FROM STDIN")),
  );
  await client.query(
    `select graphile_worker.add_job(task ->> 'task', task -> 'payload', run_at => (task ->> 'runAt')::timestamptz,
      max_attempts => (task ->> 'maxAttempts')::int, job_key => task ->> 'key', priority => (task ->> 'priority')::int)
    from restored_tasks`,
  );
}
