import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Column, getTableColumns, getTableName, is, Table } from "drizzle-orm";
import { PgTable, getTableConfig as postgresConfig } from "drizzle-orm/pg-core";
import { SQLiteTable, getTableConfig as sqliteConfig } from "drizzle-orm/sqlite-core";
import { expect, it } from "vitest";
import { escapeText, unescapeText } from "../schema/postgres/columns.ts";

const sqlite = await tablesIn("../schema");
// The queue has a table here and graphile-worker's schema there.
sqlite.delete("tasks");
const postgres = await tablesIn("../schema/postgres");
// A file's writer is never in doubt about its commits.
postgres.delete("commit_marks");
// One process keeps the pace of a host in its memory.
postgres.delete("paces");

async function tablesIn(folder: string): Promise<Map<string, Table>> {
  const files = readdirSync(join(import.meta.dirname, folder)).filter((name) => /^[a-z-]+\.ts$/.test(name));
  const modules = await Promise.all(
    files.map((name): Promise<object> => import(join(import.meta.dirname, folder, name))),
  );
  const exported: unknown[] = modules.flatMap((module) => Object.values(module));
  const tables = exported.filter((value): value is Table => is(value, Table));
  return new Map(tables.map((table) => [getTableName(table), table]));
}

/** What both databases must agree on; `text` for what both keep as text, and so on. */
function shapeOf(table: Table) {
  const config = is(table, PgTable)
    ? postgresConfig(table)
    : is(table, SQLiteTable)
      ? sqliteConfig(table)
      : undefined;
  const columns = Object.entries(getTableColumns(table)).map(([key, column]: [string, Column]) => [
    key,
    {
      name: column.name,
      notNull: column.notNull,
      primary: column.primary,
      unique: column.isUnique,
      default: column.default,
    },
  ]);
  return {
    columns: Object.fromEntries(columns),
    primaryKeys: config?.primaryKeys.map(({ columns: keys }) => keys.map(({ name }) => name)),
    indexes: config?.indexes
      .map(({ config: index }) => [index.name, index.unique, index.where !== undefined])
      .sort(),
    references: config?.foreignKeys.map((key) => {
      const { columns: from, foreignTable, foreignColumns } = key.reference();
      const names = (list: readonly Column[]) => list.map(({ name }) => name);
      return [names(from), getTableName(foreignTable), names(foreignColumns), key.onDelete];
    }),
  };
}

it("has the same tables in both databases", () => {
  expect([...postgres.keys()].sort()).toEqual([...sqlite.keys()].sort());
  expect(sqlite.size).toBeGreaterThan(9);
});

it.each([...sqlite])("%s has the same columns, keys and indexes in both", (name, table) => {
  const twin = postgres.get(name);
  expect(twin && shapeOf(twin)).toEqual(shapeOf(table));
});

it("escapes what PostgreSQL cannot keep, and nothing else", () => {
  for (const text of ["", "plain", "é 🎈 \\u0000 %_", "\u0001\u001f\ufffe\uffff"])
    expect(escapeText(text)).toBe(text);
  const odd = [
    "\0",
    "\ud800",
    "\udc00",
    "\u001a",
    "a\0\0b",
    "\udc00\ud800",
    "🎈\ud83c",
    "\u001a0000",
    "\ud83c\ud83c\udf88",
  ];
  for (const text of odd) {
    expect(escapeText(text)).not.toBe(text);
    expect(escapeText(text)).not.toContain("\0");
    expect(escapeText(text).isWellFormed()).toBe(true);
    expect(unescapeText(escapeText(text))).toBe(text);
  }
});
