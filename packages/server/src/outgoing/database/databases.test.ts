import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type DatabaseCredential,
  type DatabaseQuery,
  type Json,
  NodeError,
  type PostgresCredential,
} from "@sluice/workflow/node-contract";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOnPostgres, emptyPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { createOutgoing, type WaysOut } from "../outgoing.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-databases-"));
const shop = join(folder, "shop.db");
const own = join(folder, "own");
const out: WaysOut = createOutgoing({
  ...{ allowNetworks: ["127.0.0.1"], sqliteFiles: [shop, join(folder, "reports"), own], ownFolder: own },
});
const schema = [
  "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, price DOUBLE PRECISION, paid BOOLEAN, tags TEXT)",
  "INSERT INTO items (id, name, price, paid, tags) VALUES (1, 'Cup', 4.5, true, '[]'), (2, 'O''Neil', NULL, false, NULL)",
];
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

const asking =
  (credential: DatabaseCredential) =>
  (statement: string, more: Partial<DatabaseQuery> = {}) =>
    out.query({
      ...{ credential, statement, parameters: [], readOnly: true, maxRows: 10, timeoutMs: 20_000 },
      ...more,
    });
type Ask = ReturnType<typeof asking>;
const errorOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "asked",
    (error: unknown) => {
      if (!(error instanceof NodeError)) throw error;
      return `${error.code} ${error.kind}`;
    },
  );

/** What holds for every database: both get the same statements. */
function databaseCases(
  open: () => Promise<{ credential: DatabaseCredential; remove: () => Promise<void> }>,
): void {
  let ask: Ask;
  let remove = () => Promise.resolve();
  beforeAll(async () => {
    const opened = await open();
    ask = asking(opened.credential);
    remove = opened.remove;
  });
  afterAll(() => remove());

  it("gives out rows as JSON", async () => {
    expect(await ask("SELECT id, name, price FROM items ORDER BY id")).toEqual({
      rows: [
        { id: 1, name: "Cup", price: 4.5 },
        { id: 2, name: "O'Neil", price: null },
      ],
      ...{ rowCount: 2, truncated: false },
    });
  });

  it.each<[string, Json]>([
    ["Cup", 1],
    ["O'Neil", 2],
    ["Cup' OR '1'='1", null],
    ["'; DROP TABLE items; --", null],
  ])("takes %j as a value and nothing else", async (name, id) => {
    const { rows } = await ask("SELECT id FROM items WHERE name = $1", { parameters: [name] });
    expect(rows).toEqual(id === null ? [] : [{ id }]);
    expect((await ask("SELECT count(*) AS n FROM items")).rows).toHaveLength(1);
  });

  it("takes several parameters, and the same one twice", async () => {
    const { rows } = await ask("SELECT id FROM items WHERE id = $2 AND (name = $1 OR tags = $1)", {
      parameters: ["Cup", 1],
    });
    expect(rows).toEqual([{ id: 1 }]);
  });

  it.each([
    "DELETE FROM items",
    "UPDATE items SET name = 'x'",
    "DROP TABLE items",
    "CREATE TABLE more (id INTEGER)",
    "INSERT INTO items (id) VALUES (99) RETURNING id",
  ])("refuses %s where it may only read", async (statement) => {
    expect(await errorOf(ask(statement))).toBe("database-refused other");
    expect((await ask("SELECT id FROM items")).rowCount).toBeGreaterThanOrEqual(2);
  });

  it.each(["SELECT 1; DELETE FROM items", "COMMIT; DELETE FROM items", "SELECT 1; COMMIT; DROP TABLE items"])(
    "takes one statement: %s",
    async (statement) => {
      expect(await errorOf(ask(statement))).toBe("database-refused other");
      expect(await errorOf(ask(statement, { readOnly: false }))).toBe("database-refused other");
      expect((await ask("SELECT id FROM items")).rowCount).toBeGreaterThanOrEqual(2);
    },
  );

  it("writes, and says how many rows that were", async () => {
    const writing = { readOnly: false };
    const insert = "INSERT INTO items (id, name, tags) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
    const parameters = [7, "Plate", ["a"]];
    expect(await ask(insert, { ...writing, parameters })).toEqual({
      rows: [],
      rowCount: 1,
      truncated: false,
    });
    expect(await ask(insert, { ...writing, parameters })).toMatchObject({ rowCount: 0 });
    expect((await ask("SELECT tags FROM items WHERE id = 7")).rows).toEqual([{ tags: '["a"]' }]);
    const changed = await ask("UPDATE items SET price = 1 WHERE id = $1 RETURNING id", {
      ...writing,
      parameters: [7],
    });
    expect(changed).toMatchObject({ rows: [{ id: 7 }], rowCount: 1 });
    expect(await ask("DELETE FROM items WHERE id = 7", writing)).toMatchObject({ rowCount: 1 });
  });

  it("stops at the last row that is wanted, and at too many bytes", async () => {
    const many =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i FROM n";
    expect(await ask(many, { maxRows: 250 })).toMatchObject({ rowCount: 250, truncated: true });
    expect(await ask(many, { maxRows: 500 })).toMatchObject({ rowCount: 500, truncated: false });
    const wide =
      "WITH RECURSIVE n(i, t) AS (SELECT 1, $1 UNION ALL SELECT i + 1, t FROM n WHERE i < 200) SELECT t FROM n";
    const parameters = ["x".repeat(100_000)];
    const cast = wide.replace("SELECT 1, $1", "SELECT 1, CAST($1 AS TEXT)");
    expect(await errorOf(ask(cast, { parameters, maxRows: 1000 }))).toBe("result-too-large other");
  });

  it("is stopped when its time is over, or when it is called off", async () => {
    const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    expect(await errorOf(ask(endless, { timeoutMs: 700 }))).toBe("request-timed-out timeout");
    const control = new AbortController();
    setTimeout(() => control.abort(), 300);
    expect(await errorOf(ask(endless, { signal: control.signal }))).toBe("request-cancelled other");
    expect(await ask("SELECT 1 AS one")).toMatchObject({ rows: [{ one: 1 }] });
  });

  it("says what is wrong with a statement", async () => {
    await expect(ask("SELEKT 1")).rejects.toMatchObject({
      ...{ code: "database-refused", message: expect.stringMatching(/SELEKT/) },
    });
    expect(await errorOf(ask("SELECT * FROM nowhere"))).toBe("database-refused other");
  });
}

describe("SQLite", () => {
  const sqlite = (file: string) => asking({ type: "sqlite", file });

  databaseCases(async () => ({ credential: { type: "sqlite", file: shop }, remove: async () => {} }));

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
    expect(rows).toEqual([{ big: "9007199254740993", bytes: "AP8=", endless: null }]);
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
    return { credential, remove };
  };
  databaseCases(open);

  it("gives out its types as JSON", async () => {
    const { rows } = await asking(credential)(
      `SELECT 9007199254740993::bigint AS big, 1.10::numeric AS amount, '{"a":[1]}'::jsonb AS json, ARRAY[1,2] AS list,
        '\\x00ff'::bytea AS bytes, '2026-01-02T03:04:05Z'::timestamptz AS at, 'NaN'::float8 AS nan, $1::jsonb AS given`,
      { parameters: [{ b: true }] },
    );
    expect(rows).toEqual([
      {
        ...{ big: "9007199254740993", amount: "1.10", json: { a: [1] }, list: [1, 2], bytes: "AP8=" },
        ...{ at: "2026-01-02T03:04:05.000Z", nan: null, given: { b: true } },
      },
    ]);
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
