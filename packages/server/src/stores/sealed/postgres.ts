import { and, count, eq, inArray, ne, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { databaseTime } from "../database/postgres/database-time.ts";
import { credentials } from "../schema/postgres/credentials.ts";
import { oauthGrants, oauthRequests } from "../schema/postgres/oauth.ts";
import { secrets, vaultKeys } from "../schema/postgres/secrets.ts";
import { subscriptions } from "../schema/postgres/subscriptions.ts";
import { waits } from "../schema/postgres/waits.ts";
import { workers } from "../schema/postgres/workers.ts";
import { type SealedStore, sealedGrant, sealedRow, sealedTables } from "./store.ts";

const tables = { secrets, credentials, subscriptions, oauth_grants: oauthGrants } as const;
const ids = {
  ...{ secrets: secrets.id, credentials: credentials.id, subscriptions: subscriptions.id },
  oauth_grants: oauthGrants.credentialId,
} as const;

class Changed extends Error {}
class Running extends Error {}

/** What is encrypted in PostgreSQL. */
export function createPostgresSealedStore(database: PostgresDatabase): SealedStore {
  const { db } = database;
  return {
    async all() {
      const [ofWorkflows, ofCredentials, ofSubscriptions, grants] = await Promise.all([
        db.select().from(secrets),
        db.select().from(credentials),
        db.select().from(subscriptions),
        db.select().from(oauthGrants),
      ]);
      return [
        ...ofWorkflows.map((row) => sealedRow("secrets", row, [row.workflowId, row.node, row.field])),
        ...ofCredentials.map((row) => sealedRow("credentials", row, [row.type])),
        ...ofSubscriptions.map((row) => sealedRow("subscriptions", row, [])),
        ...grants.flatMap(sealedGrant),
      ];
    },

    async keyIds() {
      const found = await db.select({ id: vaultKeys.id }).from(vaultKeys);
      return found.map(({ id }) => id);
    },

    async replace({ rows, before, newKey, at }) {
      try {
        await database.transaction(async (tx) => {
          // Whoever starts meanwhile and asks which key it is waits until it is known.
          await tx.execute(sql`lock table ${vaultKeys} in access exclusive mode`);
          await tx.execute(
            sql`lock table ${secrets}, ${credentials}, ${subscriptions}, ${oauthGrants}, ${oauthRequests} in share row exclusive mode`,
          );
          // Signs of life wait as well: who gives one afterwards finds the new key (held-key.ts).
          await tx.execute(sql`lock table ${workers} in share row exclusive mode`);
          if ((await living(tx)).count > 0) throw new Running();
          for (const [index, { table: name, id, nonce, ciphertext }] of rows.entries()) {
            const table = tables[name];
            const { rowCount } = await tx
              .update(table)
              .set({ keyId: newKey.id, nonce: Buffer.from(nonce), ciphertext: Buffer.from(ciphertext) })
              .where(and(eq(ids[name], id), eq(table.nonce, Buffer.from(before[index] ?? []))));
            if (rowCount !== 1) throw new Changed();
          }
          for (const name of sealedTables) {
            const table = tables[name];
            const [left] = await tx.select({ rows: count() }).from(table).where(ne(table.keyId, newKey.id));
            if (left?.rows !== 0) throw new Changed();
          }
          await tx.delete(oauthRequests);
          await tx.delete(vaultKeys);
          await tx
            .insert(vaultKeys)
            .values({ id: newKey.id, check: Buffer.from(newKey.check), firstUsedAt: at });
        });
        return "replaced";
      } catch (error) {
        if (error instanceof Changed) return "changed";
        if (error instanceof Running) return "running";
        throw error;
      }
    },

    async openUrls() {
      const [found] = await db
        .select({ rows: count() })
        .from(waits)
        .where(and(eq(waits.state, "open"), inArray(waits.kind, ["callback", "approval"])));
      return found?.rows ?? 0;
    },

    processes: () => living(db),
  };
}

async function living(db: Pick<PostgresDatabase["db"], "select">) {
  const now = sql.raw(databaseTime);
  const [found] = await db
    .select({ rows: count(), left: sql<string>`coalesce(max(${workers.leaseUntil}) - ${now}, 0)` })
    .from(workers)
    .where(sql`${workers.leaseUntil} > ${now}`);
  return { count: found?.rows ?? 0, untilMs: Number(found?.left ?? 0) };
}
