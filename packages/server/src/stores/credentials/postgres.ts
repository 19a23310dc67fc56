import { and, asc, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { documentsHolding } from "../database/postgres/referring.ts";
import { credentials } from "../schema/postgres/credentials.ts";
import type { CredentialRecord, CredentialsStore } from "./store.ts";

const hostsSchema = z.array(z.string());
/** How a reference begins in a stored document, which is JSON without spaces. */
const reference = '"credential":"cred_';

/** Credentials in PostgreSQL. */
export function createPostgresCredentialsStore({ db, transaction }: PostgresDatabase): CredentialsStore {
  return {
    async create(record) {
      const made = await db
        .insert(credentials)
        .values(toRow(record))
        .onConflictDoNothing()
        .returning({ id: credentials.id });
      return made.length === 1;
    },
    async get(id) {
      const [found] = await db.select().from(credentials).where(eq(credentials.id, id));
      return found && toRecord(found);
    },
    async list() {
      const found = await db.select().from(credentials).orderBy(asc(credentials.nameKey));
      return found.map(toRecord);
    },
    async ids() {
      const rows = await db.select({ id: credentials.id }).from(credentials);
      return new Set(rows.map(({ id }) => id));
    },
    update(record) {
      const { id, createdAt: _, ...values } = toRow(record);
      return transaction(async (tx) => {
        // Nobody else takes the name until this commits.
        await tx.execute(sql`lock table ${credentials} in share row exclusive mode`);
        const [namesake] = await tx
          .select({ id: credentials.id })
          .from(credentials)
          .where(and(eq(credentials.nameKey, values.nameKey), ne(credentials.id, id)));
        if (namesake) return "name-taken";
        const changed = await tx
          .update(credentials)
          .set(values)
          .where(eq(credentials.id, id))
          .returning({ id: credentials.id });
        return changed.length === 1 ? "updated" : "missing";
      });
    },
    async delete(id) {
      const gone = await db
        .delete(credentials)
        .where(eq(credentials.id, id))
        .returning({ id: credentials.id });
      return gone.length === 1;
    },
    async referring() {
      return documentsHolding({ db }, reference);
    },
  };
}

function toRow(record: CredentialRecord): typeof credentials.$inferInsert {
  return {
    ...record,
    nameKey: record.name.toLowerCase(),
    hosts: JSON.stringify(record.hosts),
    nonce: Buffer.from(record.nonce),
    ciphertext: Buffer.from(record.ciphertext),
  };
}

function toRecord({ nameKey: _, hosts, ...row }: typeof credentials.$inferSelect): CredentialRecord {
  return { ...row, hosts: hostsSchema.parse(JSON.parse(hosts)) };
}
