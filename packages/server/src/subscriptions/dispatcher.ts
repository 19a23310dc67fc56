import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../clock.ts";
import type { Events } from "../events/events.ts";
import { createMemoryPaces } from "../stores/paces/memory.ts";
import type { PacesStore } from "../stores/paces/store.ts";
import { isUnavailable } from "../stores/store-unavailable.ts";
import type {
  MessageClaim,
  MessageRecord,
  Settlement,
  SubscriptionRecord,
  SubscriptionsStore,
} from "../stores/subscriptions/store.ts";
import { type AttemptGiven, attempt } from "./attempt.ts";
import { Rates } from "./rate.ts";

export interface DispatcherGiven extends AttemptGiven {
  readonly store: SubscriptionsStore;
  readonly events: Pick<Events, "publish">;
  readonly clock: Clock;
  readonly log: { error(details: object, message: string): void };
  /** No other process works on this database: what is claimed at the start is nobody's. */
  readonly alone: boolean;
  /** What the rates of subscriptions are kept by; null or left out: by this process. */
  readonly paces?: PacesStore | null;
  readonly pollMs?: number;
  /** Told of every attempt that is on disk. */
  readonly attempted?: (settlement: Settlement) => void;
}

/** Sends what waits, to every subscription at its own pace. */
export interface Dispatcher {
  start(): Promise<void>;
  /** Something may be due. */
  wake(): void;
  /**
   * Begins nothing more; resolves when what is on its way has ended or `graceMs` is over. What is on its way then is let go,
   * so that another process sends it at once, and what comes of it here is not written.
   */
  stop(given: { readonly graceMs: number }): Promise<void>;
}

/** Messages on their way to one subscription at a time: a slow one holds up itself only. */
const perSubscription = 4;
/** Messages on their way altogether, those that take long left out. */
const atOnce = 128;
/**
 * Who has not answered for so long, in milliseconds, takes no room from the others: 32 subscribers that hang would fill it for
 * the 30 seconds that an attempt may take, over and over.
 */
const longMs = 2000;
/** Messages on their way altogether, whatever they take. */
const mostAtOnce = 512;
/** How long a process may hold a message: longer than its attempt can take. */
const claimMs = 90_000;
/** Attempts that end within so many milliseconds are written together. */
const settleMs = 10;
/** Waits before writing again what the database could not take: over well before the claims are. */
const settleAgainMs = [100, 400, 1600, 5000];

interface Settling {
  readonly settlement: Settlement;
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

export function createDispatcher(given: DispatcherGiven): Dispatcher {
  return new RunningDispatcher(given);
}

class RunningDispatcher implements Dispatcher {
  readonly #given: DispatcherGiven;
  readonly #busy = new Map<string, number>();
  /** Those that had more to send than there was room for. */
  readonly #held = new Set<string>();
  readonly #rates: Rates;
  readonly #underway = new Map<Promise<void>, { readonly id: string; readonly since: number }>();
  #settlements: Settling[] = [];
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #again = false;
  /** The last round ended because too many messages were on their way altogether. */
  #full = false;
  /** Who was served last: the next round begins behind it. */
  #last = "";
  #open = false;
  /** The time to stop is over: nothing is written any more. */
  #over = false;

  constructor(given: DispatcherGiven) {
    this.#given = given;
    this.#rates = new Rates(given.paces ?? createMemoryPaces());
  }

  async start(): Promise<void> {
    const { store, alone, pollMs = 1000 } = this.#given;
    if (alone) await store.release();
    this.#open = true;
    this.#timer = setInterval(() => this.wake(), pollMs);
    this.#timer.unref();
    this.wake();
  }

  wake(): void {
    if (!this.#open) return;
    if (this.#round) {
      this.#again = true;
      return;
    }
    this.#round = this.#claimRound()
      .catch((error) => this.#given.log.error({ err: error }, "waiting webhook messages could not be read"))
      .finally(() => {
        this.#round = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.wake();
      });
  }

  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#open = false;
    clearInterval(this.#timer);
    await this.#round;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, graceMs);
    await Promise.race([Promise.allSettled([...this.#underway.keys()]), late]);
    clearTimeout(timer);
    this.#over = true;
    const { store, log } = this.#given;
    const left = [...this.#underway.values()].map(({ id }) => id);
    if (left.length === 0) return;
    await store.release(left).catch((error) => {
      // The claims end by themselves.
      log.error({ err: error }, "webhook messages on their way could not be let go");
    });
  }

  /** Takes what is due, of each subscription as much as it has room for, and of all in turn. */
  async #claimRound(): Promise<void> {
    const { store, clock } = this.#given;
    this.#held.clear();
    this.#full = false;
    const due = await store.dueSubscriptions(clock());
    if (due.length === 0) return;
    const active = new Map((await store.list({ active: true })).map((one) => [one.id, one]));
    const behind = due.filter((id) => id > this.#last);
    const claims: MessageClaim[] = [];
    let free = this.#free();
    for (const id of [...behind, ...due.slice(0, due.length - behind.length)]) {
      const subscription = active.get(id);
      if (!subscription) continue;
      if (free <= 0) {
        this.#full = true;
        break;
      }
      const room = await this.#rates.take(subscription, Math.min(this.#roomOf(subscription), free));
      if (room <= 0) {
        this.#held.add(id);
        continue;
      }
      free -= room;
      const now = clock();
      claims.push({
        ...{ subscriptionId: id, now, until: now + claimMs, limit: room },
        ordered: subscription.options.ordered,
      });
    }
    if (claims.length > 0) await this.#claim(claims, active);
  }

  async #claim(
    claims: readonly MessageClaim[],
    active: ReadonlyMap<string, SubscriptionRecord>,
  ): Promise<void> {
    const messages = this.#open ? await this.#claimOrGiveBack(claims, active) : [];
    const claimed = Map.groupBy(messages, (one) => one.subscriptionId);
    for (const { subscriptionId: id, limit } of claims) {
      const subscription = active.get(id);
      const mine = claimed.get(id) ?? [];
      if (!subscription) continue;
      await this.#rates.giveBack(subscription, limit - mine.length);
      if (mine.length === 0) continue;
      this.#last = id;
      if (mine.length >= limit) this.#held.add(id);
      for (const message of mine) this.#send(subscription, message);
    }
  }

  /** Turns that were taken for what could not be claimed would hold up the next messages. */
  async #claimOrGiveBack(
    claims: readonly MessageClaim[],
    active: ReadonlyMap<string, SubscriptionRecord>,
  ): Promise<MessageRecord[]> {
    try {
      return await this.#given.store.claim(claims);
    } catch (error) {
      for (const { subscriptionId, limit } of claims) {
        const subscription = active.get(subscriptionId);
        if (subscription) await this.#rates.giveBack(subscription, limit);
      }
      throw error;
    }
  }

  /** How many more messages may be on their way altogether. */
  #free(): number {
    const since = this.#given.clock() - longMs;
    let young = 0;
    for (const one of this.#underway.values()) if (one.since > since) young += 1;
    return Math.min(atOnce - young, mostAtOnce - this.#underway.size);
  }

  /** How many more messages may be on their way to a subscription. */
  #roomOf({ id, options }: SubscriptionRecord): number {
    return (options.ordered ? 1 : perSubscription) - (this.#busy.get(id) ?? 0);
  }

  #send(subscription: SubscriptionRecord, message: MessageRecord): void {
    const { id } = subscription;
    this.#busy.set(id, (this.#busy.get(id) ?? 0) + 1);
    const sent = this.#sendAndSettle(subscription, message)
      .catch((error) => {
        // The claim ends by itself, and the message goes out again.
        this.#given.log.error({ messageId: message.id, err: error }, "an attempt could not be written down");
      })
      .finally(() => {
        const left = (this.#busy.get(id) ?? 1) - 1;
        if (left > 0) this.#busy.set(id, left);
        else this.#busy.delete(id);
        this.#underway.delete(sent);
        // What fails waits for its time; only where there was no room may more be due now.
        if (this.#full || this.#held.has(id)) this.wake();
      });
    this.#underway.set(sent, { id: message.id, since: this.#given.clock() });
  }

  async #sendAndSettle(subscription: SubscriptionRecord, message: MessageRecord): Promise<void> {
    const settlement = await attempt(this.#given, { subscription, message, once: message.eventId === null });
    if (this.#over) return;
    await new Promise<void>((written, failed) => {
      this.#settlements.push({ settlement, written, failed });
      if (this.#settlements.length === 1) setTimeout(() => void this.#settleAll(), settleMs);
    });
  }

  async #settleAll(): Promise<void> {
    const batch = this.#settlements;
    this.#settlements = [];
    if (this.#over) {
      for (const { written } of batch) written();
      return;
    }
    const now = this.#given.clock();
    try {
      const settlements = batch.map(({ settlement }) => settlement);
      for (const id of await this.#written(settlements, now)) await this.#tellDisabled(id, now);
      for (const settlement of settlements) this.#given.attempted?.(settlement);
      for (const { written } of batch) written();
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }

  async #written(settlements: readonly Settlement[], now: number): Promise<string[]> {
    for (const waitMs of settleAgainMs) {
      try {
        return await this.#given.store.settle(settlements, now);
      } catch (error) {
        if (this.#over || !isUnavailable(error)) throw error;
        await delay(waitMs, undefined, { ref: false });
        if (this.#over) throw error;
      }
    }
    return this.#given.store.settle(settlements, now);
  }

  async #tellDisabled(id: string, at: number): Promise<void> {
    const subscription = await this.#given.store.get(id);
    if (!subscription) return;
    await this.#given.events.publish({
      ...{ id: `disabled:${id}:${at}`, type: "subscription.disabled", source: "sluice" },
      data: { subscription: { id, url: subscription.url }, reason: subscription.disabledReason },
    });
  }
}
