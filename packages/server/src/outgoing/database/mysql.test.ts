import { type AddressInfo, createServer } from "node:net";
import type { MysqlCredential } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MysqlServer, mariaPrograms, startMysql } from "../../testing/mysql/server.ts";
import { createOutgoing } from "../outgoing.ts";
import { askedThrough, databaseCases, errorOf, schema } from "./databases.cases.ts";
import { mysqlStatement } from "./mysql-statement.ts";

const out = createOutgoing({ allowNetworks: ["127.0.0.1"] });
const asking = askedThrough(out);
afterAll(() => out.close());

const programs = mariaPrograms();
const how = "apt install mariadb-server";

describe.skipIf(programs === undefined)(`MariaDB (skipped without one: ${how})`, () => {
  let server: MysqlServer;
  let credential: MysqlCredential;
  beforeAll(async () => {
    if (!programs) return;
    server = await startMysql(programs);
    credential = {
      ...{ type: "mysql", host: "127.0.0.1", port: server.port, security: "none" },
      ...{ username: "root", password: "", database: "mysql" },
    };
    const root = asking(credential);
    const writing = { readOnly: false };
    await root("CREATE DATABASE shop CHARACTER SET utf8mb4", writing);
    await root("CREATE USER ada@'127.0.0.1' IDENTIFIED BY 'canary-1'", writing);
    await root("GRANT ALL ON shop.* TO ada@'127.0.0.1'", writing);
    credential = { ...credential, username: "ada", password: "canary-1", database: "shop" };
  });
  afterAll(() => server?.remove());

  databaseCases({
    dialect: {
      insertOnce: "INSERT IGNORE INTO items (id, name, tags) VALUES ($1, $2, $3)",
      text: "CHAR",
      endless: "SELECT BENCHMARK(1000000000000, SHA2('a', 512))",
    },
    open: async () => {
      for (const statement of schema) await asking(credential)(statement, { readOnly: false });
      return { ask: asking(credential), remove: async () => {} };
    },
  });

  it("gives out its types as JSON", async () => {
    const { rows } = await asking(credential)(
      `SELECT CAST('9007199254740993' AS UNSIGNED) AS big, CAST(1.10 AS DECIMAL(5,2)) AS amount,
        x'00ff' AS bytes, TIMESTAMP '2026-01-02 03:04:05' AS at, DATE '2026-01-02' AS day, $1 AS given, $1 = 17 AS same`,
      { parameters: [17] },
    );
    expect(rows).toEqual([
      {
        ...{ big: "9007199254740993", amount: "1.10", bytes: "AP8=", at: "2026-01-02T03:04:05.000Z" },
        ...{ day: "2026-01-02", given: 17, same: 1 },
      },
    ]);
  });

  it("keeps moments and what is none, and counts its own places", async () => {
    const ask = asking(credential);
    const writing = { readOnly: false };
    await ask("CREATE TABLE times (at DATETIME(6), moment TIMESTAMP(6) NULL, day DATE, hour TIME)", writing);
    await ask("INSERT IGNORE INTO times VALUES ('0000-00-00', NULL, '0000-00-00', '-10:00:00')", writing);
    const read = "STR_TO_DATE($1, '%Y-%m-%dT%H:%i:%s.%fZ')";
    const parameters = ["2026-01-02T03:04:05.123456Z", "2026-01-02"];
    await ask(`INSERT INTO times VALUES (${read}, ${read}, $2, '10:00')`, { ...writing, parameters });
    const [at, day] = parameters;
    expect((await ask("SELECT * FROM times ORDER BY at")).rows).toEqual([
      { at: "0000-00-00 00:00:00", moment: null, day: "0000-00-00", hour: "-10:00:00" },
      { at, moment: at, day, hour: "10:00:00" },
    ]);
    const places = (statement: string, given: number[]) => errorOf(ask(statement, { parameters: given }));
    expect(await places("SELECT ? AS a", [1, 2])).toBe("parameters-mismatch other");
    expect(await places("SELECT ? AS a, '?' AS b", [])).toBe("parameters-mismatch other");
    expect(await places("SELECT ? AS a, $1 AS b", [1])).toBe("parameters-mismatch other");
    expect(await places("SELECT ? AS a, '?' AS b", [1])).toBe("asked");
  });

  it("fails by what went wrong", async () => {
    const ask = (more: Partial<MysqlCredential>) => errorOf(asking({ ...credential, ...more })("SELECT 1"));
    expect(await ask({ password: "wrong" })).toBe("database-login-refused other");
    expect(await ask({ database: "nowhere" })).toBe("database-login-refused other");
    expect(await ask({ host: "10.0.0.1" })).toBe("address-refused other");
    // This server offers no encryption, or none that can be trusted: what insists on it gets no password there.
    expect(await ask({ security: "verify" })).toBe("certificate-refused other");
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const attempt = asking({ ...credential, port })("SELECT 1", { timeoutMs: 300 });
    expect(await errorOf(attempt)).toBe("request-timed-out timeout");
    await new Promise((resolve) => silent.close(resolve));
    expect(await ask({ port })).toBe("network-failed network");
  });

  it("ends a statement whose step has ended, long before its limit", async () => {
    const step = new AbortController();
    const asked = errorOf(
      asking(credential)("UPDATE items SET price = SLEEP(600)", {
        ...{ readOnly: false, timeoutMs: 600_000, signal: step.signal },
      }),
    );
    const asleep = async () =>
      (
        await asking(credential)(
          "SELECT CAST(COUNT(*) AS SIGNED) AS n FROM information_schema.processlist WHERE info LIKE 'UPDATE items%'",
        )
      ).rows[0]?.n;
    await expect.poll(asleep).toBe(1);
    step.abort();
    expect(await asked).toBe("request-cancelled other");
    await expect.poll(asleep).toBe(0);
  });

  it("leaves nothing behind on a connection that others use next", async () => {
    const ask = asking(credential);
    const ids = new Set<unknown>();
    for (let turn = 0; turn < 8; turn += 1) {
      const { rows } = await ask('SELECT @left AS l, "text" AS t, CONNECTION_ID() AS id');
      expect(rows).toMatchObject([{ l: null, t: "text" }]);
      ids.add(rows[0]?.id);
      await ask(turn % 2 ? "SET @left = 7" : "SET SESSION sql_mode = 'ANSI_QUOTES'", { readOnly: false });
    }
    // One may still be cleaned while the next is asked for.
    expect(ids.size).toBeLessThan(5);
    expect(await errorOf(ask("DELETE FROM items"))).toBe("database-refused other");
    expect((await ask("UPDATE items SET price = 5 WHERE id = 1", { readOnly: false })).rowCount).toBe(1);
  });

  it("is reached again after it was restarted, and with a changed credential anew", async () => {
    const ask = asking(credential);
    const users = (as: MysqlCredential) => asking(as)("SELECT CURRENT_USER() AS user");
    expect((await users(credential)).rows).toEqual([{ user: "ada@127.0.0.1" }]);
    await server.crash();
    expect(await errorOf(ask("SELECT 1"))).toBe("network-failed network");
    await server.resume();
    expect((await ask("SELECT id FROM items WHERE id = 1")).rows).toEqual([{ id: 1 }]);
    expect(await errorOf(users({ ...credential, password: "old" }))).toBe("database-login-refused other");
    expect((await users(credential)).rowCount).toBe(1);
  });
});

describe("a statement for MySQL", () => {
  it.each<[string, string, unknown[]]>([
    ["SELECT $1, $2", "SELECT ?, ?", ["a", 2]],
    ["SELECT $2, $1, $2", "SELECT ?, ?, ?", [2, "a", 2]],
    ["SELECT ?, ?", "SELECT ?, ?", ["a", 2]],
    [
      "SELECT '$1', \"$1\", `$1`, 'it''s $1', 'a\\'$1', $2",
      "SELECT '$1', \"$1\", `$1`, 'it''s $1', 'a\\'$1', ?",
      [2],
    ],
    ["SELECT 1 -- $1\n, $2 /* $1 */ # $1", "SELECT 1 -- $1\n, ? /* $1 */ # $1", [2]],
    ["SELECT a$1, 5--$2", "SELECT a$1, 5--?", [2]],
    ["SELECT '$1", "SELECT '$1", ["a", 2]],
  ])("%s", (statement, sql, values) => {
    expect(mysqlStatement(statement, ["a", 2])).toEqual({ sql, values });
  });

  it("without a value for a place is refused, and a long one takes no time", () => {
    expect(() => mysqlStatement("SELECT $3", ["a"])).toThrow("takes 3 parameters, and 1 was given");
    expect(() => mysqlStatement("SELECT $1", ["a", 2])).toThrow("takes 1 parameter, and 2 were given");
    for (const part of ["'", "/*", "''", "\\", "$1 ", "--", "`\\'"]) {
      const began = performance.now();
      mysqlStatement(part.repeat(100_000 / part.length), ["a"]);
      expect(performance.now() - began).toBeLessThan(20_000);
    }
  });
});
