import { readsBody } from "@sluice/workflow/check";
import type { ExecutionHead, NewExecution } from "../stores/executions/store.ts";
import { ConcurrencyKeyError, turnOrFailure } from "./concurrency-key.ts";
import { documentOf } from "./drops-body.ts";
import type { EngineDependencies } from "./engine.ts";
import { keepFinished } from "./keep-finished.ts";
import { newExecutionId } from "./new-id.ts";
import { concurrencyOf } from "./plan.ts";
import { goesOnKey } from "./resolve-wait.ts";
import { inputOf } from "./resume.ts";

type RetryDependencies = Pick<
  EngineDependencies,
  "executions" | "intake" | "workflows" | "deliveries" | "runners" | "statusUrl" | "waits"
>;

/**
 * Stores an ended execution as a new one that begins soon; resolves to its id. `failed` begins with what had finished,
 * where it runs the same version. Undefined: there is no such execution or version.
 */
export async function storeRetry(
  dependencies: RetryDependencies,
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
  const goesOn = from === "failed" && wanted === stored.version;
  if (goesOn) await keepFinished(dependencies, { from: stored, to: id });
  const startKey = goesOn ? goesOnKey(stored.id, id) : null;
  const concurrency = await turnOf(dependencies, { stored, version: wanted });
  await intake.enqueue({
    execution: retryOf(stored, { id, version: wanted, at, concurrency, startKey }),
    journal: null,
  });
  if (goesOn) await handOn(dependencies, { from: stored.id, to: id, at });
  return id;
}

/** What had come for its steps and was not taken before it ended: whoever sent it was told that it was, and does not come again. */
async function handOn(
  { waits, intake }: Pick<EngineDependencies, "waits" | "intake">,
  { from, to, at }: { from: string; to: string; at: number },
): Promise<void> {
  for (const { kind, node, frame, result, resolvedBy } of await waits.resolved(from)) {
    if (kind !== "callback" || !result) continue;
    const place = { executionId: to, node, frame };
    await intake.resolveWait({ place, kind, woken: result, now: at, by: resolvedBy });
  }
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

/** Whom it waits for, by the version that it runs; null also where nobody can say: it fails as it begins then. */
async function turnOf(
  dependencies: RetryDependencies,
  { stored, version }: { stored: ExecutionHead; version: number | null },
): Promise<NewExecution["concurrency"]> {
  const { workflowId, concurrency } = stored;
  if (version === stored.version && concurrency !== null) return concurrency;
  const document =
    version === null ? stored.document : await documentOf(dependencies, { workflowId, version });
  const limits = document ? concurrencyOf(workflowId, document) : undefined;
  const input = limits && (stored.input ?? (await inputOf(dependencies, stored)));
  const turn = input ? turnOrFailure(limits, input) : null;
  return turn instanceof ConcurrencyKeyError ? null : turn;
}

/** The new execution: on the same input, by the same delivery where there was one. */
function retryOf(
  stored: ExecutionHead,
  given: Pick<NewExecution, "id" | "version" | "concurrency" | "startKey"> & { readonly at: number },
): NewExecution {
  const { id, version, at, concurrency, startKey } = given;
  const { workflowId, deliveryId, input, document } = stored;
  return {
    ...{ id, workflowId, version, startedBy: "retry", deliveryId, queuedAt: at, input, concurrency },
    ...{ status: "queued", startedAt: null, finishedAt: null, answer: null, error: null },
    ...{ failedByDesign: false, warnings: [], wakeAt: at, waitingFor: null, ranMs: 0 },
    ...{ worker: null, startKey, origin: { executionId: stored.id } },
    document: version === null ? document : null,
  };
}
