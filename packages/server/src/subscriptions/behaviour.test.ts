import type { OutgoingRequest } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createOutgoing } from "../outgoing/outgoing.ts";
import { startReceiver as startCanary } from "../outgoing/testing/receiver.ts";
import { deriveVaultKey } from "../secrets/key.ts";
import { openVault } from "../secrets/vault.ts";
import { createSqliteSecretsStore } from "../stores/secrets/sqlite.ts";
import { createSqliteSubscriptionsStore } from "../stores/subscriptions/sqlite.ts";
import type { AttemptRecord, NewMessage, Settlement } from "../stores/subscriptions/store.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { createDispatcher } from "./dispatcher.ts";
import { openParts, sealParts } from "./sealed-parts.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";

/*
 * What becomes of a message, whatever its subscriber does: on a real store, past the real guard, to real receivers, by a
 * clock that the test moves. The log tells each attempt.
 */
let now = Date.parse("2026-03-01T12:00:00Z");
let address = "127.0.0.1";
let lookups = 0;
const asked: OutgoingRequest[] = [];
const { database, remove } = temporaryDatabase();
const store = createSqliteSubscriptionsStore(database);
const out = createOutgoing({
  allowNetworks: ["127.0.0.1"],
  lookup: async () => {
    lookups += 1;
    return [{ address, family: 4 }];
  },
});
const vault = await openVault({
  key: deriveVaultKey("a master key for tests of behaviour"),
  store: createSqliteSecretsStore(database),
  clock: () => now,
});
const dispatcher = createDispatcher({
  ...{ store, vault, clock: () => now, alone: true, pollMs: 20, random: () => 0.5 },
  events: { publish: async () => ({ duplicate: false }) as never },
  log: { error: () => {} },
  fetch(request) {
    asked.push(request);
    // Nobody waits 30 seconds in a test: that it is asked for is looked at below.
    return out.fetch({ ...request, timeoutMs: 400 });
  },
});
let receiver: Receiver;
let canary: Awaited<ReturnType<typeof startCanary>>;
beforeAll(async () => {
  receiver = await startReceiver();
  // On another port, and at an address that may not be reached.
  canary = await startCanary(undefined, "127.0.0.2");
  await dispatcher.start();
});
afterAll(async () => {
  await dispatcher.stop({ graceMs: 1000 });
  receiver.release();
  await Promise.all([out.close(), receiver.close(), canary.close()]);
  remove();
});

let count = 0;
async function send(url: string): Promise<string> {
  count += 1;
  const id = `wh_${String(count).padStart(3, "0")}`;
  await store.create({
    ...{ id, url, description: "", events: ["*"], active: true, format: "plain", createdAt: 1, updatedAt: 1 },
    ...{ failingSince: null, disabledAt: null, disabledReason: null },
    options: { ordered: false, disableRule: "health", perMinute: null, schedule: null },
    ...sealParts(vault, { id, parts: { secrets: [{ secret: "s", until: null }], headers: [] } }),
  });
  await store.addMessages([
    {
      id: `msg_${id}`,
      subscriptionId: id,
      eventId: `evt_${id}`,
      eventType: "a",
      format: "standard",
      body: "{}",
      createdAt: now,
    },
  ]);
  dispatcher.wake();
  return id;
}
/** The log, the oldest attempt first, when it has so many lines and nothing is on its way. */
async function logOf(subscriptionId: string, attempts: number): Promise<AttemptRecord[]> {
  await vi.waitFor(
    async () => expect(await store.attempts({ subscriptionId, limit: 20 })).toHaveLength(attempts),
    20_000,
  );
  return (await store.attempts({ subscriptionId, limit: 20 })).reverse();
}
const messageOf = async (id: string) => store.message(`msg_${id}`);
const answering = (status: number, headers: Record<string, string> = {}) =>
  receiver.answers(() => ({ status, headers, body: `answered ${status}` }));

describe("an answer", () => {
  it.each([200, 201, 202, 204, 299])("of %i is the end of it", async (status) => {
    answering(status);
    const id = await send(`${receiver.url}/ok-${status}`);
    expect(await logOf(id, 1)).toMatchObject([{ status, error: null, number: 1 }]);
    expect(await messageOf(id)).toMatchObject({ status: "delivered" });
  });

  it.each([301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 409, 413, 422, 451])(
    "of %i is final, and nobody is followed",
    async (status) => {
      // A metadata service, and something that listens: neither may see anything.
      const location = status % 2 ? "http://169.254.169.254/latest/meta-data/" : `${canary.url}/`;
      answering(status, { location });
      const id = await send(`${receiver.url}/final-${status}`);
      expect(await logOf(id, 1)).toMatchObject([
        { status, error: "http-error", answer: `answered ${status}`, number: 1 },
      ]);
      expect(await messageOf(id)).toMatchObject({ status: "failed" });
      expect(canary.connections).toBe(0);
    },
  );

  it.each([408, 425, 429, 500, 502, 503, 504, 599])("of %i: %#", async (status) => {
    answering(status);
    const id = await send(`${receiver.url}/again-${status}`);
    await logOf(id, 1);
    // 425 is as final as any other 4xx: 408 and 429 alone are tried again.
    const isFinal = status === 425;
    const message = await messageOf(id);
    expect(message?.status).toBe(isFinal ? "failed" : "pending");
    // A minute, and half of the tenth that may come on top.
    if (!isFinal) expect(message?.nextAt).toBe(now + 63_000);
  });

  it("of 410 switches the subscription off", async () => {
    answering(410);
    const id = await send(`${receiver.url}/gone`);
    expect(await logOf(id, 1)).toMatchObject([{ status: 410 }]);
    await vi.waitFor(async () => expect((await store.get(id))?.active).toBe(false), 20_000);
    expect(await store.get(id)).toMatchObject({ disabledReason: "gone" });
  });
});

it("never coming ends at the time limit, and is tried again", async () => {
  receiver.answers(() => "hang");
  const id = await send(`${receiver.url}/hangs`);
  expect(await logOf(id, 1)).toMatchObject([{ status: null, error: "request-timed-out", answer: "" }]);
  expect(asked.at(-1)).toMatchObject({ timeoutMs: 30_000, redirects: 0, maxBytes: 4096 });
  expect(await messageOf(id)).toMatchObject({ status: "pending", nextAt: now + 63_000 });
});

it("down for the whole schedule: six attempts, each in the log with its time, and then no more", async () => {
  answering(503);
  const id = await send(`${receiver.url}/down`);
  const begun = now;
  const times = [0];
  for (const [index, seconds] of [60, 300, 900, 3600, 21_600].entries()) {
    await logOf(id, index + 1);
    const wait = seconds * 1.05 * 1000;
    expect((await messageOf(id))?.nextAt).toBe(now + wait);
    now += wait;
    times.push(now - begun);
  }
  const log = await logOf(id, 6);
  expect(log.map(({ at }) => at - begun)).toEqual(times);
  expect(log.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await messageOf(id)).toMatchObject({ status: "failed" });
  expect(new Set(receiver.at("/down").map(({ headers }) => headers["webhook-id"])).size).toBe(1);
});

it("a name that leads elsewhere between check and use is refused, and what it leads to sees nothing", async () => {
  answering(500, { connection: "close" });
  const { port } = new URL(receiver.url);
  lookups = 0;
  const id = await send(`http://rebinding.example:${port}/rebinding`);
  // Looked up once for the connection: what was judged is what was connected to.
  expect(await logOf(id, 1)).toMatchObject([{ status: 500 }]);
  expect(lookups).toBe(1);
  address = "169.254.169.254";
  now += 64_000;
  const log = await logOf(id, 2);
  expect(log[1]).toMatchObject({ status: null, error: "address-refused" });
  expect(log[1]?.message).toContain("169.254.169.254");
  expect(receiver.at("/rebinding")).toHaveLength(1);
  expect(lookups).toBe(2);
});

it("has every change of those that are made at once", async () => {
  const subscriptions = createSubscriptions({
    ...{ store, vault, clock: () => now, fetch: (request: OutgoingRequest) => out.fetch(request) },
    ...{
      log: { error: () => {} },
      guard: out.guard,
      wake: () => {},
      changed: async () => {},
      defaultFormat: async () => "standard" as const,
    },
  });
  const { id, secret } = await subscriptions.create({ url: receiver.url, events: ["once"] });
  const [one, two] = await Promise.all([
    subscriptions.rotateSecret({ id, keepOldForSeconds: 3600 }),
    subscriptions.rotateSecret({ id, keepOldForSeconds: 3600 }),
    subscriptions.change({ id, description: "told" }),
    subscriptions.change({ id, headers: [{ name: "x-shop", value: "7" }] }),
    // An attempt says so at the same time.
    store.addEnded(...endedFor(id), now),
    subscriptions.change({ id, url: `${receiver.url}/elsewhere` }),
  ]);
  const record = await store.get(id);
  if (!record) throw new Error("it is there");
  const { secrets, headers } = openParts(vault, record);
  expect(secrets.map((kept) => kept.secret).toSorted()).toEqual([secret, one.secret, two.secret].toSorted());
  expect([record.description, record.url, headers]).toEqual([
    "told",
    `${receiver.url}/elsewhere`,
    [{ name: "x-shop", value: "7" }],
  ]);
  expect(record.failingSince).toBe(now);
  await subscriptions.delete(id);
});

function endedFor(subscriptionId: string): [NewMessage, Settlement] {
  const [id, eventType] = ["msg_once", "once"];
  const message = { id, subscriptionId, eventId: null, eventType, format: "plain", body: "{}" } as const;
  const settlement: Settlement = {
    attempt: {
      ...{ id: "att_once", messageId: id, subscriptionId, eventType, number: 1, at: now },
      ...{ durationMs: 1, status: 410, error: "gone", message: null, answer: "" },
    },
    ...{ claim: null, became: "failed", nextAt: now, health: "failing" },
    disable: null,
  };
  return [{ ...message, createdAt: now }, settlement];
}
