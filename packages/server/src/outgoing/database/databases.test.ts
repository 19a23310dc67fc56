import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PostgresCredential } from "@sluice/workflow/node-contract";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { describeOnPostgres, emptyPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createOutgoing, type WaysOut } from "../outgoing.ts";
import { askedThrough, databaseCases, errorOf, schema, standardDialect } from "./databases.cases.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-databases-"));
const shop = join(folder, "shop.db");
const own = join(folder, "own");
const out: WaysOut = createOutgoing({
  ...{ allowNetworks: ["127.0.0.1"], sqliteFiles: [shop, join(folder, "reports"), own], ownFolder: own },
});
const asking = askedThrough(out);
beforeAll(() => {
  const database = new Sqlite(shop);
  for (const statement of schema) database.exec(statement);
  database.close();
  for (const name of ["reports", "own"]) mkdirSync(join(folder, name));
  for (const name of ["other.db", "reports/a.db", "own/sluice.db"]) new Sqlite(join(folder, name)).close();
  symlinkSync(join(folder, "other.db"), join(folder, "reports", "link.db"));
  writeFileSync(join(folder, "reports", "text.db"), "no database".repeat(100));
});
afterAll(async () => {
  await out.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("SQLite", () => {
  const sqlite = (file: string) => asking({ type: "sqlite", file });

  databaseCases({
    open: async () => ({ ask: sqlite(shop), remove: async () => {} }),
    dialect: standardDialect,
  });

  it("reaches no other file from inside", async () => {
    const other = join(folder, "other.db");
    for (const statement of [
      `ATTACH '${other}' AS other`,
      `VACUUM INTO '${join(folder, "copy.db")}'`,
      "SELECT load_extension('/tmp/x')",
      "PRAGMA writable_schema = 1",
      "PRAGMA journal_mode = DELETE",
    ]) {
      expect(await errorOf(sqlite(shop)(statement, { readOnly: false }))).toBe("database-refused other");
    }
    expect((await sqlite(shop)("PRAGMA table_info(items)")).rowCount).toBe(5);
  });

  it.each([
    ["a file that is not allowed", "other.db", "file-refused other"],
    ["a link to one", "reports/link.db", "file-refused other"],
    ["a way round", "reports/../other.db", "file-refused other"],
    ["no file", "reports/none.db", "file-refused other"],
    ["Sluice's own, though it is allowed", "own/sluice.db", "file-refused other"],
    ["a file of an allowed folder", "reports/a.db", "asked"],
    ["what is no database", "reports/text.db", "database-refused other"],
  ])("with %s: %s → %s", async (_, name, outcome) => {
    expect(await errorOf(sqlite(join(folder, name))("SELECT name FROM sqlite_schema"))).toBe(outcome);
  });

  it("keeps every digit, and bytes as base64", async () => {
    const { rows } = await sqlite(shop)("SELECT 9007199254740993 AS big, x'00ff' AS bytes, 1e999 AS endless");
    expect(rows).toEqual([{ big: "9007199254740993", bytes: "AP8=", endless: "Infinity" }]);
  });

  it.each([
    ["SELECT ? AS a", "no parameter stands for ? in the statement"],
    ["SELECT :name AS a", "no parameter stands for :name"],
    ["SELECT $1 AS a, @2 AS b", "no parameter stands for @2"],
    ["SELECT $1::jsonb AS a", "no parameter stands for $1::jsonb"],
    [
      "SELECT a$1, '$1 it''s :x', \"?\", `@a`, [$2] FROM t -- $3\n/* ? */",
      "takes 0 parameters, and 1 was given",
    ],
  ])("counts nothing but places: %s", async (statement, said) => {
    await expect(sqlite(shop)(statement, { parameters: [1] })).rejects.toMatchObject({
      ...{ code: "parameters-mismatch", message: expect.stringContaining(said) },
    });
  });
});

describeOnPostgres("PostgreSQL", () => {
  let credential: PostgresCredential;
  const open = async () => {
    const { url, remove } = await emptyPostgres();
    const { port, username, password, pathname } = new URL(url);
    credential = {
      ...{ type: "postgres", host: "127.0.0.1", port: Number(port), security: "none" },
      ...{ username, password: decodeURIComponent(password), database: pathname.slice(1) },
    };
    for (const statement of schema) await asking(credential)(statement, { readOnly: false });
    return { ask: asking(credential), remove };
  };
  databaseCases({ open, dialect: standardDialect });

  it("gives out its types as JSON", async () => {
    const { rows } = await asking(credential)(
      `SELECT 9007199254740993::bigint AS big, 1.10::numeric AS amount, '{"a":[1]}'::jsonb AS json, ARRAY[1,2] AS list,
        '\\x00ff'::bytea AS bytes, '2026-01-02T03:04:05Z'::timestamptz AS at, 'NaN'::float8 AS nan, $1::jsonb AS given`,
      { parameters: [{ b: true }] },
    );
    expect(rows).toEqual([
      {
        ...{ big: "9007199254740993", amount: "1.10", json: { a: [1] }, list: [1, 2], bytes: "AP8=" },
        ...{ at: "2026-01-02T03:04:05.000Z", nan: "NaN", given: { b: true } },
      },
    ]);
  });

  it("keeps days, moments and digits as they are, wherever the server stands", async () => {
    vi.stubEnv("TZ", "Europe/Paris");
    const elsewhere = createOutgoing({ allowNetworks: ["127.0.0.1"] });
    try {
      expect(new Date(2026, 0, 2).toISOString()).toBe("2026-01-01T23:00:00.000Z");
      const writing = { readOnly: false };
      const ask = asking(credential);
      await ask("CREATE TABLE times (day date, at timestamp, moment timestamptz, days date[])", writing);
      // How the database itself writes dates, and where it stands, changes nothing.
      await ask(`ALTER DATABASE ${credential.database} SET datestyle = 'German, DMY'`, writing);
      await ask(`ALTER DATABASE ${credential.database} SET timezone = 'Asia/Kolkata'`, writing);
      const fresh = askedThrough(elsewhere)(credential);
      expect((await fresh("SHOW timezone")).rows).toEqual([{ TimeZone: "Asia/Kolkata" }]);
      const given = [
        "2026-01-02",
        "2026-01-02T10:00:00",
        "2026-01-02T03:04:05.123456Z",
        "{2026-01-02,infinity}",
      ];
      await fresh("INSERT INTO times VALUES ($1, $2, $3, $4)", { ...writing, parameters: given });
      const { rows } = await fresh("SELECT * FROM times");
      expect(rows).toEqual([
        { day: given[0], at: given[1], moment: given[2], days: ["2026-01-02", "infinity"] },
      ]);
      // What came out is what it was when it goes in again.
      const same = "SELECT count(*) AS n FROM times WHERE day = $1 AND at = $2 AND moment = $3";
      const { day, at, moment } = rows[0] ?? {};
      expect((await fresh(same, { parameters: [day, at, moment].map((one) => one ?? null) })).rows).toEqual([
        { n: 1 },
      ]);
      expect(
        (
          await fresh(`SELECT 'infinity'::timestamptz AS ever, '-infinity'::date AS never, '0044-03-15 BC'::date AS ides,
            timestamptz '1900-01-01 00:00:00 Europe/Paris' AS old, timestamptz '2026-02-28T23:59:59.5-02' AS evening,
            timestamp '2026-01-02 03:04:05.5' AS local, time '10:00' AS hour, interval '1 day 2 hours' AS span,
            'Infinity'::float8 AS much, '-Infinity'::real AS little, 0.1::float8 AS tenth, 17::bigint AS small,
            ARRAY['NaN', '1.5', NULL]::float8[] AS floats, ARRAY[1.10, 2]::numeric[] AS amounts,
            ARRAY[[9007199254740993, 1]]::bigint[] AS bigs, ARRAY[interval '1 day'] AS spans,
            ARRAY[timestamptz '2026-01-02T10:00:00Z', 'infinity'] AS moments, ARRAY[timestamp '2026-01-02'] AS locals,
            '{"id":9007199254740993,"n":1.5}'::jsonb AS json, ARRAY['{"id":1}']::json[] AS jsons`)
        ).rows,
      ).toEqual([
        {
          ...{ ever: "infinity", never: "-infinity", ides: "0044-03-15 BC", old: "1899-12-31T23:50:39.000Z" },
          ...{ evening: "2026-03-01T01:59:59.500Z", local: "2026-01-02T03:04:05.5", hour: "10:00:00" },
          ...{ span: "1 day 02:00:00", much: "Infinity", little: "-Infinity", tenth: 0.1, small: 17 },
          ...{ floats: ["NaN", 1.5, null], amounts: ["1.10", "2"], bigs: [["9007199254740993", 1]] },
          ...{ spans: ["1 day"], moments: ["2026-01-02T10:00:00.000Z", "infinity"] },
          ...{
            locals: ["2026-01-02T00:00:00"],
            json: { id: "9007199254740993", n: 1.5 },
            jsons: [{ id: 1 }],
          },
        },
      ]);
    } finally {
      vi.unstubAllEnvs();
      await elsewhere.close();
    }
  });

  it("fails by what went wrong", async () => {
    const ask = (more: Partial<PostgresCredential>) =>
      errorOf(asking({ ...credential, ...more })("SELECT 1"));
    expect(await ask({ password: "wrong" })).toBe("database-login-refused other");
    expect(await ask({ database: "nowhere" })).toBe("database-login-refused other");
    expect(await ask({ host: "10.0.0.1" })).toBe("address-refused other");
    expect(await ask({ host: "169.254.169.254" })).toBe("address-refused other");
    // This server offers no encryption: what insists on it gets no password there.
    expect(await ask({ security: "verify" })).toBe("certificate-refused other");
    const server = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const silent = asking({ ...credential, port })("SELECT 1", { timeoutMs: 300 });
    expect(await errorOf(silent)).toBe("request-timed-out timeout");
    await new Promise((resolve) => server.close(resolve));
    expect(await ask({ port })).toBe("network-failed network");
  });

  it("ends a statement whose step has ended, long before its limit", async () => {
    const step = new AbortController();
    const asked = errorOf(
      asking(credential)("UPDATE items SET price = 1 WHERE pg_sleep(600) IS NOT NULL", {
        ...{ readOnly: false, timeoutMs: 600_000, signal: step.signal },
      }),
    );
    // Between its parts, before it sleeps, the server would overhear that it is called off.
    const asleep = async () =>
      (
        await asking(credential)(
          `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
            AND query LIKE 'UPDATE items%' AND wait_event = 'PgSleep'`,
        )
      ).rows[0]?.n;
    await expect.poll(asleep).toBe(1);
    step.abort();
    expect(await asked).toBe("request-cancelled other");
    await expect.poll(asleep).toBe(0);
  });

  it("cannot leave the read-only transaction", async () => {
    const ask = asking(credential);
    await asking(credential)(
      "CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM items RETURNING 1'",
      { readOnly: false },
    );
    for (const statement of [
      "SELECT wipe()",
      "SELECT set_config('transaction_read_only', 'off', true), wipe()",
    ]) {
      expect([statement, await errorOf(ask(statement))]).toEqual([statement, "database-refused other"]);
    }
    expect((await ask("SELECT id FROM items")).rowCount).toBe(2);
  });
});
