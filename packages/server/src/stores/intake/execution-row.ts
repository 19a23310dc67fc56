import type { ExecutionProgress, NewExecution } from "../executions/store.ts";

/** A new execution as its row. */
export function executionRow(execution: NewExecution) {
  const { input, document, concurrency, origin, worker, startKey } = execution;
  const { id, workflowId, version, startedBy, deliveryId, queuedAt } = execution;
  return {
    ...{ id, workflowId, version, startedBy, deliveryId, queuedAt, worker, startKey },
    ...progressColumns(execution),
    crashes: 0,
    ...{ reprieves: null, suspectedAt: null, trialAt: null },
    epoch: worker === null ? 0 : 1,
    input: json(input),
    document: json(document),
    concurrencyKey: concurrency?.key ?? null,
    concurrencyLimit: concurrency?.limit ?? null,
    origin: json(origin),
  };
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
