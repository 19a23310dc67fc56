import type { StartedBy } from "@sluice/api/schemas";
import { decodeTime } from "ulid";
import type { FailedExecution, KeyWaiting } from "./store.ts";

/** A number, as PostgreSQL and SQLite give it. */
export type Counted = number | string;

export interface FailedRow {
  readonly id: string;
  readonly workflowId: string;
  readonly startedBy: StartedBy;
  readonly finishedAt: Counted;
  /** JSON text of our own writing. */
  readonly error: string | null;
  readonly origin: string | null;
}

export interface KeyRow {
  readonly key: string;
  readonly workflowId: string;
  readonly waiting: Counted;
  readonly limit: Counted | null;
}

export function toFailed({ finishedAt, error, origin, ...row }: FailedRow): FailedExecution {
  return {
    ...row,
    ...{ begunAt: timeOf(row.id), finishedAt: Number(finishedAt) },
    error: error === null ? null : (JSON.parse(error) as FailedExecution["error"]),
    origin: origin === null ? null : (JSON.parse(origin) as FailedExecution["origin"]),
  };
}

export function toAtLimit(rows: readonly KeyRow[], keys: number) {
  const all = rows.map(
    (row): KeyWaiting => ({ ...row, waiting: Number(row.waiting), limit: Number(row.limit ?? 1) }),
  );
  return { waiting: all.reduce((sum, { waiting }) => sum + waiting, 0), keys: all.slice(0, keys) };
}

/** `beyond`: the newest one that is not counted any more. */
export function toBegun(
  { count, beyond }: { readonly count: Counted; readonly beyond: string | null },
  from: number,
) {
  return { count: Number(count), since: beyond === null ? from : timeOf(beyond) + 1 };
}

/** What was not accepted is part of what was counted. */
export function toAccepted({ all, others }: { readonly all: Counted; readonly others: Counted }): number {
  return Math.max(0, Number(all) - Number(others));
}

function timeOf(id: string): number {
  return decodeTime(id.slice(id.indexOf("_") + 1));
}
