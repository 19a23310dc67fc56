import { statSync } from "node:fs";
import { gte, type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { refusedHours } from "../schema/alerts.ts";
import { deliveries } from "../schema/deliveries.ts";
import { executions } from "../schema/executions.ts";
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

/** Figures from SQLite. */
export function createSqliteFiguresStore({ file, read }: Database): FiguresStore {
  const queries = figuresQueries({ deliveries, executions, by: indexedBy });
  const one = <Row>(query: SQL): Row => read.get<Row>(query);
  const count = (query: SQL): number => Number(one<{ count: Counted }>(query).count);
  return {
    database: "sqlite",

    async countAccepted(query) {
      return toAccepted(one(queries.accepted(query)));
    },

    async lastAccepted(query) {
      return read.all<{ at: number }>(queries.lastAccepted(query))[0]?.at ?? null;
    },

    async refused(query) {
      return read.all<{ at: number }>(queries.refused(query)).map(({ at }) => at);
    },

    async refusedByHour(from) {
      const rows = read.select().from(refusedHours).where(gte(refusedHours.hour, from)).all();
      return new Map(rows.map(({ hour, count: many }) => [hour, many]));
    },

    async begun(query) {
      return toBegun(one(queries.begun(query)), query.from);
    },

    async failed(query) {
      return read.all<FailedRow>(queries.failed(query)).map(toFailed);
    },

    async countFailed(query) {
      return count(queries.countFailed(query));
    },

    async countByStatus(query) {
      return count(queries.byStatus(query));
    },

    async atLimit(query) {
      return toAtLimit(read.all<KeyRow>(queries.atLimit(query)), query.keys);
    },

    async countHeld(query) {
      return count(queries.held(query));
    },

    async sample(query) {
      return read.all<{ id: string; workflowId: string }>(queries.sample(query));
    },

    async bytes() {
      const sizes = [file, `${file}-wal`].map((name) => statSync(name, { throwIfNoEntry: false })?.size ?? 0);
      return sizes.reduce((sum, size) => sum + size, 0);
    },
  };
}

/** What `figuresQueries` asks for in SQLite. */
export function indexedBy(index: string): SQL {
  return sql`indexed by ${sql.identifier(index)}`;
}
