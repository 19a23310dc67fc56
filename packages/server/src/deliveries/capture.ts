import type { Delivery, News } from "@sluice/api/schemas";
import { decodeTime } from "ulid";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import { firstId } from "../stores/retention/records.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";

/** How often the list is looked at besides: news may be lost. */
const lookEveryMs = 1000;
const atOnce = 200;

/** Reasons of senders that did not show who they are, or were refused before they could. */
const unknownSender: ReadonlySet<string> = new Set([
  ...["unauthorized", "address-not-allowed", "rate-limited", "body-too-large", "uri-too-long"],
  ...["expectation-failed", "request-timeout", "request-aborted"],
]);

export interface CaptureGiven {
  readonly workflows: Pick<WorkflowsStore, "get">;
  readonly deliveries: Pick<DeliveriesStore, "list" | "get">;
  /** Resolves when the refusals that are on their way to disk have arrived. */
  readonly settled: () => Promise<void>;
  readonly hub: {
    subscribe(wanted: { workflowId: string }): AsyncIterableIterator<News> & { close(): void };
  };
  /** Tells the door, in every process, to keep the bodies of those it refuses for their credentials. */
  readonly listen: (given: { workflowId: string; until: number }) => void;
  readonly clock: Clock;
}

/**
 * The next request to a trigger URL, for an editor or a program that listens. It is a delivery like any other, found in the
 * list: whatever process takes it, however many listen, and as redacted as it is stored.
 */
export interface Capture {
  /** Throws `workflow-not-found`. */
  begin(given: {
    id: string;
    authenticated: boolean;
    seconds: number;
  }): Promise<{ after: string; until: string }>;
  /** Null: none has come within `waitSeconds`. Ends early when `signal` is aborted. */
  next(given: {
    id: string;
    after: string;
    authenticated: boolean;
    waitSeconds: number;
    signal: AbortSignal;
  }): Promise<Delivery | null>;
}

export function createCapture(given: CaptureGiven): Capture {
  const { workflows, deliveries, settled, hub, listen, clock } = given;

  const look = async (id: string, after: string, authenticated: boolean): Promise<Delivery | null> => {
    await settled();
    const found = await deliveries.list({ workflowId: id, from: timeOf(after), limit: atOnce });
    const first = found.findLast(
      ({ id: deliveryId, method, reason, replayOf }) =>
        deliveryId >= after &&
        method === "POST" &&
        replayOf === null &&
        !(authenticated && unknownSender.has(reason ?? "")),
    );
    return first ? ((await deliveries.get(first.id)) ?? null) : null;
  };

  return {
    async begin({ id, authenticated, seconds }) {
      if (!(await workflows.get(id))) throw new PublicError("workflow-not-found");
      const now = clock();
      const until = now + seconds * 1000;
      if (!authenticated) listen({ workflowId: id, until });
      return {
        after: firstId("dlv", now).padEnd("dlv_".length + 26, "0"),
        until: new Date(until).toISOString(),
      };
    },
    async next({ id, after, authenticated, waitSeconds, signal }) {
      const endsAt = performance.now() + waitSeconds * 1000;
      const news = hub.subscribe({ workflowId: id });
      const close = () => news.close();
      signal.addEventListener("abort", close, { once: true });
      const timer = setTimeout(close, waitSeconds * 1000);
      try {
        for (;;) {
          const found = await look(id, after, authenticated);
          if (found || signal.aborted || performance.now() >= endsAt) return found;
          await Promise.race([heard(news), pause(Math.min(lookEveryMs, endsAt - performance.now()))]);
        }
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", close);
        news.close();
      }
    },
  };
}

/** Resolves at the next news of a delivery, or when there will be none. */
async function heard(news: AsyncIterableIterator<News>): Promise<void> {
  for (;;) {
    const { done, value } = await news.next();
    if (done || value.kind === "delivery") return;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}

/** The moment an id begins with, in milliseconds since 1970. */
function timeOf(id: string): number {
  return decodeTime(id.slice("dlv_".length));
}
