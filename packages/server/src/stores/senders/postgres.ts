import { eq, inArray, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { senderUses } from "../schema/postgres/senders.ts";
import { workflows } from "../schema/postgres/workflows.ts";
import type { SendersStore } from "./store.ts";

/** When credentials were last used, in PostgreSQL. */
export function createPostgresSendersStore(database: PostgresDatabase): SendersStore {
  const { db } = database;
  return {
    async used(uses) {
      if (uses.length === 0) return;
      await database.transaction(async (tx) => {
        const ids = [...new Set(uses.map(({ workflowId }) => workflowId))];
        // Held, so that none of them goes before the rows that refer to it are in.
        const held = await tx
          .select({ id: workflows.id })
          .from(workflows)
          .where(inArray(workflows.id, ids))
          .for("key share");
        const known = new Set(held.map(({ id }) => id));
        // In one order for all processes: two that write the same rows must not wait for each other.
        const rows = uses
          .filter(({ workflowId }) => known.has(workflowId))
          .map(({ workflowId, sender, at }) => ({ workflowId, sender, lastAt: at }))
          .sort((one, other) => (one.workflowId + one.sender < other.workflowId + other.sender ? -1 : 1));
        if (rows.length === 0) return;
        await tx
          .insert(senderUses)
          .values(rows)
          .onConflictDoUpdate({
            target: [senderUses.workflowId, senderUses.sender],
            set: { lastAt: sql`greatest(${senderUses.lastAt}, excluded.last_at)` },
          });
      });
    },

    async lastUsed(workflowId) {
      const { sender, lastAt } = senderUses;
      const rows = await db
        .select({ sender, lastAt })
        .from(senderUses)
        .where(eq(senderUses.workflowId, workflowId));
      return new Map(rows.map((row) => [row.sender, row.lastAt]));
    },
  };
}
