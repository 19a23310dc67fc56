import { afterEach, beforeEach, expect, it } from "vitest";
import type { EventsStore } from "../events/store.ts";
import { decodeCursor } from "../paging/cursor.ts";
import type { NewMessage, Settlement, SubscriptionRecord, SubscriptionsStore } from "./store.ts";

export interface SubscriptionsStoreUnderTest {
  readonly store: SubscriptionsStore;
  readonly events: EventsStore;
  readonly remove: () => void | Promise<void>;
}

/** What every back end of the subscriptions store promises. */
export function subscriptionsStoreCases(open: () => Promise<SubscriptionsStoreUnderTest>): void {
  let under: SubscriptionsStoreUnderTest;
  let store: SubscriptionsStore;
  beforeEach(async () => {
    under = await open();
    store = under.store;
  });
  afterEach(() => under.remove());

  const claim = (now: number, more: { limit?: number; ordered?: boolean; id?: string } = {}) =>
    store.claim([
      {
        ...{ subscriptionId: more.id ?? "wh_1", now, until: now + 1000 },
        ...{ limit: more.limit ?? 10, ordered: more.ordered ?? false },
      },
    ]);
  const idsOf = (found: readonly { id: string }[]) => found.map(({ id }) => id);

  it("gives back every byte, and changes everything but when it was made", async () => {
    const made = subscription({
      ciphertext: Buffer.from([0, 255]),
      events: ["a.*", "b"],
      url: "https://ü.example/é",
    });
    await store.create(made);
    expect(await store.get("wh_1")).toEqual(made);
    const change = subscription({
      url: "https://b.example",
      active: false,
      createdAt: 99,
      format: "alforis",
      nonce: Buffer.from("second nonce"),
    });
    const given = { before: made.nonce, health: "written" } as const;
    expect(await store.update(change, given)).toBe(true);
    const changed = { ...change, createdAt: 7 };
    expect(await store.get("wh_1")).toEqual(changed);
    // Whoever read what it was before changes nothing; whether it works is not everybody's to say.
    expect(await store.update(subscription({ description: "late" }), given)).toBe(false);
    expect(await store.get("wh_1")).toEqual(changed);
    const described = { ...changed, description: "told", nonce: Buffer.from("third nonce") };
    expect(
      await store.update(
        { ...described, active: true, failingSince: 5 },
        { before: change.nonce, health: "kept" },
      ),
    ).toBe(true);
    expect(await store.get("wh_1")).toEqual(described);
    expect(await store.update(subscription({ id: "wh_9" }), given)).toBe(false);
    await store.create(subscription({ id: "wh_2" }));
    expect(idsOf(await store.list({}))).toEqual(["wh_2", "wh_1"]);
    expect(idsOf(await store.list({ active: true }))).toEqual(["wh_2"]);
  });

  it("sends an event to a subscription once, and tests any number of times", async () => {
    await store.create(subscription());
    await store.addMessages([message("msg_1"), message("msg_2"), message("msg_3", { eventId: null })]);
    await store.addMessages([message("msg_4", { eventId: null })]);
    expect(idsOf(await claim(10))).toEqual(["msg_1", "msg_3", "msg_4"]);
    expect(await store.messagesOf({ subscriptionId: "wh_1", eventIds: ["evt_0", "evt_1"] })).toEqual(
      new Map([["evt_1", { id: "msg_1", status: "pending" }]]),
    );
  });

  it("gives a message to one holder, until it lets go or its time is over", async () => {
    await store.create(subscription());
    await store.addMessages([message("msg_1"), message("msg_2", { eventId: "evt_2" })]);
    const [first, second] = await Promise.all([claim(10, { limit: 1 }), claim(10)]);
    expect([...idsOf(first), ...idsOf(second)].sort()).toEqual(["msg_1", "msg_2"]);
    expect(await claim(500)).toEqual([]);
    await store.release(["msg_2"]);
    expect(idsOf(await claim(500))).toEqual(["msg_2"]);
    expect(idsOf(await claim(1011))).toEqual(["msg_1"]);
    await store.release();
    expect(await claim(1012)).toHaveLength(2);
  });

  it("knows whose messages are due and free, in the order of their ids", async () => {
    for (const id of ["wh_3", "wh_1", "wh_2"]) await store.create(subscription({ id }));
    await store.create(subscription({ id: "wh_4", active: false }));
    for (const id of ["wh_1", "wh_2", "wh_4"]) {
      await store.addMessages([message(`msg_${id}`, { subscriptionId: id })]);
    }
    expect(await store.dueSubscriptions(9)).toEqual([]);
    expect(await store.dueSubscriptions(10)).toEqual(["wh_1", "wh_2"]);
    await claim(10);
    expect(await store.dueSubscriptions(11)).toEqual(["wh_2"]);
    expect(await store.dueSubscriptions(1011)).toEqual(["wh_1", "wh_2"]);
  });

  it("holds back what stands behind the oldest when they go in order", async () => {
    await store.create(subscription());
    await store.addMessages([message("msg_1"), message("msg_2", { eventId: "evt_2" })]);
    expect(idsOf(await claim(10, { ordered: true }))).toEqual(["msg_1"]);
    expect(await claim(11, { ordered: true })).toEqual([]);
    await store.settle(
      [settlement("msg_1", { claim: 1010, became: "pending", nextAt: 500, error: "network-failed" })],
      20,
    );
    expect(await claim(30, { ordered: true })).toEqual([]);
    expect(idsOf(await claim(500, { ordered: true }))).toEqual(["msg_1"]);
    await store.settle([settlement("msg_1", { claim: 1500, became: "delivered", number: 2 })], 510);
    expect(idsOf(await claim(511, { ordered: true }))).toEqual(["msg_2"]);
  });

  it("remembers what came of attempts, and since when all of them failed", async () => {
    await store.create(subscription());
    await store.addMessages([message("msg_1")]);
    const failed = settlement("msg_1", { became: "pending", nextAt: 60, error: "http-error", status: 500 });
    expect(await store.settle([failed], 20)).toEqual([]);
    expect(await store.message("msg_1")).toMatchObject({ status: "pending", attempts: 1, nextAt: 60 });
    expect((await store.get("wh_1"))?.failingSince).toBe(failed.attempt.at);
    await store.settle([settlement("msg_1", { number: 2, at: 70, became: "delivered", status: 200 })], 71);
    expect((await store.get("wh_1"))?.failingSince).toBeNull();
    const attempts = await store.attempts({ subscriptionId: "wh_1", limit: 10 });
    expect(attempts.map(({ number, status }) => [number, status])).toEqual([
      [2, 200],
      [1, 500],
    ]);
    expect(attempts[1]).toEqual(failed.attempt);
    expect(await store.attempts({ subscriptionId: "wh_1", before: attempts[0]?.id, limit: 10 })).toHaveLength(
      1,
    );
  });

  it("keeps what a later claim has made of a message, and writes the earlier attempt only", async () => {
    await store.create(subscription());
    await store.addMessages([message("msg_1")]);
    const [late] = await claim(10);
    const [now] = await claim(1011);
    const given = { became: "failed", error: "http-error", disable: gone410 } as const;
    expect(
      await store.settle([settlement("msg_1", { ...given, claim: late?.claimedUntil ?? 0 })], 20),
    ).toEqual([]);
    expect(await store.message("msg_1")).toMatchObject({ status: "pending", claimedUntil: 2011 });
    expect(await store.get("wh_1")).toMatchObject({ active: true, failingSince: null });
    const delivered = { became: "delivered", claim: now?.claimedUntil ?? 0, number: 2 } as const;
    await store.settle([settlement("msg_1", delivered)], 30);
    await store.settle([settlement("msg_1", { ...given, claim: 2011, number: 3 })], 40);
    expect((await store.message("msg_1"))?.status).toBe("delivered");
    expect(await store.attempts({ subscriptionId: "wh_1", limit: 10 })).toHaveLength(3);
  });

  it("disables once, and says whom", async () => {
    await store.create(subscription());
    await store.addMessages([message("msg_1"), message("msg_2", { eventId: "evt_2" })]);
    const gone = (id: string) =>
      settlement(id, { became: "failed", error: "http-error", status: 410, disable: gone410 });
    expect(await store.settle([gone("msg_1"), gone("msg_2")], 30)).toEqual(["wh_1"]);
    expect(await store.get("wh_1")).toMatchObject({ active: false, disabledAt: 30, disabledReason: "gone" });
  });

  it("disables who has failed for long, as long as nothing has arrived since", async () => {
    await store.create(subscription());
    await store.addMessages([1, 2, 3].map((at) => message(`msg_${at}`, { eventId: `evt_${at}` })));
    const failed = (id: string, at: number) =>
      settlement(id, {
        ...{ became: "failed", error: "http-error", at },
        disable: { reason: "failing", failingBefore: at - 100 },
      });
    expect(await store.settle([failed("msg_1", 20)], 20)).toEqual([]);
    expect(await store.settle([failed("msg_2", 119)], 119)).toEqual([]);
    expect(await store.settle([failed("msg_3", 120)], 120)).toEqual(["wh_1"]);
  });

  it("keeps a message that was tried once and has ended, without a word of health when it failed", async () => {
    await store.create(subscription());
    const tried = settlement("msg_t", { became: "failed", error: "http-error", health: "untold" });
    expect(await store.addEnded(message("msg_t", { eventId: null }), tried, 30)).toBe(true);
    expect(await store.message("msg_t")).toMatchObject({ status: "failed", attempts: 1 });
    expect((await store.get("wh_1"))?.failingSince).toBeNull();
    expect(await store.attempts({ subscriptionId: "wh_1", limit: 10 })).toEqual([tried.attempt]);
    const orphan = message("msg_o", { subscriptionId: "wh_9", eventId: null });
    expect(await store.addEnded(orphan, settlement("msg_o", { became: "delivered" }), 30)).toBe(false);
  });

  it("sends again from the beginning, counts what waits and prunes what has ended", async () => {
    await store.create(subscription());
    await store.addMessages([message("msg_1"), message("msg_2", { eventId: "evt_2" })]);
    await store.settle([settlement("msg_1", { became: "failed", error: "http-error", number: 6 })], 30);
    expect(await store.pending()).toEqual(new Map([["wh_1", 1]]));
    expect(await store.resend({ ids: ["msg_1"], at: 40 })).toBe(1);
    expect(await store.resend({ ids: ["msg_9"], at: 40 })).toBe(0);
    expect(await store.message("msg_1")).toMatchObject({ status: "pending", attempts: 0, nextAt: 40 });
    await store.settle([settlement("msg_1", { became: "delivered", id: "att_z" })], 50);
    expect(await store.prune({ finishedBefore: 50, limit: 10 })).toBe(0);
    expect(await store.prune({ finishedBefore: 51, limit: 10 })).toBe(1);
    expect(await store.attempts({ subscriptionId: "wh_1", limit: 10 })).toEqual([]);
    expect(await store.delete("wh_1")).toBe(true);
    expect(await store.message("msg_2")).toBeUndefined();
    expect(await store.settle([settlement("msg_2", { became: "delivered" })], 60)).toEqual([]);
  });

  it("reads events of a span in their order, page by page", async () => {
    for (const [index, receivedAt] of [5, 10, 10, 20].entries()) {
      const data = { id: `e${index}`, type: "a", data: "{}", source: "api", executionId: null } as const;
      await under.events.add({ ...data, receivedAt, occurredAt: 1, userId: null });
    }
    const stopped = { id: "e4", type: "a", data: "{}", source: "api", executionId: null } as const;
    await under.events.add({ ...stopped, receivedAt: 15, occurredAt: 1, userId: null });
    await under.events.fannedOut({ id: "e4", at: 16, depth: 9, stopped: "event-loop", starts: [] });
    expect(await store.eventsById(["e2", "e1"])).toMatchObject([{ id: "e1", data: "{}" }, { id: "e2" }]);
    const first = await store.eventsBetween({ since: 6, until: 20, after: null, limit: 2 });
    expect(idsOf(first.items)).toEqual(["e1", "e2"]);
    const after = decodeCursor(first.nextCursor ?? "");
    expect(idsOf((await store.eventsBetween({ since: 6, until: 20, after, limit: 2 })).items)).toEqual([
      "e3",
    ]);
  });

  it("learns a type once, and takes what people say of it", async () => {
    const learned = {
      ...{ type: "order.paid", description: "", schema: null, example: "{}", described: false },
      onMismatch: "take" as const,
    };
    await store.learnEventType({ ...learned, firstSeenAt: 1 }, { most: 2 });
    await store.learnEventType({ ...learned, example: '{"later":1}', firstSeenAt: 2 }, { most: 2 });
    await store.describeEventType({ ...learned, description: "Paid", described: true, firstSeenAt: 3 });
    const paid = { ...learned, description: "Paid", described: true, firstSeenAt: 1 };
    expect(await store.eventTypes({ limit: 9 })).toEqual([paid]);
    expect(await store.eventType("order.paid")).toEqual(paid);
    expect(await store.eventType("order")).toBeUndefined();
    for (const type of ["x.1", "x.2", "x.3"]) {
      await store.learnEventType({ ...learned, type, firstSeenAt: 4 }, { most: 2 });
    }
    const names = async (query: Parameters<typeof store.eventTypes>[0]) =>
      (await store.eventTypes(query)).map(({ type }) => type);
    expect(await names({ limit: 9 })).toEqual(["order.paid", "x.1", "x.2"]);
    expect(await names({ limit: 1, after: "order.paid" })).toEqual(["x.1"]);
    expect(await names({ limit: 9, q: "der.p" })).toEqual(["order.paid"]);
    expect(await names({ limit: 9, q: "%" })).toEqual([]);
    expect(await store.forgetEventType("x.1")).toBe(true);
    expect(await store.forgetEventType("x.1")).toBe(false);
  });

  it("lists messages of all subscriptions, with what came of their newest attempt", async () => {
    for (const id of ["wh_1", "wh_2"]) await store.create(subscription({ id }));
    await store.addMessages([
      message("msg_1"),
      message("msg_2", { eventId: "evt_2", subscriptionId: "wh_2" }),
      message("msg_3", { eventId: "evt_3", eventType: "c.d" }),
    ]);
    const [taken] = await claim(10, { limit: 1 });
    const held = { claim: taken?.claimedUntil ?? 0 };
    await store.settle([settlement("msg_1", { became: "pending", error: "no", nextAt: 30, ...held })], 20);
    const again = (await claim(31)).find(({ id }) => id === "msg_1");
    const later = { number: 2, status: 404, claim: again?.claimedUntil ?? 0, at: 33 };
    await store.settle([settlement("msg_1", { became: "failed", error: "http-error", ...later })], 34);

    const listed = async (query: object) => idsOf(await store.messages({ limit: 9, ...query }));
    expect(await listed({})).toEqual(["msg_3", "msg_2", "msg_1"]);
    expect(await listed({ before: "msg_3", limit: 1 })).toEqual(["msg_2"]);
    expect(await listed({ status: "failed" })).toEqual(["msg_1"]);
    expect(await listed({ status: "pending" })).toEqual(["msg_3", "msg_2"]);
    expect(await listed({ subscriptionId: "wh_1" })).toEqual(["msg_3", "msg_1"]);
    expect(await listed({ eventType: "c.d", status: "pending", subscriptionId: "wh_1" })).toEqual(["msg_3"]);
    await store.addMessages([message("msg_4", { subscriptionId: "wh_2" })]);
    expect(await listed({ eventId: "evt_1" })).toEqual(["msg_4", "msg_1"]);
    expect(await store.countMessages(["evt_1", "evt_3", "evt_0"])).toEqual(
      new Map([
        ["evt_1", 2],
        ["evt_3", 1],
      ]),
    );
    expect(await store.countMessages([])).toEqual(new Map());
    const [failed] = await store.messages({ status: "failed", limit: 1 });
    expect(failed).toEqual({
      ...{ id: "msg_1", subscriptionId: "wh_1", eventId: "evt_1", eventType: "a.b", status: "failed" },
      ...{ attempts: 2, nextAt: 0, createdAt: 10, finishedAt: 34, format: "standard" },
    });
    const last = { at: 33, status: 404, error: "http-error", message: "http-error" };
    expect(await store.lastAttempts(["msg_1", "msg_2"])).toEqual(new Map([["msg_1", last]]));
  });
}

const gone410 = { reason: "gone", failingBefore: null } as const;

function subscription(more: Partial<SubscriptionRecord> = {}): SubscriptionRecord {
  return {
    ...{ id: "wh_1", url: "https://a.example/h", description: "", events: ["*"], active: true },
    ...{ format: "standard", headerNames: [], keyId: "k", createdAt: 7, updatedAt: 7 },
    options: { ordered: false, disableRule: "health", perMinute: null, schedule: null },
    ...{ nonce: Buffer.from("n"), ciphertext: Buffer.from("c") },
    ...{ failingSince: null, disabledAt: null, disabledReason: null },
    ...more,
  };
}

function message(id: string, more: Partial<NewMessage> = {}): NewMessage {
  const { eventId = "evt_1" } = more;
  return {
    id,
    subscriptionId: "wh_1",
    eventType: "a.b",
    format: "standard",
    body: "{}",
    createdAt: 10,
    ...more,
    eventId,
  };
}

function settlement(
  messageId: string,
  given: {
    became: Settlement["became"];
    nextAt?: number;
    error?: string;
    status?: number;
    number?: number;
    at?: number;
    id?: string;
    health?: Settlement["health"];
    disable?: Settlement["disable"];
    claim?: number;
  },
): Settlement {
  const { became, nextAt = 0, error = null, status = null, number = 1, at = 15, disable = null } = given;
  return {
    health: given.health ?? (error === null ? "working" : "failing"),
    ...{ became, nextAt, disable, claim: given.claim ?? null },
    attempt: {
      ...{
        id: given.id ?? `att_${messageId}_${number}`,
        messageId,
        subscriptionId: "wh_1",
        eventType: "a.b",
      },
      ...{ number, at, durationMs: 3, status, error, message: error, answer: "no" },
    },
  };
}
