import type { WorkflowDocument } from "@sluice/workflow/document";
import { and, eq, isNull, sql } from "drizzle-orm";
import { workflows, workflowVersions } from "../schema/workflows.ts";
import type { Database } from "./database.ts";

/** A draft or a published version. */
export interface ReferringDocument {
  readonly workflowId: string;
  readonly state: "draft" | "published";
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
  return [
    ...drafts.map((row) => toReferring(row, "draft")),
    ...published.map((row) => toReferring(row, "published")),
  ];
}

/** The document's shape was checked on its way in. */
export function toReferring(
  { workflowId, document }: { workflowId: string; document: string },
  state: ReferringDocument["state"],
): ReferringDocument {
  return { workflowId, state, document: JSON.parse(document) as ReferringDocument["document"] };
}
