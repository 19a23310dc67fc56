import type { ExecutionSummary } from "@sluice/api/schemas";
import { encodeTime } from "ulid";
import type { JournalRecord } from "./journal-record.ts";
import type { ExecutionOutcome, ExecutionProgress, NewExecution, StoredExecution } from "./store.ts";

type SummaryRow = Omit<ExecutionSummary, "queuedAt" | "startedAt" | "finishedAt"> & {
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
};

/** Columns that hold JSON text. */
type TextColumn = "answer" | "error" | "warnings" | "input" | "document";

/** A row as every database gives it back. */
export type ExecutionRow = Omit<StoredExecution, TextColumn | "journal" | "nextSeq"> & {
  readonly [Column in TextColumn]: string | null;
};

/** A row as it is inserted. */
export function executionRow(execution: NewExecution) {
  const { input, document, ...rest } = execution;
  return { ...rest, ...progressColumns(execution), resumes: 0, input: json(input), document: json(document) };
}

/** What a change of an execution writes. */
export function progressColumns(progress: ExecutionProgress) {
  const { status, startedAt, finishedAt, answer, error, failedByDesign, warnings } = progress;
  return {
    status,
    startedAt,
    finishedAt,
    answer: json(answer),
    error: json(error),
    failedByDesign,
    warnings: warnings.length > 0 ? JSON.stringify(warnings) : null,
  };
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

export function toSummary(row: SummaryRow): ExecutionSummary {
  const { queuedAt, startedAt, finishedAt } = row;
  return {
    ...row,
    queuedAt: toTime(queuedAt),
    startedAt: startedAt === null ? null : toTime(startedAt),
    finishedAt: finishedAt === null ? null : toTime(finishedAt),
  };
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** `chunks`: the journal's rows in order. */
export function toStored(row: ExecutionRow, chunks: readonly string[]): StoredExecution {
  const { answer, error, warnings, input, document, ...rest } = row;
  return {
    ...rest,
    answer: parsed(answer),
    error: parsed(error),
    warnings: parsed(warnings) ?? [],
    input: parsed(input),
    document: parsed(document),
    journal: chunks.flatMap((records) => JSON.parse(records) as JournalRecord[]),
    nextSeq: chunks.length,
  };
}

export function toOutcome(
  row: Omit<ExecutionOutcome, "error" | "origin"> & { readonly error: string | null },
): ExecutionOutcome {
  return { ...row, error: parsed(row.error), origin: null };
}

/** What this program wrote itself: its shape is the column's. */
function parsed<Shape>(text: string | null): Shape | null {
  return text === null ? null : (JSON.parse(text) as Shape);
}

/** The smallest execution id of a moment: ids begin with their time. */
export function firstIdAt(milliseconds: number): string {
  return `exe_${encodeTime(Math.max(0, Math.floor(milliseconds)))}`;
}
