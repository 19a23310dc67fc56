import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeOnPostgres, emptyPostgres } from "../../../testing/postgres/temporary-postgres.ts";
import { MigrationError } from "../migration-error.ts";
import { openPostgres, type PostgresDatabase } from "./database.ts";

const ours = fileURLToPath(new URL("../../migrations-postgres", import.meta.url));
let url: string;
let remove: () => Promise<void>;
let folder: string;
const opened: PostgresDatabase[] = [];

async function open(more: { url?: string; migrations?: string } = {}): Promise<PostgresDatabase> {
  const database = await openPostgres({ url, ...more });
  opened.push(database);
  return database;
}

/** One statement by an administrator. */
async function administer(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return rows;
  } finally {
    await client.end();
  }
}

/** Our migrations and one more, as a newer version would bring them. */
function withOneMore(statement: string): string {
  const newer = join(folder, "newer");
  cpSync(ours, newer, { recursive: true });
  const path = join(newer, "meta", "_journal.json");
  const journal = JSON.parse(readFileSync(path, "utf8"));
  const when = Math.max(...journal.entries.map((entry: { when: number }) => entry.when)) + 1;
  journal.entries.push({
    idx: journal.entries.length,
    version: "7",
    when,
    tag: "9999_more",
    breakpoints: true,
  });
  writeFileSync(path, JSON.stringify(journal));
  writeFileSync(join(newer, "9999_more.sql"), statement);
  return newer;
}

describeOnPostgres("a PostgreSQL database", () => {
  beforeEach(async () => {
    ({ url, remove } = await emptyPostgres());
    folder = mkdtempSync(join(tmpdir(), "sluice-migrations-"));
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    await remove();
    rmSync(folder, { recursive: true, force: true });
  });

  describe("opening", () => {
    it("commits durably where the database would not, and gives up in time", async () => {
      await administer(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`);
      const database = await open();
      for (const pool of [database.intakePool]) {
        const { rows } = await pool.query(`select current_setting('synchronous_commit') as commit,
          current_setting('statement_timeout') as timeout, current_setting('application_name') as name`);
        expect(rows).toEqual([{ commit: "on", timeout: "10s", name: "sluice" }]);
      }
      const slow = database.intakePool.query("select pg_sleep(30)");
      await expect(slow).rejects.toThrow(/statement timeout/);
    });

    it("lives on when the server ends its connections", async () => {
      const database = await open();
      await database.check();
      for (let round = 0; round < 3; round += 1) {
        await administer(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
        );
        await expect.poll(() => database.check().then(() => "well", String), { timeout: 5000 }).toBe("well");
      }
    });

    it("lives on when a connection is lost in the middle of a transaction", async () => {
      const database = await open();
      const lost = database.transaction(async (tx) => {
        await tx.execute("select 1");
        await administer(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
        await tx.execute("select 1");
      });
      await expect(lost).rejects.toThrow();
      await database.check();
    });
  });

  describe("migrating", () => {
    it("applies each migration once when processes start together", async () => {
      const all = await Promise.all(Array.from({ length: 4 }, () => open()));
      expect(all.map(({ applied }) => applied).filter((applied) => applied > 0)).toEqual([1]);
      expect((await open()).applied).toBe(0);
    });

    it("refuses a database of a newer version and leaves it as it is", async () => {
      await open({ migrations: withOneMore("CREATE TABLE sluice.more (id integer)") });
      await expect(openPostgres({ url })).rejects.toThrow(MigrationError);
      await expect(openPostgres({ url })).rejects.toThrow(/newer or different version of Sluice/);
      await administer("update sluice.migrations set version = '9.9.9'");
      await expect(openPostgres({ url })).rejects.toThrow(
        /\(made by Sluice 9\.9\.9; this is \d+\.\d+\.\d+\): start/,
      );
      expect(await administer("select count(*)::int as n from sluice.migrations")).toEqual([{ n: 2 }]);
    });

    it("has a copy made before it changes tables that are there, by one of several processes", async () => {
      const warnings: string[] = [];
      const copies: unknown[] = [];
      const log = { warn: (_: object, message: string) => warnings.push(message) };
      const beforeUpgrade = async () => {
        copies.push(await administer("select to_regclass('sluice.more') as more"));
        return "a-copy.tar.gz";
      };
      opened.push(await openPostgres({ url, log, beforeUpgrade }));
      expect([copies, warnings]).toEqual([[], []]);
      const migrations = withOneMore("CREATE TABLE sluice.more (id integer)");
      const both = [1, 2].map(() => openPostgres({ url, log, migrations, beforeUpgrade }));
      opened.push(...(await Promise.all(both)));
      expect([copies, warnings]).toEqual([[[{ more: null }]], [expect.stringMatching(/was backed up/)]]);
    });

    it("says that no copy was made, and changes nothing where one could not be made", async () => {
      const warnings: string[] = [];
      const log = { warn: (_: object, message: string) => warnings.push(message) };
      opened.push(await openPostgres({ url, log }));
      const migrations = withOneMore("CREATE TABLE sluice.more (id integer)");
      const beforeUpgrade = () => Promise.reject(new Error("the disk is full"));
      await expect(openPostgres({ url, log, migrations, beforeUpgrade })).rejects.toThrow("the disk is full");
      expect(await administer("select to_regclass('sluice.more') as more")).toEqual([{ more: null }]);
      opened.push(await openPostgres({ url, log, migrations, beforeUpgrade: async () => null }));
      expect(warnings).toEqual([expect.stringMatching(/no copy was made/)]);
    });

    it("leaves nothing of a migration that fails", async () => {
      await open();
      const twice =
        "CREATE TABLE sluice.more (id integer);--> statement-breakpoint\nCREATE TABLE sluice.more (id integer)";
      await expect(openPostgres({ url, migrations: withOneMore(twice) })).rejects.toThrow(/already exists/);
      expect(await administer("select to_regclass('sluice.more') as more")).toEqual([{ more: null }]);
      expect((await open()).applied).toBe(0);
    });

    it("works in a schema that was made for a role that may make none", async () => {
      const name = new URL(url).pathname.slice(1);
      await administer(`CREATE ROLE ${name} LOGIN PASSWORD 'p'; CREATE SCHEMA sluice AUTHORIZATION ${name}`);
      const own = new URL(url);
      [own.username, own.password] = [name, "p"];
      const database = await open({ url: own.href });
      await database.check();
      await database.close();
      await administer(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
    });
  });
});
