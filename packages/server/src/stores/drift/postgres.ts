import { desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { drift } from "../schema/postgres/drift.ts";
import { workflows } from "../schema/postgres/workflows.ts";
import { type DriftStore, driftKey } from "./store.ts";

const { workflowId: _, ...columns } = getTableColumns(drift);

export function createPostgresDriftStore(database: PostgresDatabase): DriftStore {
  const { db } = database;
  return {
    note({ workflowId, seen, keep }) {
      return database.transaction(async (tx) => {
        // Processes that notice the same at once come one after the other.
        const [there] = await tx
          .select({ id: workflows.id })
          .from(workflows)
          .where(eq(workflows.id, workflowId))
          .for("no key update");
        if (!there) return;
        const known = await tx.select(columns).from(drift).where(eq(drift.workflowId, workflowId));
        const keys = new Set(known.map(driftKey));
        const rows = seen.filter((one) => {
          const key = driftKey(one);
          if (!keys.has(key) && keys.size >= keep) return false;
          keys.add(key);
          return true;
        });
        if (rows.length === 0) return;
        await tx
          .insert(drift)
          .values(rows.map((one) => ({ workflowId, ...one })))
          .onConflictDoUpdate({
            target: [drift.workflowId, drift.from, drift.path, drift.kind, drift.got],
            set: {
              expected: sql`excluded.expected`,
              lastSeenAt: sql`excluded.last_seen_at`,
              lastDeliveryId: sql`excluded.last_delivery_id`,
              count: sql`${drift.count} + excluded.count`,
            },
          });
      });
    },

    async list(workflowId) {
      return db
        .select(columns)
        .from(drift)
        .where(eq(drift.workflowId, workflowId))
        .orderBy(desc(drift.lastSeenAt), drift.path);
    },

    async forget(workflowId) {
      await db.delete(drift).where(eq(drift.workflowId, workflowId));
    },
  };
}
