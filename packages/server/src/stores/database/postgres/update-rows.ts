import { type Column, getTableColumns, getTableName } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type pg from "pg";

type Columns<Of extends PgTable> = keyof Of["$inferInsert"] & string;
type Row<Of extends PgTable, Names extends Columns<Of>> = {
  readonly [Name in Names]-?: Of["$inferInsert"][Name];
};

/** The table's name with its schema, as SQL has it. */
export function qualified(table: PgTable): string {
  return `"${getTableConfig(table).schema ?? "public"}"."${getTableName(table)}"`;
}

/**
 * Updates many rows, each with values of its own, in one statement by the names of the schema. `guard` is SQL over the
 * table's columns: rows that do not meet it stay as they are. Resolves to the keys of those that were updated.
 * Two rows of one key in one call are a mistake (`inRounds`).
 */
export function updateRowsOf<Of extends PgTable, Key extends Columns<Of>, Names extends Columns<Of>>(
  table: Of,
  given: { readonly key: Key; readonly set: readonly Names[]; readonly guard: string },
): (client: pg.ClientBase, rows: readonly Row<Of, Key | Names>[]) => Promise<Set<string>> {
  const columns = getTableColumns(table) as Record<string, Column>;
  const used = [given.key, ...given.set].map((name) => {
    const column = columns[name];
    if (!column) throw new Error(`${getTableName(table)} has no column ${name}`);
    return { name, column };
  });
  const [key, ...set] = used.map(({ column }) => `"${column.name}"`);
  const arrays = used.map(
    ({ column }, at) => `$${at + 1}::${column.getSQLType().replace(/ COLLATE .*/, "")}[]`,
  );
  const text = `UPDATE ${qualified(table)} AS kept SET ${set.map((name) => `${name} = given.${name}`).join(", ")}
    FROM unnest(${arrays.join(", ")}) AS given(${[key, ...set].join(", ")})
    WHERE kept.${key} = given.${key} AND ${given.guard} RETURNING kept.${key} AS key`;

  return async (client, rows) => {
    if (rows.length === 0) return new Set();
    const values = used.map(({ name, column }) =>
      rows.map((row) => {
        const value: unknown = row[name as Key | Names];
        return value === null ? null : column.mapToDriverValue(value);
      }),
    );
    const done = await client.query<{ key: unknown }>(text, values);
    const keyColumn = used[0]?.column;
    return new Set(done.rows.map((row) => String(keyColumn?.mapFromDriverValue(row.key))));
  };
}

/** The same in rounds, in order, none of which has two of one key: a statement changes a row once. */
export function inRounds<Given>(given: readonly Given[], keyOf: (one: Given) => string): Given[][] {
  const rounds: Given[][] = [];
  const seen = new Map<string, number>();
  for (const one of given) {
    const round = seen.get(keyOf(one)) ?? 0;
    seen.set(keyOf(one), round + 1);
    const there = rounds[round];
    if (there) there.push(one);
    else rounds.push([one]);
  }
  return rounds;
}
