import { desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { drift } from "../schema/drift.ts";
import { workflows } from "../schema/workflows.ts";
import { type DriftStore, driftKey } from "./store.ts";

const { workflowId: _, ...columns } = getTableColumns(drift);

export function createSqliteDriftStore({ read, write }: Database): DriftStore {
  const list = (workflowId: string) =>
    read
      .select(columns)
      .from(drift)
      .where(eq(drift.workflowId, workflowId))
      .orderBy(desc(drift.lastSeenAt), drift.path)
      .all();
  return {
    async note({ workflowId, seen, keep }) {
      write.transaction(
        (tx) => {
          const known = tx.select(columns).from(drift).where(eq(drift.workflowId, workflowId)).all();
          const keys = new Set(known.map(driftKey));
          const there = tx
            .select({ id: workflows.id })
            .from(workflows)
            .where(eq(workflows.id, workflowId))
            .get();
          if (!there) return;
          for (const one of seen) {
            if (!keys.has(driftKey(one))) {
              if (keys.size >= keep) continue;
              keys.add(driftKey(one));
            }
            tx.insert(drift)
              .values({ workflowId, ...one })
              .onConflictDoUpdate({
                target: [drift.workflowId, drift.from, drift.path, drift.kind, drift.got],
                set: {
                  expected: one.expected,
                  lastSeenAt: one.lastSeenAt,
                  lastDeliveryId: one.lastDeliveryId,
                  count: sql`${drift.count} + ${one.count}`,
                },
              })
              .run();
          }
        },
        { behavior: "immediate" },
      );
    },

    async list(workflowId) {
      return list(workflowId);
    },

    async forget(workflowId) {
      write.delete(drift).where(eq(drift.workflowId, workflowId)).run();
    },
  };
}
