import type { SubscriptionsStore } from "../stores/subscriptions/store.ts";
import type { TriggersStore } from "../stores/triggers/store.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import { headsOf, matchesEvent } from "../triggers/event-pattern.ts";

/** Events of ours that are made only when somebody asks for them: there may be thousands in a second. */
const askedFor = ["execution.succeeded", "delivery.refused"] as const;
export type AskedFor = (typeof askedFor)[number];

/** Who asks for events that are not made otherwise. */
export interface Interest {
  /** Whether a subscription or a published workflow asks for it. From memory: it stands on the way of every execution. */
  wants(type: AskedFor): boolean;
  /** Reads anew who asks, and lets the other processes do so: subscriptions have changed. */
  renew(): Promise<void>;
  close(): void;
}

/** News that was missed is made good by then, in milliseconds. */
const everyMs = 30_000;

/** Resolves when it is known who asks. */
export async function createInterest(given: {
  readonly subscriptions: Pick<SubscriptionsStore, "list">;
  readonly triggers: Pick<TriggersStore, "listeners">;
  readonly workflows: Pick<WorkflowsStore, "onChanged">;
  readonly broadcast: {
    publish(channel: "subscriptions-changed", text: string): void;
    subscribe(
      channel: "subscriptions-changed",
      listener: (text: string, from: "here" | "elsewhere") => void,
    ): () => void;
  };
  readonly log: { error(details: object, message: string): void };
}): Promise<Interest> {
  const { subscriptions, triggers, workflows, broadcast, log } = given;
  let wanted: ReadonlySet<AskedFor> = new Set();
  let reading: Promise<void> | undefined;
  let again = false;

  const isAsked = async (type: AskedFor, patterns: readonly string[]): Promise<boolean> => {
    if (patterns.some((pattern) => matchesEvent(pattern, type))) return true;
    const listeners = await triggers.listeners({ heads: headsOf(type) });
    return listeners.some(({ pattern }) => matchesEvent(pattern, type));
  };
  const read = async (): Promise<void> => {
    do {
      again = false;
      const patterns = (await subscriptions.list({ active: true })).flatMap(({ events }) => events);
      const asked: AskedFor[] = [];
      for (const type of askedFor) if (await isAsked(type, patterns)) asked.push(type);
      wanted = new Set(asked);
    } while (again);
  };
  /** What changes while it is being read is read once more, for all who ask meanwhile. */
  const readSoon = (): Promise<void> => {
    if (reading) again = true;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const hear = (): void => {
    readSoon().catch((err: unknown) => log.error({ err }, "who asks for events could not be read"));
  };

  const stops = [
    workflows.onChanged(hear),
    broadcast.subscribe("subscriptions-changed", (_, from) => {
      if (from === "elsewhere") hear();
    }),
  ];
  const timer = setInterval(hear, everyMs);
  timer.unref();
  const close = () => {
    clearInterval(timer);
    for (const stop of stops) stop();
  };
  try {
    await readSoon();
  } catch (error) {
    close();
    throw error;
  }
  return {
    wants: (type) => wanted.has(type),
    async renew() {
      broadcast.publish("subscriptions-changed", "");
      await readSoon();
    },
    close,
  };
}
