import { and, eq, isNull, or, sql } from "drizzle-orm";
import { alias as named } from "drizzle-orm/pg-core";
import type { Connection } from "../database/postgres/transaction.ts";
import { escapeText } from "../schema/postgres/columns.ts";
import { hookKeys, workflows, workflowVersions } from "../schema/postgres/workflows.ts";
import { toDocument, toRow } from "./records.ts";
import type { WorkflowRecord } from "./store.ts";

const aliases = named(hookKeys, "aliases");

const rowColumns = {
  id: workflows.id,
  name: workflows.name,
  mode: workflows.mode,
  hookKey: hookKeys.key,
  alias: aliases.key,
  revision: workflows.revision,
  published: workflows.published,
  publishedAt: workflowVersions.publishedAt,
  paused: workflows.paused,
  folder: workflows.folder,
  tags: workflows.tags,
  changed: sql<boolean>`${workflowVersions.meaning} is distinct from ${workflows.draftMeaning}`,
  createdAt: workflows.createdAt,
  updatedAt: workflows.updatedAt,
};

export const alive = (id: string) => and(eq(workflows.id, id), isNull(workflows.trashedAt));
export const publishedVersion = and(
  eq(workflowVersions.workflowId, workflows.id),
  eq(workflowVersions.version, workflows.published),
);
const currentKey = and(
  eq(hookKeys.workflowId, workflows.id),
  eq(hookKeys.kind, "key"),
  isNull(hookKeys.validUntil),
);
const ownAlias = and(eq(aliases.workflowId, workflows.id), eq(aliases.kind, "alias"));

export function selectRows(from: Connection) {
  return from
    .select(rowColumns)
    .from(workflows)
    .innerJoin(hookKeys, currentKey)
    .leftJoin(aliases, ownAlias)
    .leftJoin(workflowVersions, publishedVersion);
}

export async function findRecord(from: Connection, id: string): Promise<WorkflowRecord | undefined> {
  const [row] = await from
    .select({ ...rowColumns, draft: workflows.draft })
    .from(workflows)
    .innerJoin(hookKeys, currentKey)
    .leftJoin(aliases, ownAlias)
    .leftJoin(workflowVersions, publishedVersion)
    .where(alive(id));
  return row && { ...toRow(row), draft: toDocument(row.draft, id) };
}

/** The row of a workflow that is not in the trash, kept for this transaction: others who change it wait. */
export async function lockRow(tx: Connection, id: string) {
  const [row] = await tx.select().from(workflows).where(alive(id)).for("update");
  return row;
}

/** In a folder or below it; in none, for the empty one. */
export function inFolder(folder: string) {
  if (folder === "") return eq(workflows.folder, "");
  return or(eq(workflows.folder, folder), sql`starts_with(${workflows.folder}, ${escapeText(`${folder}/`)})`);
}

/** What stands in the trigger URLs of a workflow: its keys, or its alias. */
export function ofWorkflow(id: string, kind: "key" | "alias") {
  return and(eq(hookKeys.workflowId, id), eq(hookKeys.kind, kind));
}
