import type { ExecutionProgress, NewExecution } from "../stores/executions/store.ts";
import type { RunGiven } from "./run-given.ts";

/** What has become of an execution, while it changes. */
export type ProgressDraft = { -readonly [Field in keyof ExecutionProgress]: ExecutionProgress[Field] };

/** Of one that begins; `startedAt` in milliseconds since 1970. */
export function begunProgress(startedAt: number): ProgressDraft {
  return {
    status: "running",
    startedAt,
    finishedAt: null,
    answer: null,
    error: null,
    failedByDesign: false,
    warnings: [],
    wakeAt: null,
    waitingFor: null,
    ranMs: 0,
  };
}

/**
 * An execution as it is stored for the first time. One literal: spreading would look every field up by its name, at 1 µs
 * for each delivery.
 */
export function recordOf(given: RunGiven, progress: ExecutionProgress): NewExecution {
  const { plan, input, deliveryId } = given;
  const { workflowId, version, document } = plan;
  return {
    status: progress.status,
    startedAt: progress.startedAt,
    finishedAt: progress.finishedAt,
    answer: progress.answer,
    error: progress.error,
    failedByDesign: progress.failedByDesign,
    warnings: progress.warnings,
    wakeAt: progress.wakeAt,
    waitingFor: progress.waitingFor,
    ranMs: progress.ranMs,
    id: given.id,
    workflowId,
    version,
    startedBy: given.startedBy,
    deliveryId,
    queuedAt: given.queuedAt,
    worker: given.worker,
    origin: given.origin,
    startKey: given.startKey,
    concurrency: given.concurrency,
    input: deliveryId === null ? input : null,
    document: version === null ? document : null,
  };
}

/** An execution as it is stored before anything has happened in it. */
export function queuedRecord({
  given,
  progress,
}: {
  readonly given: RunGiven;
  readonly progress: ExecutionProgress;
}): NewExecution {
  const { queuedAt } = given;
  return {
    ...recordOf(given, progress),
    status: "queued",
    startedAt: null,
    worker: null,
    wakeAt: queuedAt,
  };
}
