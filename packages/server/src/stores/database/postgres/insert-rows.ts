import { getTableColumns, type Table } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type pg from "pg";
import { qualified } from "./update-rows.ts";

/** A statement takes 65 535 values at most (its count is sent in two bytes), and should not hold the server for long. */
const maxRows = 100;
const maxBytes = 8 * 1024 * 1024;

type Row<Of extends Table> = { readonly [Column in keyof Of["$inferInsert"]]-?: Of["$inferInsert"][Column] };

/**
 * Inserts whole rows, many a statement, by the names of the schema and with its conversions. `onConflict` is SQL behind
 * `ON CONFLICT`; one that updates must not meet a key twice in a call (`lastOfEach`).
 */
export function insertRowsOf<Of extends PgTable>(
  table: Of,
  options: { readonly onConflict?: string } = {},
): (client: pg.ClientBase, rows: readonly Row<Of>[]) => Promise<void> {
  const columns = Object.entries(getTableColumns(table));
  const names = columns.map(([, column]) => `"${column.name}"`).join(", ");
  const into = qualified(table);
  const tail = options.onConflict === undefined ? "" : ` ON CONFLICT ${options.onConflict}`;
  const texts = new Map<number, string>();
  const textFor = (count: number): string => {
    const known = texts.get(count);
    if (known) return known;
    const tuples = Array.from({ length: count }, (_, row) => {
      const first = row * columns.length + 1;
      return `(${columns.map((__, column) => `$${first + column}`).join(", ")})`;
    });
    const text = `INSERT INTO ${into} AS kept (${names}) VALUES ${tuples.join(", ")}${tail}`;
    texts.set(count, text);
    return text;
  };

  return async (client, rows) => {
    let values: unknown[] = [];
    let [count, bytes] = [0, 0];
    const send = async () => {
      if (count > 0) await client.query(textFor(count), values);
      [values, count, bytes] = [[], 0, 0];
    };
    for (const row of rows) {
      const size = sizeOf(Object.values(row));
      if (count === maxRows || (count > 0 && bytes + size > maxBytes)) await send();
      for (const [key, column] of columns) {
        const value: unknown = row[key as keyof Row<Of>];
        values.push(value === null ? null : column.mapToDriverValue(value));
      }
      count += 1;
      bytes += size;
    }
    await send();
  };
}

/** The last row of each key, in the order of the keys: others who write the same ones meet them in that order too. */
export function lastOfEach<Given>(rows: readonly Given[], keyOf: (row: Given) => readonly string[]): Given[] {
  const byKey = new Map(rows.map((row) => [JSON.stringify(keyOf(row)), row]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function sizeOf(values: readonly unknown[]): number {
  return values.reduce<number>((sum, value) => {
    if (typeof value === "string") return sum + value.length;
    return value instanceof Uint8Array ? sum + value.byteLength : sum + 8;
  }, 0);
}
