import { readsBody } from "@sluice/workflow/check";
import type { JournalRecord, NewExecution, StoredExecution } from "../stores/executions/store.ts";
import type { EngineDependencies } from "./engine.ts";
import { containerPath, frameParts, rootFrame } from "./frame-id.ts";
import { newExecutionId } from "./new-id.ts";

/**
 * Stores an ended execution as a new one that begins soon; resolves to its id. `failed` begins with what had finished,
 * where it runs the same version. Undefined: there is no such execution or version.
 */
export async function storeRetry(
  dependencies: Pick<EngineDependencies, "executions" | "intake" | "workflows" | "deliveries" | "runners">,
  given: { executionId: string; from: "start" | "failed"; version: "same" | "published"; at: number },
): Promise<string | "unfinished" | "body-not-kept" | undefined> {
  const { executions, intake, workflows } = dependencies;
  const { executionId, from, version, at } = given;
  const stored = await executions.get(executionId);
  if (!stored) return undefined;
  if (stored.finishedAt === null) return "unfinished";
  const wanted =
    version === "same" ? stored.version : (await workflows.published(stored.workflowId))?.version;
  if (wanted === undefined) return undefined;
  if (await lacksBody(dependencies, { stored, version: wanted })) return "body-not-kept";
  const id = newExecutionId(at);
  const kept = from === "failed" && wanted === stored.version ? keptRecords(stored.journal) : [];
  if (kept.length > 0) {
    const found = await executions.values({ executionId });
    const values = [...found].map(([value, content]) => {
      const json = JSON.stringify(content);
      return { value, bytes: Buffer.byteLength(json), json };
    });
    // Before the execution, which may begin at once.
    if (values.length > 0) await intake.keepValues({ executionId: id, values });
  }
  const journal = kept.length === 0 ? null : JSON.stringify(kept);
  await intake.enqueue({ execution: retryOf(stored, { id, version: wanted, at }), journal });
  return id;
}

/** Whether the body of its request is gone, and what it would run reads it. */
async function lacksBody(
  { workflows, deliveries, runners }: Pick<EngineDependencies, "workflows" | "deliveries" | "runners">,
  { stored, version }: { stored: StoredExecution; version: number | null },
): Promise<boolean> {
  const { deliveryId, input, workflowId: id } = stored;
  const source = deliveryId === null || input ? undefined : await deliveries.source(deliveryId);
  if (!source || source.bodyRemovedAt === null) return false;
  const document =
    version === null
      ? stored.document
      : (await workflows.version({ id, version, evenTrashed: true }))?.document;
  const types = Object.fromEntries(
    Object.entries(runners).map(([type, { definition }]) => [type, definition]),
  );
  return !document || readsBody(document, types);
}

/**
 * The journal that an execution which goes on from where another failed begins with: everything that had come to an
 * end, without what failed it and what was under way.
 */
function keptRecords(journal: readonly JournalRecord[]): JournalRecord[] {
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
function retryOf(
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
