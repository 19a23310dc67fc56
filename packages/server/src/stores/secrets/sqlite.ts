import { eq } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { secrets, vaultKeys } from "../schema/secrets.ts";
import type { SecretRecord, SecretsStore } from "./store.ts";

/** Secrets in SQLite. */
export function createSqliteSecretsStore({ write, read }: Database): SecretsStore {
  return {
    async get(id) {
      const found = read.select().from(secrets).where(eq(secrets.id, id)).get();
      return found && toRecord(found);
    },
    async ofWorkflow(workflowId) {
      return read.select().from(secrets).where(eq(secrets.workflowId, workflowId)).all().map(toRecord);
    },
    async keyCheck(keyId) {
      return read.select().from(vaultKeys).where(eq(vaultKeys.id, keyId)).get()?.check;
    },
    async keyIds() {
      return read
        .select({ id: vaultKeys.id })
        .from(vaultKeys)
        .all()
        .map(({ id }) => id);
    },
    async rememberKey({ keyId, check, at }) {
      write.transaction(
        (tx) => {
          if (tx.select({ id: vaultKeys.id }).from(vaultKeys).limit(1).get() !== undefined) return;
          tx.insert(vaultKeys)
            .values({ id: keyId, check: Buffer.from(check), firstUsedAt: at })
            .run();
        },
        { behavior: "immediate" },
      );
    },
  };
}

function toRecord({ unusedSince: _, ...record }: typeof secrets.$inferSelect): SecretRecord {
  return record;
}
