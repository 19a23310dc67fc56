import { setImmediate as turn } from "node:timers/promises";
import type {
  Attempt,
  NewSubscription,
  Subscription,
  SubscriptionChange,
  SubscriptionFormat,
  SubscriptionSigning,
  SubscriptionWithSecret,
} from "@sluice/api/schemas";
import { isoTime } from "../clock.ts";
import { PublicError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { AddressGuard } from "../outgoing/guard-address.ts";
import { decodeCursor } from "../stores/paging/cursor.ts";
import { StoreUnavailableError } from "../stores/store-unavailable.ts";
import type { AttemptRecord, SubscriptionRecord, SubscriptionsStore } from "../stores/subscriptions/store.ts";
import { asksFor, messageFor } from "./announce.ts";
import { type AttemptGiven, attempt } from "./attempt.ts";
import { activeOf, changedParts, checkUrl, isElsewhere } from "./changed-parts.ts";
import { bodyOf, usualOverlapSeconds } from "./formats.ts";
import { liveSecrets, newest, openParts, type SealedParts, sealParts } from "./sealed-parts.ts";
import { fitsFormat, publicKeyOf, secretOf, signingOf } from "./signing-keys.ts";

export interface SubscriptionsGiven extends AttemptGiven {
  readonly store: SubscriptionsStore;
  /** Of addresses that are written out in a URL. */
  readonly guard: AddressGuard;
  /** Something may be due. */
  readonly wake: () => void;
  /** Of those that name none. */
  readonly defaultFormat: () => Promise<SubscriptionFormat>;
  /** Who subscribes to what has changed: resolves when it counts. */
  readonly changed: () => Promise<void>;
}

/** Who is sent which events. Every method that names one throws `subscription-not-found`. */
export interface Subscriptions {
  /** The last made first. `before` is the id of the last one seen. `is_active` is another name of `active`. */
  list(query: {
    active?: boolean | undefined;
    is_active?: boolean | undefined;
    before?: string | undefined;
    limit: number;
  }): Promise<Subscription[]>;
  get(id: string): Promise<Subscription>;
  create(given: NewSubscription): Promise<SubscriptionWithSecret>;
  /** What is left out stays. Throws `invalid-request` for a new header without a value, and for a stored one that would go to another server. */
  change(given: SubscriptionChange & { id: string }): Promise<Subscription>;
  delete(id: string): Promise<void>;
  rotateSecret(given: {
    id: string;
    /** Left out: as is usual for the format. */
    keepOldForSeconds?: number | undefined;
    secret?: string | undefined;
    /** Left out: as before. */
    signing?: SubscriptionSigning | undefined;
  }): Promise<SubscriptionWithSecret>;
  /** Sends a test message once and waits for what comes of it. */
  test(id: string): Promise<{ ok: boolean; attempt: Attempt }>;
  attempts(query: {
    id: string;
    messageId?: string | undefined;
    before?: string | undefined;
    limit: number;
  }): Promise<Attempt[]>;
  /** Times are milliseconds since 1970. Answers how many messages go out. Throws `invalid-request` for an end before the beginning. */
  recover(given: { id: string; since: number; until: number | undefined }): Promise<number>;
  /** Throws `message-not-found`. */
  resend(messageId: string): Promise<void>;
}

/** Of a change that others come before: each time, one of them has been made. */
const mostTries = 20;
/** Events that are looked at in one go; the bodies of all of them may be in memory at once. */
const recoverPage = 100;

export function createSubscriptions(given: SubscriptionsGiven): Subscriptions {
  const { store, guard, vault, clock, wake, defaultFormat, changed } = given;

  const existing = async (id: string): Promise<SubscriptionRecord> => {
    const record = await store.get(id);
    if (!record) throw new PublicError("subscription-not-found");
    return record;
  };
  const inFull = (record: SubscriptionRecord, pending: ReadonlyMap<string, number>): Subscription =>
    toSubscription(record, {
      parts: openParts(vault, record),
      pending: pending.get(record.id) ?? 0,
      now: clock(),
    });
  const shown = async (record: SubscriptionRecord): Promise<Subscription> =>
    inFull(record, await store.pending());
  /** What two people change at once is changed one after the other: who comes later begins with what there is by then. */
  const update = async (
    id: string,
    make: (before: SubscriptionRecord) => { record: SubscriptionRecord; health: "written" | "kept" },
  ): Promise<SubscriptionRecord> => {
    for (let left = mostTries; left > 0; left -= 1) {
      const before = await existing(id);
      const { record, health } = make(before);
      if (await store.update(record, { before: before.nonce, health })) return before;
    }
    throw new StoreUnavailableError(`the subscription ${id} is changed by others all the time`);
  };

  return {
    async list({ before, limit, ...wanted }) {
      const active = activeOf(wanted);
      const [records, pending] = await Promise.all([store.list({ active }), store.pending()]);
      // Whoever sends reads all of them every second: a page is only what is opened and shown.
      const page = records.filter(({ id }) => before === undefined || id < before).slice(0, limit);
      return page.map((record) => inFull(record, pending));
    },

    async get(id) {
      return shown(await existing(id));
    },

    async create(input) {
      const { url, events, description = "" } = input;
      checkUrl(url, guard);
      const active = activeOf(input) ?? true;
      const format = input.format ?? (await defaultFormat());
      const at = clock();
      const id = newId("wh", at);
      const { secret, shown: shownSecret } = secretOf(format, input);
      const parts = changedParts(
        { secrets: [{ secret, until: null }], headers: [] },
        { headers: input.headers },
      );
      const record: SubscriptionRecord = {
        ...{ id, url, events, description, format, active },
        options: optionsOf(input, { ordered: false, disableRule: "health", perMinute: null, schedule: null }),
        ...sealParts(vault, { id, parts }),
        ...{ failingSince: null, disabledAt: null, disabledReason: null, createdAt: at, updatedAt: at },
      };
      await store.create(record);
      await changed();
      return { ...toSubscription(record, { parts, pending: 0, now: at }), secret: shownSecret };
    },

    async change({ id, ...input }) {
      if (input.url !== undefined) checkUrl(input.url, guard);
      const now = clock();
      const wanted = activeOf(input);
      const before = await update(id, (was) => {
        const { secret, headers, url = was.url, events = was.events } = input;
        const { description = was.description, format = was.format } = input;
        const sealed = openParts(vault, was);
        for (const one of secret === undefined ? liveSecrets(sealed, now) : [secret]) fitsFormat(format, one);
        const parts = changedParts(sealed, {
          ...{ headers, elsewhere: isElsewhere(was.url, url) },
          ...(secret === undefined ? {} : { secret, keepOldUntil: null }),
        });
        const record: SubscriptionRecord = {
          ...{ ...was, url, events, description, format, active: wanted ?? was.active, updatedAt: now },
          options: optionsOf(input, was.options),
          ...sealParts(vault, { id, parts }),
          ...(wanted && !was.active ? { failingSince: null, disabledAt: null, disabledReason: null } : {}),
        };
        return { record, health: wanted === undefined ? "kept" : "written" };
      });
      await changed();
      if (wanted && !before.active) wake();
      return shown(await existing(id));
    },

    async delete(id) {
      if (!(await store.delete(id))) throw new PublicError("subscription-not-found");
      await changed();
    },

    async rotateSecret({ id, keepOldForSeconds, secret: wanted, signing }) {
      const now = clock();
      const found = await existing(id);
      const kind = signing ?? (wanted === undefined ? signingOf(newest(openParts(vault, found))) : undefined);
      const { secret, shown: shownSecret } = secretOf(found.format, { secret: wanted, signing: kind });
      const seconds = keepOldForSeconds ?? usualOverlapSeconds(found.format);
      const keepOldUntil = seconds === 0 ? null : now + seconds * 1000;
      await update(id, (before) => {
        // The format may have become another one since the secret was made for it.
        fitsFormat(before.format, secret);
        const parts = changedParts(openParts(vault, before), { secret, keepOldUntil, now });
        const record = { ...before, ...sealParts(vault, { id, parts }), updatedAt: now };
        return { record, health: "kept" };
      });
      return { ...(await shown(await existing(id))), secret: shownSecret };
    },

    async test(id) {
      const subscription = await existing(id);
      const now = clock();
      const messageId = newId("msg", now);
      const event = {
        ...{ id: null, type: "webhook.test", occurredAt: now, userId: null },
        data: { message: "This is a test webhook from Sluice" },
      };
      const { format } = subscription;
      const body = bodyOf(format, event, { subscriptionId: id, messageId });
      const message = {
        ...{
          id: messageId,
          subscriptionId: id,
          eventId: null,
          eventType: event.type,
          format,
          body,
          createdAt: now,
        },
        ...({ status: "pending", attempts: 0, nextAt: now, claimedUntil: null } as const),
        finishedAt: null,
      };
      // Not by way of the outbox: whoever tries it waits for what comes of it, also while it is switched off.
      const settlement = await attempt(given, { subscription, message, once: true });
      if (!(await store.addEnded(message, settlement, clock()))) {
        throw new PublicError("subscription-not-found");
      }
      return { ok: settlement.became === "delivered", attempt: toAttempt(settlement.attempt) };
    },

    async attempts({ id, ...query }) {
      await existing(id);
      return (await store.attempts({ subscriptionId: id, ...query })).map(toAttempt);
    },

    async recover({ id, since, until: asked }) {
      const subscription = await existing(id);
      const now = clock();
      const until = asked ?? now;
      if (asked !== undefined && asked < since) {
        const issues = [{ at: ["until"], message: "until is before since: nothing lies between the two" }];
        throw new PublicError("invalid-request", { members: { issues } });
      }
      let sent = 0;
      let after: readonly [number, string] | null = null;
      do {
        const page = await store.eventsBetween({ since, until, after, limit: recoverPage });
        const wanted = page.items.filter(({ type }) => asksFor(subscription, type)).map((event) => event.id);
        if (wanted.length > 0) {
          const known = await store.messagesOf({ subscriptionId: id, eventIds: wanted });
          const missing = await store.eventsById(wanted.filter((event) => !known.has(event)));
          await store.addMessages(missing.map((event) => messageFor(subscription, event, now)));
          const failed = [...known.values()].filter(({ status }) => status === "failed");
          if (failed.length > 0) await store.resend({ ids: failed.map((message) => message.id), at: now });
          sent += missing.length + failed.length;
        }
        // A long span must not hold up whoever calls meanwhile: SQLite answers without leaving the event loop.
        await turn();
        after = page.nextCursor === null ? null : decodeCursor(page.nextCursor);
      } while (after !== null);
      wake();
      return sent;
    },

    async resend(id) {
      if ((await store.resend({ ids: [id], at: clock() })) === 0) throw new PublicError("message-not-found");
      wake();
    },
  };
}

function optionsOf(
  { ordered, disableRule, perMinute, schedule }: SubscriptionChange,
  before: SubscriptionRecord["options"],
): SubscriptionRecord["options"] {
  return {
    ordered: ordered ?? before.ordered,
    disableRule: disableRule ?? before.disableRule,
    perMinute: perMinute === undefined ? before.perMinute : perMinute,
    schedule: schedule === undefined ? before.schedule : schedule,
  };
}

function toSubscription(
  record: SubscriptionRecord,
  { parts, pending, now }: { parts: SealedParts; pending: number; now: number },
): Subscription {
  const { id, url, events, description, active, format, options, headerNames, disabledReason } = record;
  const old = parts.secrets.flatMap(({ until }) => (until === null || until <= now ? [] : [iso(until)]));
  return {
    ...{ id, url, description, active, is_active: active, format, disabledReason, pending, ...options },
    events: [...events],
    headers: headerNames.map((name) => ({ name })),
    signing: signingOf(newest(parts)),
    publicKeys: liveSecrets(parts, now).flatMap((secret) => publicKeyOf(secret) ?? []),
    oldSecretsUntil: old,
    disabledAt: isoTime(record.disabledAt),
    failingSince: isoTime(record.failingSince),
    created_at: iso(record.createdAt),
    updated_at: iso(record.updatedAt),
  };
}

function toAttempt(record: AttemptRecord): Attempt {
  const { id, messageId, at, eventType, status, durationMs, number, error, message, answer } = record;
  return {
    ...{ id, messageId, timestamp: iso(at), event: eventType, http_status: status, answer },
    ...{ response_time_ms: durationMs, retry_count: number - 1 },
    error: error === null ? null : { code: error, message: message ?? error },
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
