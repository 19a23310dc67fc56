import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import type { Connection } from "../database/connect.ts";
import type { Database } from "../database/database.ts";
import { createWriter } from "../database/writer.ts";
import { audit } from "../schema/audit.ts";
import { auditFilter } from "./filter.ts";
import { auditRow, endRow, firstAuditId, toAuditRecord } from "./records.ts";
import type { ActEnd, AuditRecord, AuditStore } from "./store.ts";

/** The audit log in SQLite. */
export function createSqliteAuditStore({ read, write }: Database): AuditStore {
  const writer = createWriter(write.$client, auditOperations(write));
  return {
    add: (record) => writer.write("add", record),
    end: (given) => writer.write("end", given),
    prune: (given) => writer.write("prune", given),
    async list(query) {
      return read
        .select()
        .from(audit)
        .where(auditFilter(audit, query))
        .orderBy(desc(audit.id))
        .limit(query.limit)
        .all()
        .map(toAuditRecord);
    },
  };
}

function auditOperations(connection: Connection) {
  return {
    add(record: AuditRecord): void {
      connection.insert(audit).values(auditRow(record)).run();
    },
    end(given: ActEnd): void {
      connection
        .update(audit)
        .set(endRow(given))
        .where(and(eq(audit.id, given.id), eq(audit.outcome, "unfinished")))
        .run();
    },
    prune({ before, limit }: { before: number; limit: number }): number {
      const old = connection
        .select({ id: audit.id })
        .from(audit)
        .where(lt(audit.id, firstAuditId(before)))
        .orderBy(asc(audit.id))
        .limit(limit);
      return connection.delete(audit).where(inArray(audit.id, old)).run().changes;
    },
  };
}
