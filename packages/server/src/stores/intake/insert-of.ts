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
    // Pushed, not mapped: what `map` makes counts as a list with holes, and is copied into the thread position by
    // position, at twice the price.
    const list: (string | number | null | Uint8Array)[] = [];
    for (const key of keys) {
      const value = values[key] ?? null;
      list.push(typeof value === "boolean" ? Number(value) : value);
    }
    return list;
  };
}

/** Where a column stands in the lists of `valuesOf`. */
export function positionOf<Table extends SQLiteTable>(
  table: Table,
  column: keyof Table["$inferInsert"] & string,
): number {
  return Object.keys(getTableColumns(table)).indexOf(column);
}

/** Statements of one table kept: one for each choice of columns that hold something. */
const keptShapes = 64;
/** A choice is a number, a bit for each column: this many are told apart exactly. */
const mostColumns = 52;

/**
 * Inserts the lists of `valuesOf`. It goes past the query builder, which costs more than the insert itself; the columns
 * still come from the schema, so that both cannot part. Columns that hold nothing are left out of the statement: half of
 * those of an execution are null, and binding a value costs as much as storing it (0.3 µs).
 */
export function insertOf(connection: Connection, table: SQLiteTable): (values: RowValues) => void {
  const columns = Object.values(getTableColumns(table));
  const names = columns.map(({ name }) => `"${name}"`);
  // Left out, a column with a default would get that.
  const always = columns.map(({ hasDefault }) => hasDefault);
  const shapes = new Map<number, (values: readonly unknown[]) => void>();
  const prepare = (given: readonly string[]) => {
    const marks = given.map(() => "?").join(", ");
    const statement = connection.$client.prepare<unknown[]>(
      `INSERT INTO "${getTableName(table)}" (${given.join(", ")}) VALUES (${marks})`,
    );
    return (values: readonly unknown[]) => {
      statement.run(...values);
    };
  };
  const whole = prepare(names);
  if (names.length > mostColumns) return whole;
  return (values) => {
    const given: unknown[] = [];
    let shape = 0;
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at] ?? null;
      const bound = value !== null || always[at] === true;
      shape = shape * 2 + (bound ? 1 : 0);
      if (bound) given.push(value);
    }
    let insert = shapes.get(shape);
    if (!insert) {
      if (shapes.size >= keptShapes) return whole(values);
      insert = prepare(names.filter((_, at) => values[at] !== null || always[at]));
      shapes.set(shape, insert);
    }
    insert(given);
  };
}
