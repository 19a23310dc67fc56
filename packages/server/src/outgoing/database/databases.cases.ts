import {
  type DatabaseCredential,
  type DatabaseQuery,
  type Json,
  NodeError,
} from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { WaysOut } from "../outgoing.ts";

export const schema = [
  "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, price DOUBLE PRECISION, paid BOOLEAN, tags TEXT)",
  "INSERT INTO items (id, name, price, paid, tags) VALUES (1, 'Cup', 4.5, true, '[]'), (2, 'O''Neil', NULL, false, NULL)",
];

/** Where databases say the same in other words. */
export interface Dialect {
  /** Adds a row (id, name, tags) unless it is there. */
  readonly insertOnce: string;
  /** The type of any text, in a cast. */
  readonly text: string;
  readonly endless: string;
}

export const standardDialect: Dialect = {
  insertOnce: "INSERT INTO items (id, name, tags) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
  text: "TEXT",
  endless: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
};

export const askedThrough =
  (out: Pick<WaysOut, "query">) =>
  (credential: DatabaseCredential) =>
  (statement: string, more: Partial<DatabaseQuery> = {}) =>
    out.query({
      ...{ credential, statement, parameters: [], readOnly: true, maxRows: 10, timeoutMs: 20_000 },
      ...more,
    });
export type Ask = ReturnType<ReturnType<typeof askedThrough>>;
export const errorOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "asked",
    (error: unknown) => {
      if (!(error instanceof NodeError)) throw error;
      return `${error.code} ${error.kind}`;
    },
  );

/** What holds for every database: all get the same statements, as far as they speak the same language. */
export function databaseCases({
  open,
  dialect,
}: {
  readonly open: () => Promise<{ ask: Ask; remove: () => Promise<void> }>;
  readonly dialect: Dialect;
}): void {
  let ask: Ask;
  let remove = () => Promise.resolve();
  beforeAll(async () => {
    const opened = await open();
    ask = opened.ask;
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

  it.each<[string, Json[], string]>([
    ["DELETE FROM items WHERE COALESCE($1, id) = id", [], "takes 1 parameter, and 0 were given"],
    ["DELETE FROM items WHERE id = $1 OR name = $2", [1], "takes 2 parameters, and 1 was given"],
    ["DELETE FROM items WHERE id = $1", [1, 2], "takes 1 parameter, and 2 were given"],
    ["DELETE FROM items", [1], "takes 0 parameters, and 1 was given"],
  ])("takes as many parameters as it has: %s with %j", async (statement, parameters, said) => {
    await expect(ask(statement, { readOnly: false, parameters })).rejects.toMatchObject({
      ...{ code: "parameters-mismatch", kind: "other", message: `the statement ${said}` },
    });
    expect((await ask("SELECT id FROM items WHERE id < 3")).rowCount).toBe(2);
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
    const insert = dialect.insertOnce;
    const parameters = [7, "Plate", ["a"]];
    expect(await ask(insert, { ...writing, parameters })).toEqual({
      rows: [],
      rowCount: 1,
      truncated: false,
    });
    expect(await ask(insert, { ...writing, parameters })).toMatchObject({ rowCount: 0 });
    expect((await ask("SELECT tags FROM items WHERE id = 7")).rows).toEqual([{ tags: '["a"]' }]);
    const change = "UPDATE items SET price = 1 WHERE id = $1";
    expect(await ask(change, { ...writing, parameters: [7] })).toMatchObject({ rows: [], rowCount: 1 });
    const gone = await ask("DELETE FROM items WHERE id = 7 RETURNING id", writing);
    expect(gone).toMatchObject({ rows: [{ id: 7 }], rowCount: 1 });
  });

  it("stops at the last row that is wanted, and at too many bytes", async () => {
    const many =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i FROM n";
    expect(await ask(many, { maxRows: 250 })).toMatchObject({ rowCount: 250, truncated: true });
    expect(await ask(many, { maxRows: 500 })).toMatchObject({ rowCount: 500, truncated: false });
    const wide =
      "WITH RECURSIVE n(i, t) AS (SELECT 1, $1 UNION ALL SELECT i + 1, t FROM n WHERE i < 200) SELECT t FROM n";
    const parameters = ["x".repeat(100_000)];
    const cast = wide.replace("SELECT 1, $1", `SELECT 1, CAST($1 AS ${dialect.text})`);
    expect(await errorOf(ask(cast, { parameters, maxRows: 1000 }))).toBe("result-too-large other");
  });

  it("is stopped when its time is over, or when it is called off", async () => {
    const { endless } = dialect;
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
