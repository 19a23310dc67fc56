import { and, eq, isNull, sql } from "drizzle-orm";
import { workflows, workflowVersions } from "../../schema/postgres/workflows.ts";
import { type ReferringDocument, toReferring } from "../referring.ts";
import type { PostgresDatabase } from "./database.ts";

/** The same as for SQLite: drafts, then published versions, whose JSON holds a text. */
export async function documentsHolding(
  { db }: Pick<PostgresDatabase, "db">,
  text: string,
): Promise<ReferringDocument[]> {
  const drafts = await db
    .select({ workflowId: workflows.id, document: workflows.draft })
    .from(workflows)
    .where(and(isNull(workflows.trashedAt), sql`position(${text} in ${workflows.draft}) > 0`));
  const published = await db
    .select({ workflowId: workflows.id, document: workflowVersions.document })
    .from(workflows)
    .innerJoin(
      workflowVersions,
      and(eq(workflowVersions.workflowId, workflows.id), eq(workflowVersions.version, workflows.published)),
    )
    .where(and(isNull(workflows.trashedAt), sql`position(${text} in ${workflowVersions.document}) > 0`));
  return [
    ...drafts.map((row) => toReferring(row, "draft")),
    ...published.map((row) => toReferring(row, "published")),
  ];
}
