import { and, count, desc, eq, inArray, lt } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { waits } from "../schema/waits.ts";
import { ended, toStored } from "./records.ts";
import type { WaitsStore } from "./store.ts";

/** Reads waits from SQLite; they are written by the intake. */
export function createSqliteWaitsStore({ read }: Pick<Database, "read">): WaitsStore {
  return {
    async get({ executionId, node, frame }) {
      const here = and(eq(waits.executionId, executionId), eq(waits.node, node), eq(waits.frame, frame));
      const row = read.select().from(waits).where(here).get();
      return row && toStored(row);
    },

    async approval(id) {
      const row = read.select().from(waits).where(eq(waits.approvalId, id)).get();
      return row && toStored(row);
    },

    async resolved(executionId) {
      const rows = read
        .select()
        .from(waits)
        .where(and(eq(waits.executionId, executionId), eq(waits.state, "resolved")))
        .all();
      return rows.map(toStored);
    },

    async approvals({ decided, before, limit }) {
      const rows = read
        .select()
        .from(waits)
        .where(
          and(
            eq(waits.kind, "approval"),
            decided === undefined ? undefined : inArray(waits.state, decided ? ended : ["open"]),
            before === undefined ? undefined : lt(waits.approvalId, before),
          ),
        )
        .orderBy(desc(waits.approvalId))
        .limit(limit)
        .all();
      return rows.map(toStored);
    },

    async countOpenApprovals() {
      const open = and(eq(waits.kind, "approval"), eq(waits.state, "open"));
      return read.select({ open: count() }).from(waits).where(open).get()?.open ?? 0;
    },
  };
}
