import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { PostgresDatabase } from "../database/postgres/database.ts";
import { credentials } from "../schema/postgres/credentials.ts";
import { workflows, workflowVersions } from "../schema/postgres/workflows.ts";
import { sqlStateOf } from "../store-unavailable.ts";
import { referenceStart, toRecord, toReferring, toRow } from "./records.ts";
import type { CredentialsStore } from "./store.ts";

const uniqueViolation = "23505";

/** Credentials in PostgreSQL. */
export function createPostgresCredentialsStore({ db }: PostgresDatabase): CredentialsStore {
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
      return (await db.select().from(credentials).orderBy(asc(credentials.nameKey))).map(toRecord);
    },
    async ids() {
      const rows = await db.select({ id: credentials.id }).from(credentials);
      return new Set(rows.map(({ id }) => id));
    },
    async update(record) {
      const { id, createdAt: _, ...values } = toRow(record);
      try {
        const changed = await db.update(credentials).set(values).where(eq(credentials.id, id));
        return changed.rowCount === 1 ? "updated" : "missing";
      } catch (error) {
        if (sqlStateOf(error) === uniqueViolation) return "name-taken";
        throw error;
      }
    },
    async delete(id) {
      return (await db.delete(credentials).where(eq(credentials.id, id))).rowCount === 1;
    },
    async referring() {
      const drafts = await db
        .select({ workflowId: workflows.id, document: workflows.draft })
        .from(workflows)
        .where(and(isNull(workflows.trashedAt), sql`strpos(${workflows.draft}, ${referenceStart}) > 0`));
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
        .where(
          and(isNull(workflows.trashedAt), sql`strpos(${workflowVersions.document}, ${referenceStart}) > 0`),
        );
      return [...drafts, ...published].map(toReferring);
    },
  };
}
