import { and, asc, eq, ne } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../database/database.ts";
import { documentsHolding } from "../database/referring.ts";
import { credentials } from "../schema/credentials.ts";
import type { CredentialRecord, CredentialsStore } from "./store.ts";

const immediate = { behavior: "immediate" } as const;
const hostsSchema = z.array(z.string());
/** How a reference begins in a stored document, which is JSON without spaces. */
const reference = '"credential":"cred_';

/** Credentials in SQLite. */
export function createSqliteCredentialsStore({ write, read }: Database): CredentialsStore {
  return {
    async create(record) {
      return write.insert(credentials).values(toRow(record)).onConflictDoNothing().run().changes === 1;
    },
    async get(id) {
      const found = read.select().from(credentials).where(eq(credentials.id, id)).get();
      return found && toRecord(found);
    },
    async list() {
      return read.select().from(credentials).orderBy(asc(credentials.nameKey)).all().map(toRecord);
    },
    async ids() {
      const rows = read.select({ id: credentials.id }).from(credentials).all();
      return new Set(rows.map(({ id }) => id));
    },
    async update(record) {
      const { id, createdAt: _, ...values } = toRow(record);
      return write.transaction((tx) => {
        const namesake = tx
          .select({ id: credentials.id })
          .from(credentials)
          .where(and(eq(credentials.nameKey, values.nameKey), ne(credentials.id, id)))
          .get();
        if (namesake) return "name-taken";
        const { changes } = tx.update(credentials).set(values).where(eq(credentials.id, id)).run();
        return changes === 1 ? "updated" : "missing";
      }, immediate);
    },
    async delete(id) {
      return write.delete(credentials).where(eq(credentials.id, id)).run().changes === 1;
    },
    async referring() {
      return documentsHolding({ read }, reference);
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
