import { eq, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { senderUses } from "../schema/senders.ts";
import { workflows } from "../schema/workflows.ts";
import type { SendersStore } from "./store.ts";

/** When credentials were last used, in SQLite. */
export function createSqliteSendersStore({ read, write }: Database): SendersStore {
  return {
    async used(uses) {
      if (uses.length === 0) return;
      write.transaction(
        (tx) => {
          for (const { workflowId, sender, at } of uses) {
            const known = tx
              .select({ id: workflows.id })
              .from(workflows)
              .where(eq(workflows.id, workflowId))
              .get();
            if (!known) continue;
            tx.insert(senderUses)
              .values({ workflowId, sender, lastAt: at })
              .onConflictDoUpdate({
                target: [senderUses.workflowId, senderUses.sender],
                set: { lastAt: sql`max(${senderUses.lastAt}, excluded.last_at)` },
              })
              .run();
          }
        },
        { behavior: "immediate" },
      );
    },

    async lastUsed(workflowId) {
      const { sender, lastAt } = senderUses;
      const rows = read
        .select({ sender, lastAt })
        .from(senderUses)
        .where(eq(senderUses.workflowId, workflowId));
      return new Map(rows.all().map((row) => [row.sender, row.lastAt]));
    },
  };
}
