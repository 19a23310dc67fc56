import type { EventRow } from "../stores/events/store.ts";
import type { ExecutionOutcome } from "../stores/executions/store.ts";

/** Longest chain of events that follow from each other. */
export const eventDepthLimit = 16;

/** Executions and events that are looked at on the way up. */
const ancestorsLimit = 128;

/** What is asked of the stores to find out where something comes from. */
export interface Ancestry {
  outcome(executionId: string): Promise<Pick<ExecutionOutcome, "startedBy" | "origin"> | undefined>;
  event(id: string): Promise<Pick<EventRow, "type" | "executionId" | "source" | "depth"> | undefined>;
}

/**
 * How many events an event follows from: 0 for one from outside, one more than its cause for one that an execution
 * published which an event had started, over whatever calls and failures. A chain that is longer than what is looked
 * at counts as too long.
 */
export async function depthOf(event: Pick<EventRow, "executionId">, ancestry: Ancestry): Promise<number> {
  let executionId = event.executionId;
  for (let looked = 0; executionId !== null; looked += 1) {
    if (looked === ancestorsLimit) return eventDepthLimit + 1;
    const origin: ExecutionOutcome["origin"] = (await ancestry.outcome(executionId))?.origin ?? null;
    if (origin?.eventId !== undefined) return ((await ancestry.event(origin.eventId))?.depth ?? 0) + 1;
    executionId = origin?.executionId ?? null;
  }
  return 0;
}

/** What Sluice says of trouble: a failure of what listens to one of these would be told by the next. */
const troubleEvents: ReadonlySet<string> = new Set([
  "alert.firing",
  "alert.resolved",
  "delivery.refused",
  "execution.failed",
  "subscription.disabled",
]);

/**
 * Whether an execution runs because something was told of trouble: as an error workflow, by an event of ours about a failure,
 * an alert or a refusal, or called from there.
 */
export function followsFromTrouble(executionId: string, ancestry: Ancestry): Promise<boolean> {
  return hasAncestor(executionId, ancestry, {
    startedBy: (word) => word === "failure",
    event: ({ source, type }) => source === "sluice" && troubleEvents.has(type),
  });
}

/** Whether an execution runs because another one's success was told. */
export function followsFromSuccess(executionId: string, ancestry: Ancestry): Promise<boolean> {
  return hasAncestor(executionId, ancestry, {
    startedBy: () => false,
    event: ({ source, type }) => source === "sluice" && type === "execution.succeeded",
  });
}

/** A line that is longer than what is looked at counts as one that has it. */
async function hasAncestor(
  executionId: string,
  ancestry: Ancestry,
  is: {
    startedBy(word: ExecutionOutcome["startedBy"]): boolean;
    event(event: Pick<EventRow, "source" | "type">): boolean;
  },
): Promise<boolean> {
  let at: string | null = executionId;
  for (let looked = 0; at !== null; looked += 1) {
    if (looked === ancestorsLimit) return true;
    const outcome: Awaited<ReturnType<Ancestry["outcome"]>> = await ancestry.outcome(at);
    if (outcome && is.startedBy(outcome.startedBy)) return true;
    const { eventId, executionId: above } = outcome?.origin ?? {};
    const event = eventId === undefined ? undefined : await ancestry.event(eventId);
    if (event && is.event(event)) return true;
    at = event?.executionId ?? above ?? null;
  }
  return false;
}
