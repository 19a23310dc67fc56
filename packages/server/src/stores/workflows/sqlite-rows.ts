import { and, eq, isNull, or, sql } from "drizzle-orm";
import { alias as named } from "drizzle-orm/sqlite-core";
import type { Connection } from "../database/connect.ts";
import { hookKeys, workflows, workflowVersions } from "../schema/workflows.ts";
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
  changed: sql<number>`${workflowVersions.meaning} is null or ${workflowVersions.meaning} <> ${workflows.draftMeaning}`,
  createdAt: workflows.createdAt,
  updatedAt: workflows.updatedAt,
};

/** The connection or a transaction on it. */
export type Reads = Pick<Connection, "select">;
export type Writes = Pick<Connection, "select" | "insert" | "update">;

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

export function selectRows(from: Reads) {
  return from
    .select(rowColumns)
    .from(workflows)
    .innerJoin(hookKeys, currentKey)
    .leftJoin(aliases, ownAlias)
    .leftJoin(workflowVersions, publishedVersion);
}

export function findRecord(from: Reads, id: string): WorkflowRecord | undefined {
  const row = from
    .select({ ...rowColumns, draft: workflows.draft })
    .from(workflows)
    .innerJoin(hookKeys, currentKey)
    .leftJoin(aliases, ownAlias)
    .leftJoin(workflowVersions, publishedVersion)
    .where(alive(id))
    .get();
  return row && { ...toRow(row), draft: toDocument(row.draft, id) };
}

/** In a folder or below it; in none, for the empty one. */
export function inFolder(folder: string) {
  if (folder === "") return eq(workflows.folder, "");
  return or(eq(workflows.folder, folder), sql`instr(${workflows.folder}, ${`${folder}/`}) = 1`);
}

/** What stands in the trigger URLs of a workflow: its keys, or its alias. */
export function ofWorkflow(id: string, kind: "key" | "alias") {
  return and(eq(hookKeys.workflowId, id), eq(hookKeys.kind, kind));
}
