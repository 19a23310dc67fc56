import { eq, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { secrets, vaultKeys } from "../schema/postgres/secrets.ts";
import type { SecretRecord, SecretsStore } from "./store.ts";

/** Secrets in PostgreSQL. */
export function createPostgresSecretsStore({ db, transaction }: PostgresDatabase): SecretsStore {
  return {
    async get(id) {
      const [found] = await db.select().from(secrets).where(eq(secrets.id, id));
      return found && toRecord(found);
    },
    async ofWorkflow(workflowId) {
      const found = await db.select().from(secrets).where(eq(secrets.workflowId, workflowId));
      return found.map(toRecord);
    },
    async keyCheck(keyId) {
      const [found] = await db.select().from(vaultKeys).where(eq(vaultKeys.id, keyId));
      return found?.check;
    },
    async keyIds() {
      const found = await db.select({ id: vaultKeys.id }).from(vaultKeys);
      return found.map(({ id }) => id);
    },
    async rememberKey({ keyId, check, at }) {
      await transaction(async (tx) => {
        // Of two that start on an empty database with different keys, the second one sees the first one's.
        await tx.execute(sql`lock table ${vaultKeys} in share row exclusive mode`);
        const known = await tx.select({ id: vaultKeys.id }).from(vaultKeys).limit(1);
        if (known.length > 0) return;
        await tx.insert(vaultKeys).values({ id: keyId, check: Buffer.from(check), firstUsedAt: at });
      });
    },
  };
}

function toRecord({ unusedSince: _, ...record }: typeof secrets.$inferSelect): SecretRecord {
  return record;
}
