import { and, count, desc, eq, inArray, lt } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { waits } from "../schema/postgres/waits.ts";
import { ended, toStored } from "./records.ts";
import type { WaitsStore } from "./store.ts";

/** Reads waits from PostgreSQL; they are written by the intake. */
export function createPostgresWaitsStore({ db }: Pick<PostgresDatabase, "db">): WaitsStore {
  return {
    async get({ executionId, node, frame }) {
      const here = and(eq(waits.executionId, executionId), eq(waits.node, node), eq(waits.frame, frame));
      const [row] = await db.select().from(waits).where(here);
      return row && toStored(row);
    },

    async approval(id) {
      const [row] = await db.select().from(waits).where(eq(waits.approvalId, id));
      return row && toStored(row);
    },

    async resolved(executionId) {
      const rows = await db
        .select()
        .from(waits)
        .where(and(eq(waits.executionId, executionId), eq(waits.state, "resolved")));
      return rows.map(toStored);
    },

    async approvals({ decided, before, limit }) {
      const rows = await db
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
        .limit(limit);
      return rows.map(toStored);
    },

    async countOpenApprovals() {
      const open = and(eq(waits.kind, "approval"), eq(waits.state, "open"));
      const [row] = await db.select({ open: count() }).from(waits).where(open);
      return row?.open ?? 0;
    },
  };
}
