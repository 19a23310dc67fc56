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

/** Values of many rows as a table of their own: `given`, with the columns' names. */
export interface GivenRows<Given> {
  /** `unnest($1::…, …) AS given("id", …)`: constant, however many rows there are. */
  readonly from: string;
  readonly columns: readonly string[];
  values(rows: readonly Given[]): unknown[];
}

export function givenRowsOf<Of extends PgTable, Names extends Columns<Of>>(
  table: Of,
  names: readonly Names[],
): GivenRows<Row<Of, Names>> {
  const known = getTableColumns(table) as Record<string, Column>;
  const used = names.map((name) => {
    const column = known[name];
    if (!column) throw new Error(`${getTableName(table)} has no column ${name}`);
    return { name, column };
  });
  const columns = used.map(({ column }) => `"${column.name}"`);
  const arrays = used.map(
    ({ column }, at) => `$${at + 1}::${column.getSQLType().replace(/ COLLATE .*/, "")}[]`,
  );
  return {
    from: `unnest(${arrays.join(", ")}) AS given(${columns.join(", ")})`,
    columns,
    values: (rows) =>
      used.map(({ name, column }) =>
        rows.map((row) => {
          const value: unknown = row[name];
          return value === null ? null : column.mapToDriverValue(value);
        }),
      ),
  };
}

/**
 * Updates many rows (`kept`), each with values of its own (`given`), in one statement by the names of the schema. `guard` is
 * SQL: rows that do not meet it stay as they are. Two rows of one key in one call are a mistake (`inRounds`).
 */
export function updateRowsOf<Of extends PgTable, Key extends Columns<Of>, Names extends Columns<Of>>(
  table: Of,
  given: { readonly key: Key; readonly set: readonly Names[]; readonly guard: string },
): (client: pg.ClientBase, rows: readonly Row<Of, Key | Names>[]) => Promise<void> {
  const rowsGiven = givenRowsOf(table, [given.key, ...given.set]);
  const [key, ...set] = rowsGiven.columns;
  const text = `UPDATE ${qualified(table)} AS kept SET ${set.map((name) => `${name} = given.${name}`).join(", ")}
    FROM ${rowsGiven.from} WHERE kept.${key} = given.${key} AND ${given.guard}`;
  return async (client, rows) => {
    if (rows.length > 0) await client.query(text, rowsGiven.values(rows));
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
