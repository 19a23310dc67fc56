import type { JournalRecord, NewExecution, StoredExecution } from "../stores/executions/store.ts";
import { containerPath, frameParts, rootFrame } from "./frame-id.ts";

/**
 * The journal that an execution which goes on from where another failed begins with: everything that had come to an
 * end, without what failed it and what was under way.
 */
export function keptRecords(journal: readonly JournalRecord[]): JournalRecord[] {
  const finished = new Set<string>();
  for (const record of journal) {
    if (record.kind === "finished") finished.add(containerPath(record.frame ?? rootFrame, record.node));
  }
  /** A failure inside of a container that went on all the same is part of what had come to an end. */
  const wasSurvived = (frame: string): boolean => {
    for (let at = frame; at !== rootFrame; at = frameParts(at).parent) {
      const { parent, key } = frameParts(at);
      if (finished.has(containerPath(parent, key))) return true;
    }
    return false;
  };
  const skips = new Map(
    journal.flatMap((record) =>
      record.kind === "opened"
        ? [[containerPath(record.frame ?? rootFrame, record.node), record.onItemError !== "stop"] as const]
        : [],
    ),
  );
  const isKept = (record: JournalRecord): boolean => {
    switch (record.kind) {
      case "finished":
        return record.end === undefined;
      case "passed":
      case "opened":
      case "asked":
        return true;
      case "failed": {
        if (record.handled !== "stop") return true;
        const frame = record.frame ?? rootFrame;
        if (frame === rootFrame) return false;
        const { parent, key } = frameParts(frame);
        return wasSurvived(frame) || skips.get(containerPath(parent, key)) === true;
      }
      default:
        return false;
    }
  };
  return journal.filter(isKept);
}

/** The new execution: on the same input, by the same delivery where there was one. */
export function retryOf(
  stored: StoredExecution,
  given: { id: string; version: number | null; at: number },
): NewExecution {
  const { id, version, at } = given;
  const { workflowId, deliveryId, input, document, concurrency } = stored;
  return {
    ...{ id, workflowId, version, startedBy: "retry", deliveryId, queuedAt: at, input, concurrency },
    ...{ status: "queued", startedAt: null, finishedAt: null, answer: null, error: null },
    ...{ failedByDesign: false, warnings: [], wakeAt: at, waitingFor: null, ranMs: 0 },
    ...{ worker: null, startKey: null, origin: { executionId: stored.id } },
    document: version === null ? document : null,
  };
}
