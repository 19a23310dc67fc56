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
export async function emptyPostgres(): Promise<{ readonly url: string; remove(): Promise<void> }> {
  const server = inject("postgresUrl");
  if (server === null) throw new Error("this run has no PostgreSQL: use describeOnPostgres");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    remove: () => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** A migrated database of its own; `tasks`: with the tables of the queue, for stores that add to it. */
export async function temporaryPostgres(given: { tasks?: boolean } = {}): Promise<TemporaryPostgres> {
  const { url, remove } = await emptyPostgres();
  if (given.tasks) await installGraphile({ url, log: { warn() {}, error() {} } });
  const database = await openPostgres({ url });
  return {
    ...{ url, database },
    async remove() {
      await database.close();
      await remove();
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
