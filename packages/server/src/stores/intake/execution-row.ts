import { inArray } from "drizzle-orm";
import type { ExecutionProgress, NewExecution } from "../executions/store.ts";
import { executions } from "../schema/executions.ts";
import { positionOf, type RowValues, valuesOf } from "./insert-of.ts";

/** It may still change. */
export const unfinished = inArray(executions.status, ["queued", "running", "waiting"]);

/** A new execution as its row. */
export function executionRow(execution: NewExecution) {
  const { input, document, concurrency, origin, worker, startKey } = execution;
  const { id, workflowId, version, startedBy, deliveryId, queuedAt } = execution;
  return {
    ...{ id, workflowId, version, startedBy, deliveryId, queuedAt, worker, startKey },
    ...progressColumns(execution),
    resumes: 0,
    epoch: worker === null ? 0 : 1,
    input: json(input),
    document: json(document),
    concurrencyKey: concurrency?.key ?? null,
    concurrencyLimit: concurrency?.limit ?? null,
    origin: json(origin),
  };
}

const rowValues = valuesOf(executions);
const wakeAtAt = positionOf(executions, "wakeAt");
const waitingForAt = positionOf(executions, "waitingFor");

/** The same as a list of values. */
export function executionValues(execution: NewExecution): RowValues {
  return rowValues(executionRow(execution));
}

/** The row of one that waits for its turn among those of its concurrency key. */
export function waitingForTurn(row: RowValues, key: string): RowValues {
  const waitingFor = { kind: "turn", until: null, detail: key };
  return row.with(wakeAtAt, null).with(waitingForAt, JSON.stringify(waitingFor));
}

export function progressColumns(progress: ExecutionProgress) {
  const { status, startedAt, finishedAt, answer, error, failedByDesign, warnings } = progress;
  const { wakeAt, waitingFor, ranMs } = progress;
  return {
    ...{ status, startedAt, finishedAt, failedByDesign, wakeAt, ranMs },
    answer: json(answer),
    error: json(error),
    warnings: warnings.length > 0 ? JSON.stringify(warnings) : null,
    waitingFor: json(waitingFor),
  };
}

export function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
