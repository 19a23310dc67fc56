import type { JsonObject } from "@sluice/workflow/node-contract";
import { storedValue } from "../bodies/read-value.ts";
import type { DeliverySource } from "../stores/deliveries/store.ts";
import type { ExecutionHead, ExecutionInput } from "../stores/executions/store.ts";
import { cancelCalled } from "./called-off.ts";
import type { EngineDependencies } from "./engine.ts";
import { addEffects, noEffects } from "./journal-effects.ts";
import { keepsVariablesOnly, type Plan } from "./plan.ts";
import type { PlanCache } from "./plan-cache.ts";
import { journalOf } from "./read-journal.ts";
import { Replay, type Replayed } from "./replay.ts";
import { requestScope } from "./request-scope.ts";
import type { RunGiven } from "./run-given.ts";
import { resultFor } from "./woken-by-end.ts";

/** A step that has taken its process down so often is not tried again: its execution is set aside. */
const mostCrashes = 3;
/** So many crashes in one execution end it before anything is made of it, whatever they came from. */
const mostResumes = 20;

export interface TakenUp {
  readonly given: Pick<
    RunGiven,
    | "id"
    | "plan"
    | "input"
    | "startedBy"
    | "deliveryId"
    | "queuedAt"
    | "origin"
    | "startKey"
    | "concurrency"
    | "epoch"
  >;
  readonly stored: ExecutionHead;
  readonly replayed: Replayed;
}

/**
 * Takes an execution that is due for this process and rebuilds its state from its journal. That it was taken is on disk
 * first. Undefined: another was first, it has ended meanwhile, or it was set aside as failed, for good.
 */
export async function takeUp(
  dependencies: EngineDependencies,
  { id, worker, clock, plans }: { id: string; worker: string; clock: () => number; plans: PlanCache },
): Promise<TakenUp | undefined> {
  const { executions, intake, log } = dependencies;
  const claimed = await intake.claim({ executionId: id, worker, now: clock() });
  const stored = claimed && (await executions.head(id));
  if (!stored || stored.finishedAt !== null) return undefined;
  const { epoch, resumes } = claimed;
  const setAside = async (code: string, message: string): Promise<undefined> => {
    const at = clock();
    const ended = [{ kind: "ended", status: "failed", at, skipped: [], cancelled: [] }];
    const chunk = { executionId: id, seq: stored.nextSeq, records: JSON.stringify(ended) };
    const error = { code, message, node: null };
    const progress = { ...stored, status: "failed", finishedAt: at, error } as const;
    const effects = noEffects();
    const report = { kind: "report-failure", payload: { executionId: id } } as const;
    addEffects(effects, { tasks: [report, cancelCalled(id)] });
    const goneBodies = stored.deliveryId === null ? [] : [stored.deliveryId];
    if (await dropsBody(dependencies, stored)) addEffects(effects, { goneBodies });
    const result = resultFor(stored, { status: "failed", output: null, error: { code, message } });
    await intake.append({ chunk, executionId: id, epoch, progress, effects, result });
    log.error({ executionId: id, code }, message);
    return undefined;
  };

  const poisoned = () =>
    setAside("poisoned", `the server stopped ${resumes} times while this ran; it is not tried again`);
  if (resumes > mostResumes) return poisoned();
  const document = stored.document ?? (await documentOf(dependencies, stored));
  if (!document) return setAside("version-missing", "the version that it ran is not there any more");
  const { workflowId, version, startedBy, deliveryId, queuedAt, origin, startKey, concurrency } = stored;
  // A draft was kept with its execution: no other runs it.
  const plan =
    version === null
      ? await plans.make({ workflowId, version, document })
      : await plans.get({ workflowId, version, revision: 0, document });
  const input = stored.input ?? (await inputOf(dependencies, stored));
  if (!input) return setAside("delivery-missing", "the delivery that started it is not there any more");
  const replayed = await rebuilt(dependencies, { stored, plan, input });
  if (resumes >= mostCrashes && isGuilty(replayed)) return poisoned();
  const more = { origin, startKey, concurrency, epoch };
  return { given: { id, plan, input, startedBy, deliveryId, queuedAt, ...more }, stored, replayed };
}

/**
 * Whether it may be what takes the process down: one of its steps was under way each time, or none was known to be.
 * One that comes further from crash to crash is beside another that is guilty.
 */
function isGuilty({ due }: Replayed): boolean {
  return due.every(({ cutOff }) => cutOff === 0) || due.some(({ cutOff }) => cutOff >= mostCrashes);
}

async function rebuilt(
  { executions }: Pick<EngineDependencies, "executions">,
  { stored, plan, input }: { stored: ExecutionHead; plan: Plan; input: ExecutionInput },
): Promise<Replayed> {
  const repeats = (node: number) => plan.nodes[node]?.repeats ?? true;
  const values = stored.nextSeq === 0 ? new Map() : await executions.values({ executionId: stored.id });
  const replaying = new Replay({ graph: plan.graph, trigger: input.trigger, values, repeats });
  for await (const records of journalOf(executions, stored)) {
    for (const record of records) replaying.heed(record);
  }
  return replaying.all();
}

/** Whether the body of the request that started it goes with its end. */
export async function dropsBody(
  dependencies: Pick<EngineDependencies, "workflows">,
  stored: ExecutionHead,
): Promise<boolean> {
  if (stored.deliveryId === null) return false;
  const document = stored.document ?? (await documentOf(dependencies, stored));
  return document !== undefined && document !== null && keepsVariablesOnly(document);
}

async function documentOf(
  { workflows }: Pick<EngineDependencies, "workflows">,
  { workflowId, version }: ExecutionHead,
) {
  if (version === null) return undefined;
  // What was accepted is finished, also when its workflow has been deleted since.
  return (await workflows.version({ id: workflowId, version, evenTrashed: true }))?.document;
}

/** The request as the door had made it, from what was stored of it. */
async function inputOf(
  { deliveries, statusUrl }: EngineDependencies,
  { id, deliveryId, queuedAt }: ExecutionHead,
): Promise<ExecutionInput | undefined> {
  const source = deliveryId === null ? undefined : await deliveries.source(deliveryId);
  if (!source) return undefined;
  const url = statusUrl?.({ executionId: id, hookPath: source.url, at: queuedAt });
  return { request: await storedRequest(source, url), trigger: source.variables ?? {} };
}

/** `request` of the expressions, as the door had made it, from what was stored of it. */
export async function storedRequest(source: DeliverySource, statusUrl?: string): Promise<JsonObject> {
  return requestScope(source, await storedValue(source), { statusUrl });
}
