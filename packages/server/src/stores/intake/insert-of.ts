import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Connection } from "../database/connect.ts";

type Value = string | number | boolean | null | Uint8Array;

/**
 * A prepared INSERT for whole rows of a table, by the names of its schema. It goes past the query builder, which
 * costs more than the insert itself; the columns still come from the schema, so that both cannot part.
 */
export function insertOf<Table extends SQLiteTable>(
  connection: Connection,
  table: Table,
): (row: { readonly [Column in keyof Table["$inferInsert"]]-?: Value }) => void {
  const columns = Object.entries(getTableColumns(table));
  const names = columns.map(([, column]) => `"${column.name}"`).join(", ");
  const statement = connection.$client.prepare<(string | number | null | Uint8Array)[]>(
    `INSERT INTO "${getTableName(table)}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  const keys = columns.map(([key]) => key);
  return (row) => {
    const values = row as Readonly<Record<string, Value>>;
    statement.run(
      ...keys.map((key) => {
        const value = values[key] ?? null;
        return typeof value === "boolean" ? Number(value) : value;
      }),
    );
  };
}
