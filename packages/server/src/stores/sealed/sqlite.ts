import { and, count, eq, inArray, ne } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { credentials } from "../schema/credentials.ts";
import { oauthGrants, oauthRequests } from "../schema/oauth.ts";
import { secrets, vaultKeys } from "../schema/secrets.ts";
import { subscriptions } from "../schema/subscriptions.ts";
import { waits } from "../schema/waits.ts";
import { type SealedStore, sealedGrant, sealedRow, sealedTables } from "./store.ts";

const tables = { secrets, credentials, subscriptions, oauth_grants: oauthGrants } as const;
const ids = {
  ...{ secrets: secrets.id, credentials: credentials.id, subscriptions: subscriptions.id },
  oauth_grants: oauthGrants.credentialId,
} as const;

class Changed extends Error {}

/** What is encrypted in SQLite. */
export function createSqliteSealedStore({ read, write }: Database): SealedStore {
  return {
    async all() {
      return [
        ...read
          .select()
          .from(secrets)
          .all()
          .map((row) => sealedRow("secrets", row, [row.workflowId, row.node, row.field])),
        ...read
          .select()
          .from(credentials)
          .all()
          .map((row) => sealedRow("credentials", row, [row.type])),
        ...read
          .select()
          .from(subscriptions)
          .all()
          .map((row) => sealedRow("subscriptions", row, [])),
        ...read.select().from(oauthGrants).all().flatMap(sealedGrant),
      ];
    },

    async keyIds() {
      return read
        .select({ id: vaultKeys.id })
        .from(vaultKeys)
        .all()
        .map(({ id }) => id);
    },

    async replace({ rows, before, newKey, at }) {
      try {
        write.transaction(
          (tx) => {
            rows.forEach(({ table: name, id, nonce, ciphertext }, index) => {
              const table = tables[name];
              const old = Buffer.from(before[index] ?? []);
              const { changes } = tx
                .update(table)
                .set({ keyId: newKey.id, nonce: Buffer.from(nonce), ciphertext: Buffer.from(ciphertext) })
                .where(and(eq(ids[name], id), eq(table.nonce, old)))
                .run();
              if (changes !== 1) throw new Changed();
            });
            for (const name of sealedTables) {
              const table = tables[name];
              const left = tx.select({ rows: count() }).from(table).where(ne(table.keyId, newKey.id)).get();
              if (left?.rows !== 0) throw new Changed();
            }
            tx.delete(oauthRequests).run();
            tx.delete(vaultKeys).run();
            tx.insert(vaultKeys)
              .values({ id: newKey.id, check: Buffer.from(newKey.check), firstUsedAt: at })
              .run();
          },
          { behavior: "immediate" },
        );
        return "replaced";
      } catch (error) {
        if (error instanceof Changed) return "changed";
        throw error;
      }
    },

    async openUrls() {
      const found = read
        .select({ rows: count() })
        .from(waits)
        .where(and(eq(waits.state, "open"), inArray(waits.kind, ["callback", "approval"])))
        .get();
      return found?.rows ?? 0;
    },

    processes: async () => ({ count: 0, untilMs: 0 }),
  };
}
