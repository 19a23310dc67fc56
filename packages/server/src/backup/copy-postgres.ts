import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { appliedIn } from "../stores/database/postgres/migrate.ts";
import { connectionOptions } from "../stores/database/postgres/pool.ts";
import { taskKinds } from "../tasks/tasks.ts";
import { BackupError } from "./backup-error.ts";
import type { CopiedTables } from "./copy-sqlite.ts";
import { queueFile, tableFile } from "./manifest.ts";

export interface CopiedSchema extends CopiedTables {
  /** Columns by table, in the order of the rows' values. */
  readonly columns: Record<string, string[]>;
  /** Of the files that were written. */
  readonly names: string[];
}

/** Columns that hold their own value; of each table but the list of migrations, which restoring writes itself. */
const columnsQuery = `select cls.relname as name, array_agg(att.attname::text order by att.attnum) as columns
  from pg_class cls join pg_namespace nsp on nsp.oid = cls.relnamespace
    join pg_attribute att on att.attrelid = cls.oid
  where nsp.nspname = 'sluice' and cls.relkind in ('r', 'p') and cls.relname <> 'migrations'
    and att.attnum > 0 and not att.attisdropped and att.attgenerated = ''
  group by cls.relname order by cls.relname`;

const queueThere = "select to_regclass('graphile_worker._private_jobs') is not null as there";

/** What the queue has still to do for us, also what is being done: a task that is done twice only looks twice. */
const queueQuery = `select json_build_object('task', tasks.identifier, 'payload', jobs.payload, 'runAt', jobs.run_at,
    'key', jobs.key, 'priority', jobs.priority, 'maxAttempts', jobs.max_attempts)::text
  from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
  where jobs.attempts < jobs.max_attempts
    and tasks.identifier in (${taskKinds.map((kind) => `'${kind}'`).join(", ")})`;

/**
 * Copies Sluice's tables and queue into a folder, as PostgreSQL's own COPY writes them. It is one transaction of one
 * snapshot (REPEATABLE READ), so that it has everything that was committed before its beginning and nothing else, and it
 * holds nobody up. Throws a `BackupError` when there are no tables.
 */
export async function copyPostgres(given: {
  readonly url: string;
  readonly folder: string;
}): Promise<CopiedSchema> {
  const client = await connectPatiently(given.url);
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query("select set_config('statement_timeout', '0', true)");
    const schema = await appliedIn(client);
    if (schema.length === 0) {
      throw new BackupError("The PostgreSQL database has no tables of Sluice: correct SLUICE_DATABASE_URL.");
    }
    const { rows } = await client.query<{ name: string; columns: string[] }>(columnsQuery);
    await mkdir(join(given.folder, "tables"));
    const columns: Record<string, string[]> = {};
    const counts: Record<string, number> = {};
    for (const table of rows) {
      columns[table.name] = table.columns;
      const list = table.columns.map((column) => `"${column}"`).join(", ");
      const statement = `COPY (SELECT ${list} FROM sluice."${table.name}") TO STDOUT`;
      counts[table.name] = await copyInto(client, statement, join(given.folder, tableFile(table.name)));
    }
    const keys = await client.query<{ id: string }>("select id from sluice.vault_keys");
    const keyIds = keys.rows.map(({ id }) => id);
    const names = rows.map(({ name }) => tableFile(name));
    const { rows: found } = await client.query<{ there: boolean }>(queueThere);
    if (found[0]?.there) {
      await copyInto(client, `COPY (${queueQuery}) TO STDOUT`, join(given.folder, queueFile));
      names.push(queueFile);
    }
    return { schema, counts, columns, keyIds, names };
  } finally {
    await client.end().catch(() => {});
  }
}

/** A connection of its own, without the limits of those that serve requests. */
export async function connectPatiently(url: string): Promise<pg.Client> {
  const { query_timeout: _, ...options } = connectionOptions(url);
  const client = new pg.Client(options);
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** Resolves to how many rows there were. */
async function copyInto(client: pg.Client, statement: string, file: string): Promise<number> {
  const rows = client.query(copyTo(statement));
  await pipeline(rows, createWriteStream(file, { flags: "wx", mode: 0o600 }));
  return rows.rowCount;
}
