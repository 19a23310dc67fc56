import type { ExecutionSummary } from "@sluice/api/schemas";
import { encodeTime } from "ulid";
import type { JournalRecord } from "./journal-record.ts";
import type { ExecutionOutcome, StoredExecution, WaitingReason } from "./store.ts";

type SummaryRow = Omit<ExecutionSummary, "queuedAt" | "startedAt" | "finishedAt" | "waitingFor"> & {
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly waitingFor: string | null;
};

/** Ends that a partial index keeps by workflow (`executions_gone_wrong`): they are few beside the others. */
export const goneWrong: ReadonlySet<string> = new Set(["failed", "cancelled", "timed-out"]);

/** Columns that hold JSON text. */
type TextColumn = "answer" | "error" | "warnings" | "input" | "document" | "waitingFor" | "origin";

/** A row as every database gives it back. */
export type ExecutionRow = Omit<StoredExecution, TextColumn | "journal" | "nextSeq" | "concurrency"> & {
  readonly [Column in TextColumn]: string | null;
} & { readonly concurrencyKey: string | null; readonly concurrencyLimit: number | null };

export function toSummary(row: SummaryRow): ExecutionSummary {
  const { queuedAt, startedAt, finishedAt } = row;
  const waitingFor: WaitingReason | null = parsed(row.waitingFor);
  return {
    ...row,
    queuedAt: toTime(queuedAt),
    startedAt: startedAt === null ? null : toTime(startedAt),
    finishedAt: finishedAt === null ? null : toTime(finishedAt),
    waitingFor: waitingFor && {
      ...waitingFor,
      until: waitingFor.until === null ? null : toTime(waitingFor.until),
    },
  };
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** `chunks`: the journal's rows in order. */
export function toStored(row: ExecutionRow, chunks: readonly string[]): StoredExecution {
  const { answer, error, warnings, input, document, waitingFor, origin, ...rest } = row;
  const { concurrencyKey, concurrencyLimit, ...plain } = rest;
  return {
    ...plain,
    concurrency: concurrencyKey === null ? null : { key: concurrencyKey, limit: concurrencyLimit ?? 1 },
    waitingFor: parsed(waitingFor),
    origin: parsed(origin),
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
  row: Omit<ExecutionOutcome, "answer" | "error" | "origin"> & {
    readonly answer: string | null;
    readonly error: string | null;
    readonly origin: string | null;
  },
): ExecutionOutcome {
  return { ...row, answer: parsed(row.answer), error: parsed(row.error), origin: parsed(row.origin) };
}

/** What this program wrote itself: its shape is the column's. */
function parsed<Shape>(text: string | null): Shape | null {
  return text === null ? null : (JSON.parse(text) as Shape);
}

/** The smallest execution id of a moment: ids begin with their time. */
export function firstIdAt(milliseconds: number): string {
  return `exe_${encodeTime(Math.max(0, Math.floor(milliseconds)))}`;
}
