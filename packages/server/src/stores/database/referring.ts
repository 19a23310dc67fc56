import type { WorkflowDocument } from "@sluice/workflow/document";
import { and, eq, isNull, sql } from "drizzle-orm";
import { workflows, workflowVersions } from "../schema/workflows.ts";
import type { Database } from "./database.ts";

/** A draft or a published version. */
export interface ReferringDocument {
  readonly workflowId: string;
  readonly document: WorkflowDocument;
}

/**
 * Drafts, then published versions, of workflows that are not in the trash, whose JSON holds a text: how a reference that is
 * looked for begins.
 */
export function documentsHolding({ read }: Pick<Database, "read">, text: string): ReferringDocument[] {
  const drafts = read
    .select({ workflowId: workflows.id, document: workflows.draft })
    .from(workflows)
    .where(and(isNull(workflows.trashedAt), sql`instr(${workflows.draft}, ${text}) > 0`))
    .all();
  const published = read
    .select({ workflowId: workflows.id, document: workflowVersions.document })
    .from(workflows)
    .innerJoin(
      workflowVersions,
      and(eq(workflowVersions.workflowId, workflows.id), eq(workflowVersions.version, workflows.published)),
    )
    .where(and(isNull(workflows.trashedAt), sql`instr(${workflowVersions.document}, ${text}) > 0`))
    .all();
  return [...drafts, ...published].map(toReferring);
}

/** The document's shape was checked on its way in. */
export function toReferring(row: { workflowId: string; document: string }): ReferringDocument {
  return { workflowId: row.workflowId, document: JSON.parse(row.document) as ReferringDocument["document"] };
}
