import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Connection } from "../database/connect.ts";

type Value = string | number | boolean | null | Uint8Array;

/** A row as SQLite takes it: the values of all columns of its table, in the schema's order. */
export type RowValues = readonly (string | number | null | Uint8Array)[];

/**
 * Makes whole rows of a table, by the names of its schema, into lists of values: that is how rows go to the thread of
 * the writer (thread-messages.ts says what it saves).
 */
export function valuesOf<Table extends SQLiteTable>(
  table: Table,
): (row: { readonly [Column in keyof Table["$inferInsert"]]-?: Value }) => RowValues {
  const keys = Object.keys(getTableColumns(table));
  return (row) => {
    const values = row as Readonly<Record<string, Value>>;
    return keys.map((key) => {
      const value = values[key] ?? null;
      return typeof value === "boolean" ? Number(value) : value;
    });
  };
}

/** Where a column stands in the lists of `valuesOf`. */
export function positionOf<Table extends SQLiteTable>(
  table: Table,
  column: keyof Table["$inferInsert"] & string,
): number {
  return Object.keys(getTableColumns(table)).indexOf(column);
}

/**
 * A prepared INSERT for the lists of `valuesOf`. It goes past the query builder, which costs more than the insert
 * itself; the columns still come from the schema, so that both cannot part.
 */
export function insertOf(connection: Connection, table: SQLiteTable): (values: RowValues) => void {
  const names = Object.values(getTableColumns(table)).map(({ name }) => `"${name}"`);
  const statement = connection.$client.prepare<unknown[]>(
    `INSERT INTO "${getTableName(table)}" (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  return (values) => {
    statement.run(values);
  };
}
