import type { News } from "@sluice/api/schemas";
import type { Clock } from "../clock.ts";
import { ConcurrencyFullError } from "../engine/concurrency-full.ts";
import { ConcurrencyKeyError } from "../engine/concurrency-key.ts";
import type { Engine, StatusUrl } from "../engine/engine.ts";
import { newExecutionId } from "../engine/new-id.ts";
import { NotHeldError } from "../engine/not-stored.ts";
import { PublicError } from "../errors.ts";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import { heldInput } from "./held-input.ts";
import type { Runs } from "./runs.ts";

export interface ReleaseGiven {
  readonly deliveries: Pick<DeliveriesStore, "source" | "get">;
  readonly engine: Pick<Engine, "plan" | "begin">;
  readonly hub: { readonly readers: number; publish(news: News): void };
  readonly clock: Clock;
  readonly statusUrl?: StatusUrl;
}

/**
 * Runs one held delivery on a version. That it is accepted now and its execution are one commit: it runs once, however
 * often this is asked, and whatever dies in between. `gone`: it is not held any more. `full`: its workflow takes no more
 * executions at the moment. A problem: what is stored of it cannot be read, and it is held still. Rejects with a
 * `StoreUnavailableError`.
 */
export async function release(
  { deliveries, engine, hub, clock, statusUrl: urlOf }: ReleaseGiven,
  { deliveryId, runs }: { deliveryId: string; runs: Runs },
): Promise<"run" | "gone" | "full" | PublicError> {
  const source = await deliveries.source(deliveryId);
  if (!source || source.workflowId !== runs.workflowId) return "gone";
  const { workflowId, version, document } = runs;
  const plan = await engine.plan({ workflowId, version, revision: 0, document });
  const now = clock();
  const executionId = newExecutionId(now);
  // As the engine makes it, should another process take the execution up.
  const statusUrl = urlOf?.({ executionId, hookPath: source.url, at: now });
  const input = await heldInput(source, { version, document, statusUrl }).catch((thrown: unknown) =>
    thrown instanceof PublicError ? thrown : new PublicError("internal-error", { cause: thrown }),
  );
  if (input instanceof PublicError) return input;
  try {
    const begun = engine.begin({ executionId, plan, deliveryId, receivedAt: now, input, handOver: true });
    await begun.accept(null, { held: { deliveryId, version, variables: input.trigger, now } });
  } catch (error) {
    if (error instanceof NotHeldError) return "gone";
    if (error instanceof ConcurrencyFullError) return "full";
    if (error instanceof ConcurrencyKeyError)
      return new PublicError("concurrency-failed", { detail: `${error.message}.`, cause: error });
    throw error;
  }
  const delivery = hub.readers > 0 ? await deliveries.get(deliveryId) : undefined;
  if (delivery) hub.publish({ kind: "delivery", workflowId, delivery });
  return "run";
}
