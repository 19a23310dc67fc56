import type { Version, VersionSummary, Workflow, WorkflowSummary } from "@sluice/api/schemas";
import type { VersionRecord, VersionRow, WorkflowRecord, WorkflowRow } from "../stores/workflows/store.ts";

/** What other stores know of a workflow. Times are milliseconds since 1970. */
export interface WorkflowFacts {
  readonly lastDeliveryAt: number | undefined;
  readonly failures24h: number;
  readonly held: number;
}

/** The shape of a workflow in lists of the API. */
export function toSummary(given: {
  row: WorkflowRow;
  facts: WorkflowFacts;
  hookUrl: (key: string) => string;
}): WorkflowSummary {
  const { row, facts, hookUrl } = given;
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    hookUrl: hookUrl(row.hookKey),
    hookKey: row.hookKey,
    alias: row.alias,
    aliasUrl: row.alias === null ? null : hookUrl(row.alias),
    revision: row.revision,
    published: row.published,
    paused: row.paused,
    folder: row.folder,
    tags: [...row.tags],
    changed: row.changed,
    createdAt: time(row.createdAt),
    updatedAt: time(row.updatedAt),
    publishedAt: row.publishedAt === null ? null : time(row.publishedAt),
    lastDeliveryAt: facts.lastDeliveryAt === undefined ? null : time(facts.lastDeliveryAt),
    failures24h: facts.failures24h,
    held: facts.held,
  };
}

/** The shape of one workflow in the API. */
export function toWorkflow(given: {
  row: WorkflowRecord;
  facts: WorkflowFacts;
  hookUrl: (key: string) => string;
}): Workflow {
  return { ...toSummary(given), draft: given.row.draft };
}

export function toVersionSummary({ version, note, publishedAt, publishedBy }: VersionRow): VersionSummary {
  return { version, note, publishedAt: time(publishedAt), publishedBy };
}

export function toVersion(record: VersionRecord): Version {
  return { ...toVersionSummary(record), document: record.document };
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
