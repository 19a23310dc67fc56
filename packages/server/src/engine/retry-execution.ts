import { readsBody } from "@sluice/workflow/check";
import type { ExecutionHead, NewExecution } from "../stores/executions/store.ts";
import { documentOf } from "./drops-body.ts";
import type { EngineDependencies } from "./engine.ts";
import { keepFinished } from "./keep-finished.ts";
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
  const stored = await executions.head(executionId);
  if (!stored) return undefined;
  if (stored.finishedAt === null) return "unfinished";
  const wanted =
    version === "same" ? stored.version : (await workflows.published(stored.workflowId))?.version;
  if (wanted === undefined) return undefined;
  if (await lacksBody(dependencies, { stored, version: wanted })) return "body-not-kept";
  const id = newExecutionId(at);
  // Before the execution, which may begin at once.
  if (from === "failed" && wanted === stored.version)
    await keepFinished(dependencies, { from: stored, to: id });
  await intake.enqueue({ execution: retryOf(stored, { id, version: wanted, at }), journal: null });
  return id;
}

/** Whether the body of its request is gone, and what it would run reads it. */
async function lacksBody(
  { workflows, deliveries, runners }: Pick<EngineDependencies, "workflows" | "deliveries" | "runners">,
  { stored, version }: { stored: ExecutionHead; version: number | null },
): Promise<boolean> {
  const { deliveryId, input, workflowId } = stored;
  const source = deliveryId === null || input ? undefined : await deliveries.source(deliveryId);
  if (!source || source.bodyRemovedAt === null) return false;
  const document =
    version === null ? stored.document : await documentOf({ workflows }, { workflowId, version });
  const types = Object.fromEntries(
    Object.entries(runners).map(([type, { definition }]) => [type, definition]),
  );
  return !document || readsBody(document, types);
}

/** The new execution: on the same input, by the same delivery where there was one. */
function retryOf(
  stored: ExecutionHead,
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
