import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Listening, ScheduleRow } from "../triggers/store.ts";
import type { DraftInput, Hook, TrashedRow, VersionRow, WorkflowRecord, WorkflowRow } from "./store.ts";

/** A row as a database gives it back: SQLite has numbers for booleans that a query computes. */
export function toRow(
  row: Omit<WorkflowRow, "changed" | "tags"> & { readonly changed: number | boolean; readonly tags: string },
): WorkflowRow {
  const { id, name, mode, hookKey, alias, revision, published, publishedAt, paused } = row;
  const { folder, createdAt, updatedAt } = row;
  return {
    ...{ id, name, mode, hookKey, alias, revision, published, publishedAt, paused, createdAt, updatedAt },
    folder,
    tags: toTags(row.tags),
    changed: Boolean(row.changed),
  };
}

export function toTrashedRow(
  row: Omit<TrashedRow, "tags" | "trashedAt"> & { readonly tags: string; readonly trashedAt: number | null },
): TrashedRow {
  return { ...row, tags: toTags(row.tags), trashedAt: row.trashedAt ?? 0 };
}

export function trashPosition({ trashedAt, id }: TrashedRow): readonly [number, string] {
  return [trashedAt, id];
}

/** Nobody else writes this column. */
export function toTags(text: string): string[] {
  return JSON.parse(text) as string[];
}

/** Where a workflow stands once the folder `from` is called `to`. */
export function movedFolder(folder: string, { from, to }: { from: string; to: string }): string {
  const rest = folder.slice(from.length);
  return to === "" ? rest.slice(1) : to + rest;
}

export function pickVersion(row: VersionRow): VersionRow {
  const { version, note, publishedAt, publishedBy } = row;
  return { version, note, publishedAt, publishedBy };
}

/** What the door decides by, of the rows that make it up; undefined when the key has ended at `at`. */
export function toHook(
  row: {
    readonly workflow: {
      readonly id: string;
      readonly name: string;
      readonly revision: number;
      readonly paused: boolean;
      readonly draft: string;
    };
    readonly key: { readonly validUntil: number | null };
    readonly version: { readonly version: number; readonly document: string } | null;
  },
  at: number,
): Hook | undefined {
  const { workflow, key, version } = row;
  if (key.validUntil !== null && key.validUntil <= at) return undefined;
  return {
    workflowId: workflow.id,
    name: workflow.name,
    revision: workflow.revision,
    paused: workflow.paused,
    draft: toDocument(workflow.draft, workflow.id),
    published: version && {
      version: version.version,
      document: toDocument(version.document, workflow.id),
    },
    validUntil: key.validUntil,
  };
}

/** What was just written in the same transaction. */
export function present(record: WorkflowRecord | undefined): WorkflowRecord {
  if (!record) throw new Error("a workflow that was just written is not there");
  return record;
}

export function draftColumns({ document, meaning }: DraftInput) {
  return {
    name: document.name,
    nameKey: document.name.toLowerCase(),
    mode: document.mode,
    draft: JSON.stringify(document),
    draftMeaning: meaning,
  };
}

/**
 * Its shape was checked on its way in; nobody else writes this column. Throws, with the workflow's id, where it holds no JSON
 * any more: that workflow is out of order, the others are not.
 */
export function toDocument(text: string, workflowId: string): WorkflowDocument {
  try {
    return JSON.parse(text) as WorkflowDocument;
  } catch (cause) {
    throw new Error(`the stored document of the workflow ${workflowId} cannot be read`, { cause });
  }
}

/**
 * How far a schedule is that was just published: an equal one goes on where it was, so that a slot which is due in this
 * very moment is not lost by publishing.
 */
export function scheduleProgress(given: {
  readonly before: Pick<ScheduleRow, "cron" | "timeZone" | "doneUntil" | "nextAt"> | undefined;
  readonly listening: Listening & { readonly kind: "schedule" };
  readonly at: number;
}): Pick<ScheduleRow, "doneUntil" | "nextAt"> {
  const { before, listening, at } = given;
  const same = before && before.cron === listening.cron && before.timeZone === listening.timeZone;
  return same
    ? { doneUntil: before.doneUntil, nextAt: before.nextAt }
    : { doneUntil: at, nextAt: listening.nextAt };
}
