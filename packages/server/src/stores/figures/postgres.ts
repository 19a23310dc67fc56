import { gte, type SQL, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { refusedHours } from "../schema/postgres/alerts.ts";
import { unescapeText } from "../schema/postgres/columns.ts";
import { deliveries } from "../schema/postgres/deliveries.ts";
import { executions } from "../schema/postgres/executions.ts";
import { figuresQueries } from "./queries.ts";
import {
  type Counted,
  type FailedRow,
  type KeyRow,
  toAccepted,
  toAtLimit,
  toBegun,
  toFailed,
} from "./records.ts";
import type { FiguresStore } from "./store.ts";

/** Figures from PostgreSQL. */
export function createPostgresFiguresStore({ db }: PostgresDatabase): FiguresStore {
  const queries = figuresQueries({ deliveries, executions, by: () => sql`` });
  const all = async <Row>(query: SQL): Promise<Row[]> =>
    // What is asked stands in queries.ts, and the shape of its rows with whoever asks.
    (await db.execute(query)).rows as Row[];
  const one = async <Row>(query: SQL): Promise<Row> => {
    const [row] = await all<Row>(query);
    if (!row) throw new Error("a count without a row");
    return row;
  };
  const count = async (query: SQL): Promise<number> => Number((await one<{ count: Counted }>(query)).count);
  return {
    database: "postgresql",

    async countAccepted(query) {
      return toAccepted(await one(queries.accepted(query)));
    },

    async lastAccepted(query) {
      const [row] = await all<{ at: Counted }>(queries.lastAccepted(query));
      return row ? Number(row.at) : null;
    },

    async refused(query) {
      return (await all<{ at: Counted }>(queries.refused(query))).map(({ at }) => Number(at));
    },

    async refusedByHour(from) {
      const rows = await db.select().from(refusedHours).where(gte(refusedHours.hour, from));
      return new Map(rows.map(({ hour, count: many }) => [hour, many]));
    },

    async begun(query) {
      return toBegun(await one(queries.begun(query)), query.from);
    },

    async failed(query) {
      return (await all<FailedRow>(queries.failed(query))).map(toFailed);
    },

    countFailed: (query) => count(queries.countFailed(query)),

    countByStatus: (query) => count(queries.byStatus(query)),

    async atLimit(query) {
      const rows = await all<KeyRow>(queries.atLimit(query));
      return toAtLimit(
        rows.map((row) => ({ ...row, key: unescapeText(row.key) })),
        query.keys,
      );
    },

    countHeld: (query) => count(queries.held(query)),

    sample: (query) => all(queries.sample(query)),

    async bytes() {
      const { count: bytes } = await one<{ count: Counted }>(
        sql`select pg_database_size(current_database()) as count`,
      );
      return Number(bytes);
    },
  };
}
