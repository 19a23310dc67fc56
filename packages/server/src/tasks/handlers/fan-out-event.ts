import type { Json } from "@sluice/workflow/node-contract";
import type { Clock } from "../../clock.ts";
import { ConcurrencyKeyError } from "../../engine/concurrency-key.ts";
import { type Ancestry, depthOf, eventDepthLimit } from "../../events/lineage.ts";
import type { EventStart, EventsStore, StoredEvent } from "../../stores/events/store.ts";
import type { TriggersStore } from "../../stores/triggers/store.ts";
import type { WorkflowsStore } from "../../stores/workflows/store.ts";
import { headsOf, matchesEvent } from "../../triggers/event-pattern.ts";
import type { Starter } from "../../triggers/starter.ts";
import { describeViolations, inputFrom } from "../../triggers/trigger-input.ts";
import type { TaskHandlers } from "../tasks.ts";

export interface FanOutGiven {
  readonly events: Pick<EventsStore, "get" | "fannedOut">;
  readonly triggers: Pick<TriggersStore, "listeners">;
  readonly workflows: Pick<WorkflowsStore, "published">;
  readonly outcome: Ancestry["outcome"];
  readonly starter: Starter;
  /** Sends it to who subscribes to it: resolves when the messages are on disk. */
  readonly announce: (event: StoredEvent) => Promise<void>;
  readonly clock: Clock;
  readonly log: { warn(details: object, message: string): void };
}

/**
 * Starts every workflow that listens to an event, once each, and notes with the event what became of it. A workflow
 * whose required variables the event does not hold, or whose concurrency key cannot be computed from it, is not started, and
 * the note says why. One that cannot be started for another reason is tried again later, and keeps none of the others.
 */
export function fanOutEvent(given: FanOutGiven): NonNullable<TaskHandlers["fan-out-event"]> {
  const { events, triggers, workflows, starter, announce, clock, log } = given;
  const ancestry: Ancestry = { outcome: given.outcome, event: (id) => events.get(id) };

  const start = async (event: StoredEvent, workflowId: string): Promise<EventStart | undefined> => {
    const published = await workflows.published(workflowId);
    if (!published) return undefined;
    // What was stored is JSON text of our own writing.
    const { trigger, request, violations } = inputFrom(published.document, JSON.parse(event.data) as Json);
    if (violations.length > 0) {
      const message = describeViolations(violations);
      return { workflowId, executionId: null, problem: { code: "contract-violation", message } };
    }
    try {
      const started = await starter.enqueue({
        ...{ workflowId, startedBy: "event", startKey: `event:${event.id}/${workflowId}`, trigger },
        request: { ...request, event: about(event) },
        origin: { eventId: event.id },
      });
      return started && { workflowId, executionId: started.executionId, problem: null };
    } catch (thrown) {
      if (!(thrown instanceof ConcurrencyKeyError)) throw thrown;
      const { code, message } = thrown;
      return { workflowId, executionId: null, problem: { code, message: `${message}.` } };
    }
  };

  return async ({ eventId }, { signal }) => {
    const event = await events.get(eventId);
    if (!event || event.fannedOutAt !== null) return;
    const depth = await depthOf(event, ancestry);
    if (depth > eventDepthLimit) {
      log.warn(
        { event: event.id, type: event.type, depth },
        "an event follows from too many others: nothing is started",
      );
      await events.fannedOut({ id: event.id, at: clock(), depth, stopped: "event-loop", starts: [] });
      return;
    }
    const candidates = await triggers.listeners({ heads: headsOf(event.type) });
    const listening = candidates.filter(({ pattern }) => matchesEvent(pattern, event.type));
    await announce(event);
    const starts: EventStart[] = [];
    const failures: unknown[] = [];
    for (const workflowId of new Set(listening.map((listener) => listener.workflowId))) {
      signal.throwIfAborted();
      const started = await start(event, workflowId).catch((thrown: unknown) => void failures.push(thrown));
      if (started) starts.push(started);
    }
    if (failures.length > 0) throw failures[0];
    await events.fannedOut({ id: event.id, at: clock(), depth, stopped: null, starts });
  };
}

/** `request.event` of the expressions. */
function about({ id, type, source, occurredAt, userId }: StoredEvent) {
  return { id, type, source, occurredAt: new Date(occurredAt).toISOString(), userId };
}
