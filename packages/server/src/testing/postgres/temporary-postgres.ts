import { randomBytes } from "node:crypto";
import pg from "pg";
import { describe, inject } from "vitest";
import { openPostgres, type PostgresDatabase } from "../../stores/database/postgres/database.ts";
import { installGraphile } from "../../tasks/graphile.ts";

/** `describe` for what needs PostgreSQL: skipped where the run has none. */
export const describeOnPostgres = describe.skipIf(inject("postgresUrl") === null);

export interface TemporaryPostgres {
  readonly url: string;
  readonly database: PostgresDatabase;
  /** Closes it and removes the database. */
  remove(): Promise<void>;
}

/** An empty database of its own on the PostgreSQL of this run: its URL and how to remove it. */
export function emptyPostgres(): Promise<OwnDatabase> {
  return copyOf("template1");
}

interface OwnDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

async function copyOf(template: string): Promise<OwnDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await administer((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template} ${asFiles}`));
  return {
    url: urlOf(name),
    remove: () => administer((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** A migrated database of its own; `tasks`: with the tables of the queue, for stores that add to it. */
export async function temporaryPostgres(given: { tasks?: boolean } = {}): Promise<TemporaryPostgres> {
  const { url, remove } = await copyOf(await migratedTemplate(given.tasks ?? false));
  const database = await openPostgres({ url });
  return {
    ...{ url, database },
    async remove() {
      await database.close();
      await remove();
    },
  };
}

/**
 * The database of this run that the migrated ones are copies of, made by whoever needs it first: to apply every migration
 * takes five times as long as to copy what they made.
 */
async function migratedTemplate(tasks: boolean): Promise<string> {
  const name = tasks ? "migrated_with_tasks" : "migrated";
  await administer(async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext($1))", [name]);
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount !== 0) return;
    // Under its name once it is whole: who made it may be ended in the middle.
    const unfinished = `unfinished_${name}`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished} ${asFiles}`);
    const url = urlOf(unfinished);
    if (tasks) await installGraphile({ url, log: { warn() {}, error() {} } });
    await (await openPostgres({ url })).close();
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
  });
  return name;
}

/** Nothing is there to be recovered after a crash, and files are copied in half the time. */
const asFiles = "STRATEGY file_copy";

function urlOf(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function serverUrl(): string {
  const url = inject("postgresUrl");
  if (url === null) throw new Error("this run has no PostgreSQL: use describeOnPostgres");
  return url;
}

/** What the connection holds is let go when the work is done. */
async function administer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  client.on("error", () => {});
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
