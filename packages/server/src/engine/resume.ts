import { parseJsonBytes } from "@sluice/workflow/variables";
import type { ExecutionInput, StoredExecution } from "../stores/executions/store.ts";
import type { EngineDependencies } from "./engine.ts";
import type { PlanCache } from "./plan-cache.ts";
import { type Replayed, replay } from "./replay.ts";
import { requestScope } from "./request-scope.ts";
import type { RunGiven } from "./run-execution.ts";

/** How often an execution may take its process down before it is set aside. */
const mostResumes = 3;

export interface TakenUp {
  readonly given: Pick<RunGiven, "id" | "plan" | "input" | "startedBy" | "deliveryId" | "queuedAt">;
  readonly stored: StoredExecution;
  readonly replayed: Replayed;
}

/**
 * Reads an execution that a former process left unfinished and rebuilds its state from its journal. The attempt is
 * counted on disk first. Undefined: it has ended meanwhile, or it was set aside as failed, for good.
 */
export async function takeUp(
  dependencies: EngineDependencies,
  { id, clock, plans }: { id: string; clock: () => number; plans: PlanCache },
): Promise<TakenUp | undefined> {
  const { executions, intake } = dependencies;
  const stored = await executions.get(id);
  if (!stored || stored.finishedAt !== null) return undefined;
  const setAside = async (code: string, message: string): Promise<undefined> => {
    const at = clock();
    const ended = [{ kind: "ended", status: "failed", at, skipped: [], cancelled: [] }];
    const chunk = { executionId: id, seq: stored.nextSeq, records: JSON.stringify(ended) };
    const error = { code, message, node: null };
    const progress = { ...stored, status: "failed", finishedAt: at, error } as const;
    await intake.append({ chunk, executionId: id, progress });
    return undefined;
  };

  const resumes = await intake.resumed(id);
  if (resumes === 0) return undefined;
  if (resumes > mostResumes) {
    return setAside(
      "poisoned",
      `the server stopped ${resumes - 1} times while this ran; it is not tried again`,
    );
  }
  const document = stored.document ?? (await documentOf(dependencies, stored));
  if (!document) return setAside("version-missing", "the version that it ran is not there any more");
  const { workflowId, version, startedBy, deliveryId, queuedAt } = stored;
  // A draft was kept with its execution: no other runs it.
  const plan =
    version === null
      ? await plans.make({ workflowId, version, document })
      : await plans.get({ workflowId, version, revision: 0, document });
  const input = stored.input ?? (await inputOf(dependencies, stored));
  if (!input) return setAside("delivery-missing", "the delivery that started it is not there any more");
  const replayed = replay({ graph: plan.graph, trigger: input.trigger, records: stored.journal });
  return { given: { id, plan, input, startedBy, deliveryId, queuedAt }, stored, replayed };
}

async function documentOf({ workflows }: EngineDependencies, { workflowId, version }: StoredExecution) {
  if (version === null) return undefined;
  // What was accepted is finished, also when its workflow has been deleted since.
  return (await workflows.version({ id: workflowId, version, evenTrashed: true }))?.document;
}

/** The request as the door had made it, from what was stored of it. */
async function inputOf(
  { deliveries }: EngineDependencies,
  { deliveryId }: StoredExecution,
): Promise<ExecutionInput | undefined> {
  const source = deliveryId === null ? undefined : await deliveries.source(deliveryId);
  if (!source) return undefined;
  const body = parseJsonBytes(source.body);
  return { request: requestScope(source, body.ok ? body.value : null), trigger: source.variables ?? {} };
}
