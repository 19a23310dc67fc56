import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "./connect.ts";
import { openDatabase } from "./database.ts";
import { MigrationError } from "./migration-error.ts";

const ours = fileURLToPath(new URL("../migrations", import.meta.url));
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-database-"));
  file = join(folder, "data", "sluice.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pragma = (client: Sqlite.Database, name: string) => client.pragma(name, { simple: true });

/** Our migrations and one more, as a newer version would bring them. */
function withOneMore(statement: string): string {
  const newer = join(folder, "newer");
  cpSync(ours, newer, { recursive: true });
  const path = join(newer, "meta", "_journal.json");
  const journal = JSON.parse(readFileSync(path, "utf8"));
  const when = Math.max(...journal.entries.map((entry: { when: number }) => entry.when)) + 1;
  journal.entries.push({
    idx: journal.entries.length,
    version: "6",
    when,
    tag: "9999_more",
    breakpoints: true,
  });
  writeFileSync(path, JSON.stringify(journal));
  writeFileSync(join(newer, "9999_more.sql"), statement);
  return newer;
}

describe("opening the database", () => {
  it("makes file and folder for the owner's eyes only", () => {
    const database = openDatabase({ file });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "data")).mode & 0o777).toBe(0o700);
    expect(database.migrated).toMatchObject({ copy: null });
    database.check();
    database.close();
    database.close();
  });

  it("writes with synchronous=FULL at every open, not only at the first", () => {
    for (const _ of ["first", "second", "third"]) {
      const database = openDatabase({ file });
      for (const { $client } of [database.write, database.read]) {
        expect(pragma($client, "synchronous")).toBe(2);
        expect(pragma($client, "journal_mode")).toBe("wal");
        expect(pragma($client, "foreign_keys")).toBe(1);
      }
      database.close();
    }
    // What it is set against: a plain open of the same file is NORMAL.
    const plain = new Sqlite(file);
    expect(pragma(plain, "synchronous")).toBe(1);
    plain.close();
  });

  it("refuses a file that cannot be written ahead (WAL)", () => {
    const memory = () => connect({ file: ":memory:" });
    expect(memory).toThrow(/refuses journal_mode=wal/);
  });

  it("reads beside a writer in the middle of a transaction", () => {
    const database = openDatabase({ file });
    database.write.$client.exec("BEGIN IMMEDIATE; DELETE FROM users");
    expect(() => database.check()).not.toThrow();
    database.write.$client.exec("ROLLBACK");
    expect(() => database.read.$client.exec("DELETE FROM users")).toThrow(/readonly/);
    database.close();
  });
});

describe("migrating", () => {
  it("copies an existing file before it changes it", () => {
    openDatabase({ file }).close();
    const database = openDatabase({ file, migrations: withOneMore("CREATE TABLE more (id INTEGER)") });
    expect(database.migrated).toMatchObject({ applied: 1 });
    database.close();
    const copy = new Sqlite(database.migrated.copy ?? "", { readonly: true });
    expect(copy.prepare("SELECT name FROM sqlite_master WHERE name = 'more'").get()).toBeUndefined();
    expect(copy.prepare("SELECT count(*) AS n FROM users").get()).toEqual({ n: 0 });
    copy.close();
  });

  it("refuses a database of a newer version and leaves it as it is", () => {
    openDatabase({ file, migrations: withOneMore("CREATE TABLE more (id INTEGER)") }).close();
    const before = readFileSync(file);
    expect(() => openDatabase({ file })).toThrow(MigrationError);
    expect(() => openDatabase({ file })).toThrow(/newer or different version/);
    expect(readFileSync(file).equals(before)).toBe(true);
    const client = new Sqlite(file);
    client.exec("UPDATE __drizzle_migrations SET version = '9.9.9'");
    client.close();
    expect(() => openDatabase({ file })).toThrow(/\(made by Sluice 9\.9\.9; this is \d+\.\d+\.\d+\): start/);
  });

  it("learns to remember who changed it, where an early version did not", () => {
    openDatabase({ file }).close();
    const client = new Sqlite(file);
    client.exec("ALTER TABLE __drizzle_migrations DROP COLUMN version");
    client.close();
    const again = openDatabase({ file });
    expect(again.migrated.applied).toBe(0);
    again.close();
    openDatabase({ file, migrations: withOneMore("CREATE TABLE more (id INTEGER)") }).close();
    const after = new Sqlite(file, { readonly: true });
    const versions = after
      .prepare("SELECT version FROM __drizzle_migrations ORDER BY created_at")
      .pluck()
      .all();
    after.close();
    expect(versions).toEqual([null, expect.stringMatching(/^\d+\.\d+\.\d+/)]);
  });

  it("leaves nothing of a migration that fails", () => {
    openDatabase({ file }).close();
    const broken = withOneMore(
      "CREATE TABLE more (id INTEGER);--> statement-breakpoint\nCREATE TABLE more (id INTEGER)",
    );
    expect(() => openDatabase({ file, migrations: broken })).toThrow(/already exists/);
    const database = openDatabase({ file });
    expect(
      database.write.$client.prepare("SELECT name FROM sqlite_master WHERE name = 'more'").get(),
    ).toBeUndefined();
    database.close();
  });

  it("refuses to leave rows that refer to nothing", () => {
    openDatabase({ file }).close();
    const orphan = withOneMore("INSERT INTO sessions VALUES ('h', 'ses', 'nobody', '', '', 1, 1, 1)");
    expect(() => openDatabase({ file, migrations: orphan })).toThrow(MigrationError);
  });
});
