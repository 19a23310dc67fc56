import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { audit } from "../schema/postgres/audit.ts";
import { auditFilter } from "./filter.ts";
import { auditRow, endRow, firstAuditId, toAuditRecord } from "./records.ts";
import type { AuditStore } from "./store.ts";

/** The audit log in PostgreSQL. */
export function createPostgresAuditStore({ db }: PostgresDatabase): AuditStore {
  return {
    async add(record) {
      await db.insert(audit).values(auditRow(record));
    },
    async end(given) {
      await db
        .update(audit)
        .set(endRow(given))
        .where(and(eq(audit.id, given.id), eq(audit.outcome, "unfinished")));
    },
    async prune({ before, limit }) {
      const old = db
        .select({ id: audit.id })
        .from(audit)
        .where(lt(audit.id, firstAuditId(before)))
        .orderBy(asc(audit.id))
        .limit(limit);
      const { rowCount } = await db.delete(audit).where(inArray(audit.id, old));
      return rowCount ?? 0;
    },
    async list(query) {
      const rows = await db
        .select()
        .from(audit)
        .where(auditFilter(audit, query))
        .orderBy(desc(audit.id))
        .limit(query.limit);
      return rows.map(toAuditRecord);
    },
  };
}
