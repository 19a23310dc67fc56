import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { credentials } from "../schema/postgres/credentials.ts";
import { workflows, workflowVersions } from "../schema/postgres/workflows.ts";
import { reference, toRecord, toReferring, toRow } from "./records.ts";
import type { CredentialsStore } from "./store.ts";

/** Credentials in PostgreSQL. */
export function createPostgresCredentialsStore({ db, transaction }: PostgresDatabase): CredentialsStore {
  return {
    async create(record) {
      const made = await db.insert(credentials).values(toRow(record)).onConflictDoNothing();
      return made.rowCount === 1;
    },
    async get(id) {
      const [found] = await db.select().from(credentials).where(eq(credentials.id, id));
      return found && toRecord(found);
    },
    async list() {
      const rows = await db.select().from(credentials).orderBy(asc(credentials.nameKey));
      return rows.map(toRecord);
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
        const changed = await tx.update(credentials).set(values).where(eq(credentials.id, id));
        return changed.rowCount === 1 ? "updated" : "missing";
      });
    },
    async delete(id) {
      const gone = await db.delete(credentials).where(eq(credentials.id, id));
      return gone.rowCount === 1;
    },
    async referring() {
      const drafts = await db
        .select({ workflowId: workflows.id, document: workflows.draft })
        .from(workflows)
        .where(and(isNull(workflows.trashedAt), sql`strpos(${workflows.draft}, ${reference}) > 0`));
      const published = await db
        .select({ workflowId: workflows.id, document: workflowVersions.document })
        .from(workflows)
        .innerJoin(
          workflowVersions,
          and(
            eq(workflowVersions.workflowId, workflows.id),
            eq(workflowVersions.version, workflows.published),
          ),
        )
        .where(and(isNull(workflows.trashedAt), sql`strpos(${workflowVersions.document}, ${reference}) > 0`));
      return [...drafts, ...published].map(toReferring);
    },
  };
}
