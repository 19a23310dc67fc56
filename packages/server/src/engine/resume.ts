import type { JsonObject } from "@sluice/workflow/node-contract";
import { storedValue } from "../bodies/read-value.ts";
import type { DeliverySource } from "../stores/deliveries/store.ts";
import type { ExecutionHead, ExecutionInput } from "../stores/executions/store.ts";
import type { Trial } from "../stores/intake/store.ts";
import { ConcurrencyKeyError, turnOrFailure } from "./concurrency-key.ts";
import { documentOf } from "./drops-body.ts";
import type { EngineDependencies } from "./engine.ts";
import type { Plan } from "./plan.ts";
import type { PlanCache } from "./plan-cache.ts";
import { journalOf } from "./read-journal.ts";
import { Replay, type Replayed } from "./replay.ts";
import { requestScope } from "./request-scope.ts";
import type { RunGiven } from "./run-given.ts";
import { setAside } from "./set-aside.ts";
import { counted, mostCrashes, type TrialWaits, waitFor } from "./suspicion.ts";

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

const goesOnHere =
  "an execution goes on here: the process that ran it is gone, or gave no sign of life in time";

/**
 * Takes an execution that is due for this process, or a suspect for its `trial`, and rebuilds its state from its journal.
 * That it was taken is on disk first. Undefined: another was first, it has ended meanwhile, or it was set aside as failed.
 */
export async function takeUp(
  dependencies: EngineDependencies,
  given: TakingUp & { readonly trial?: Trial | undefined },
): Promise<TakenUp | undefined> {
  const { id, worker, clock, trial } = given;
  const claimed = await dependencies.intake.claim({ executionId: id, worker, now: clock(), trial });
  if (!claimed) return undefined;
  // Whoever wonders why a call came twice finds it here.
  if (trial) dependencies.log.info({ executionId: id }, goesOnHere);
  return rebuild(dependencies, given, claimed.epoch);
}

/**
 * Takes a suspect whose process died while it was on trial, and finds in its journal what that means: it waits for its
 * next trial, or is set aside. Should the process die of the reading, that counts too.
 */
export async function judge(
  dependencies: EngineDependencies,
  given: TakingUp & {
    readonly trial: Trial;
    readonly diedAfterMs: number | null;
    readonly waits: TrialWaits;
  },
): Promise<void> {
  const { executions, intake } = dependencies;
  const { id, worker, clock, trial, diedAfterMs, waits } = given;
  const claimed = await intake.claim({ executionId: id, worker, now: clock(), trial });
  if (!claimed) return;
  const { epoch } = claimed;
  let { crashes, reprieves } = trial;
  if (crashes <= mostCrashes) {
    const rebuilt = await rebuild(dependencies, given, epoch);
    if (!rebuilt) return;
    ({ crashes, reprieves } = counted(trial, rebuilt.replayed.due));
  }
  const now = clock();
  if (crashes < mostCrashes) {
    const until = now + waitFor(waits, { crashes, diedAfterMs });
    await intake.suspect({ executionId: id, epoch, crashes, reprieves, now, until });
    return;
  }
  const stored = await executions.head(id);
  const message = `the server stopped ${crashes} times while this ran, the last time while nothing else was suspected; it is not tried again`;
  if (stored) await setAside(dependencies, { stored, epoch, at: now, code: "poisoned", message });
}

interface TakingUp {
  readonly id: string;
  readonly worker: string;
  readonly clock: () => number;
  readonly plans: PlanCache;
}

async function rebuild(
  dependencies: EngineDependencies,
  { id, clock, plans }: TakingUp,
  epoch: number,
): Promise<TakenUp | undefined> {
  const stored = await dependencies.executions.head(id);
  if (!stored || stored.finishedAt !== null) return undefined;
  const aside = (code: string, message: string) =>
    setAside(dependencies, { stored, epoch, at: clock(), code, message });
  const document = stored.document ?? (await documentOf(dependencies, stored));
  if (!document) return aside("version-missing", "the version that it ran is not there any more");
  const { workflowId, version, startedBy, deliveryId, queuedAt, origin, startKey, concurrency } = stored;
  // A draft was kept with its execution: no other runs it.
  const plan =
    version === null
      ? await plans.make({ workflowId, version, document })
      : await plans.get({ workflowId, version, revision: 0, document });
  const input = stored.input ?? (await inputOf(dependencies, stored));
  if (!input) return aside("delivery-missing", "the delivery that started it is not there any more");
  const turn = concurrency ?? turnOrFailure(plan.concurrency, input);
  if (turn instanceof ConcurrencyKeyError) return aside(turn.code, turn.message);
  const replayed = await rebuilt(dependencies, { stored, plan, input });
  const more = { origin, startKey, concurrency, epoch };
  return { given: { id, plan, input, startedBy, deliveryId, queuedAt, ...more }, stored, replayed };
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

/** The request as the door had made it, from what was stored of it. */
export async function inputOf(
  {
    deliveries,
    statusUrl,
  }: Pick<EngineDependencies, "statusUrl"> & {
    readonly deliveries: Pick<EngineDependencies["deliveries"], "source">;
  },
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
