import type { ExecutionSummary } from "@sluice/api/schemas";
import { encodeTime } from "ulid";
import type { JournalRecord } from "./journal-record.ts";
import type {
  CalledExecution,
  ExecutionHead,
  ExecutionOrigin,
  ExecutionOutcome,
  JournalPage,
  StoredExecution,
  Suspect,
  WaitingReason,
} from "./store.ts";

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
  return { ...toHead(row, chunks.length), journal: chunks.flatMap(recordsOf) };
}

/** Rows of a journal that are read in one go, and how many bytes of them at most, where one row is not longer by itself. */
export const pageRows = 200;
export const pageBytes = 256 * 1024;

/** `to`: where the journal ends. */
export function toPage(
  rows: readonly { readonly seq: number; readonly records: string }[],
  to: number,
): JournalPage {
  const last = rows.at(-1);
  return { records: rows.flatMap(({ records }) => recordsOf(records)), next: last ? last.seq + 1 : to };
}

function recordsOf(chunk: string): JournalRecord[] {
  return JSON.parse(chunk) as JournalRecord[];
}

export function toHead(row: ExecutionRow, nextSeq: number): ExecutionHead {
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
    nextSeq,
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

/** Of the executions that steps had called: those whose steps were called off while they waited. */
export function toAbandoned(
  called: readonly { readonly id: string; readonly origin: string | null }[],
  calledOff: readonly { readonly node: string; readonly frame: string }[],
): CalledExecution[] {
  const places = new Set(calledOff.map(({ node, frame }) => JSON.stringify([node, frame])));
  return called.flatMap(({ id, origin: text }) => {
    const origin: ExecutionOrigin = parsed(text) ?? {};
    return places.has(JSON.stringify([origin.node, origin.frame ?? ""])) ? [{ id, origin }] : [];
  });
}

/** Nobody waits that long for a trial, in milliseconds: the clock was set back meanwhile. */
export const unlikelyWaitMs = 3_600_000;

/** `waitsSince` null: its process has just died with it. */
export function toSuspect(
  row: Pick<Suspect, "id" | "epoch" | "crashes" | "seenAt"> & {
    readonly reprieves: number | null;
    readonly trialAt: number | null;
  },
  waitsSince: number | null,
): Suspect {
  const { id, epoch, crashes, reprieves, trialAt, seenAt } = row;
  const triedSince = waitsSince === null ? trialAt : null;
  return { id, epoch, crashes, reprieves: reprieves ?? 0, waitsSince, triedSince, seenAt };
}

/** Start keys of what the steps of an execution have called lie between these two; the second is not among them. */
export function calledBy(executionId: string): { readonly from: string; readonly to: string } {
  return { from: `call:${executionId}/`, to: `call:${executionId}0` };
}

/** The same of those that went on from where it had ended; the newest is the last. */
export function wentOnFrom(executionId: string): { readonly from: string; readonly to: string } {
  return { from: `goes-on:${executionId}/`, to: `goes-on:${executionId}0` };
}

/** What this program wrote itself: its shape is the column's. */
function parsed<Shape>(text: string | null): Shape | null {
  return text === null ? null : (JSON.parse(text) as Shape);
}

/** The smallest execution id of a moment: ids begin with their time. */
export function firstIdAt(milliseconds: number): string {
  return `exe_${encodeTime(Math.max(0, Math.floor(milliseconds)))}`;
}
