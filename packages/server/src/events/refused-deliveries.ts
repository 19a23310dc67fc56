import type { Clock } from "../clock.ts";
import type { NewDelivery } from "../stores/deliveries/store.ts";
import type { Events } from "./events.ts";
import type { Interest } from "./interest.ts";

/** Of one workflow and reason one event in so many milliseconds: a flood of refusals is told, not forwarded. */
const everyMs = 60_000;
/** Workflows and reasons that are remembered; the oldest are forgotten first. */
const mostKnown = 10_000;

/**
 * Publishes `delivery.refused`, a sample: at most one a minute of each workflow and reason, with how many there were since
 * the last. Nothing is done while nobody asks for it. Never throws.
 */
export function createRefusedEvents(given: {
  readonly interest: Pick<Interest, "wants">;
  readonly events: Pick<Events, "publish">;
  readonly clock: Clock;
  readonly log: { error(details: object, message: string): void };
}): (delivery: NewDelivery) => void {
  const { interest, events, clock, log } = given;
  const told = new Map<string, { at: number; since: number }>();

  return (delivery) => {
    if (delivery.verdict !== "refused" || !interest.wants("delivery.refused")) return;
    const now = clock();
    const { id, workflowId, reason, status, method, address, receivedAt } = delivery;
    const key = `${workflowId} ${reason}`;
    const known = told.get(key);
    if (known && now - known.at < everyMs) {
      known.since += 1;
      return;
    }
    told.delete(key);
    told.set(key, { at: now, since: 0 });
    for (const oldest of told.keys()) {
      if (told.size <= mostKnown) break;
      told.delete(oldest);
    }
    const data = {
      delivery: {
        ...{ id, workflowId, reason, status, method, address },
        receivedAt: new Date(receivedAt).toISOString(),
      },
      count: (known?.since ?? 0) + 1,
    };
    events
      .publish({ type: "delivery.refused", source: "sluice", id: `refused:${id}`, data })
      .catch((err: unknown) => log.error({ err }, "a refused delivery could not be told"));
  };
}
