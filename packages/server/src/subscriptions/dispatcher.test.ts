import type { OutgoingRequest, OutgoingResponse } from "@sluice/workflow/node-contract";
import { NodeError } from "@sluice/workflow/node-contract";
import { afterEach, expect, it, vi } from "vitest";
import { deriveVaultKey } from "../secrets/key.ts";
import { openVault } from "../secrets/vault.ts";
import { createMemoryPaces } from "../stores/paces/memory.ts";
import type { PacesStore } from "../stores/paces/store.ts";
import { createSqliteSecretsStore } from "../stores/secrets/sqlite.ts";
import { StoreUnavailableError } from "../stores/store-unavailable.ts";
import { createSqliteSubscriptionsStore } from "../stores/subscriptions/sqlite.ts";
import type { SubscriptionRecord, SubscriptionsStore } from "../stores/subscriptions/store.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { createDispatcher, type Dispatcher } from "./dispatcher.ts";
import { sealParts } from "./sealed-parts.ts";

type Fetch = (request: OutgoingRequest) => Promise<OutgoingResponse>;

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

/** A dispatcher on a real store, and what it logs; what it sends goes to `fetch`. */
async function dispatching(
  fetch: Fetch,
  more: {
    store?: (real: SubscriptionsStore) => Partial<SubscriptionsStore>;
    clock?: () => number;
    pollMs?: number;
    paces?: PacesStore;
  } = {},
) {
  const { database, remove } = temporaryDatabase();
  ending.push(remove);
  const { clock = Date.now, pollMs = 50 } = more;
  const key = deriveVaultKey("a master key for tests of the dispatcher");
  const vault = await openVault({ key, store: createSqliteSecretsStore(database), clock });
  const real = createSqliteSubscriptionsStore(database);
  const store = { ...real, ...more.store?.(real) };
  const logged: string[] = [];
  const dispatcher: Dispatcher = createDispatcher({
    ...{ store, vault, clock, fetch, alone: true, pollMs, paces: more.paces ?? null },
    events: { publish: async () => ({ duplicate: false }) as never },
    log: { error: (_, text) => logged.push(text) },
  });
  ending.push(() => dispatcher.stop({ graceMs: 0 }));
  const subscribe = (id: string, part: Partial<SubscriptionRecord> = {}) =>
    real.create({
      ...{ id, url: `https://${id}.example/`, description: "", events: ["*"], active: true },
      ...{ format: "plain", failingSince: null, disabledAt: null, disabledReason: null },
      options: { ordered: false, disableRule: "health", perMinute: null, schedule: null },
      ...sealParts(vault, { id, parts: { secrets: [{ secret: "s", until: null }], headers: [] } }),
      ...{ createdAt: 1, updatedAt: 1, ...part },
    });
  const add = (subscriptionId: string, count: number) =>
    real.addMessages(
      Array.from({ length: count }, (_, at) => ({
        ...{ id: `msg_${subscriptionId}_${at}`, subscriptionId, eventId: `evt_${at}` },
        ...{ eventType: "a", format: "standard" as const, body: "{}", createdAt: 1 },
      })),
    );
  return { dispatcher, store: real, subscribe, add, logged };
}

const ok = { status: 200, headers: [], body: new Uint8Array(0), url: "" };

it("serves everybody in turn when more is due than may go out at once, and claims only for who has something", async () => {
  const served: string[] = [];
  const claimed: string[] = [];
  const { dispatcher, subscribe, add } = await dispatching(
    async ({ url }) => {
      served.push(new URL(url).hostname);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return ok;
    },
    {
      store: (real) => ({
        claim(given) {
          claimed.push(...given.map(({ subscriptionId }) => subscriptionId));
          return real.claim(given);
        },
      }),
    },
  );
  const busy = Array.from({ length: 40 }, (_, at) => `wh-${at + 10}`);
  for (const id of busy) {
    await subscribe(id);
    await add(id, 8);
  }
  await subscribe("wh-99");
  await dispatcher.start();
  await vi.waitFor(() => expect(served).toHaveLength(320), { timeout: 30_000 });
  expect(new Set(served.slice(0, 200)).size).toBe(busy.length);
  expect(claimed).not.toContain("wh-99");
}, 40_000);

it("keeps to a rate that others share, and gives back the turns that it has no message for", async () => {
  let now = 1_000_000;
  const paces = createMemoryPaces(() => now);
  let sent = 0;
  const fetch: Fetch = async () => {
    sent += 1;
    return ok;
  };
  const { subscribe, add, dispatcher } = await dispatching(fetch, { clock: () => now, pollMs: 20, paces });
  const options = { ordered: false, disableRule: "health", perMinute: 180, schedule: null } as const;
  await subscribe("wh-1", { options });
  await add("wh-1", 7);
  // Another process has sent one in this second.
  await paces.take({ key: "subscription wh-1", count: 1, everyMs: 60_000 / 180, mostMs: 0 });
  await dispatcher.start();
  for (const total of [2, 5, 7]) {
    await vi.waitFor(() => expect(sent).toBe(total), { timeout: 20_000 });
    // Some more rounds without a moment passing: none goes before its time.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sent).toBe(total);
    now += 1000;
  }
  now -= 1000;
  const left = { key: "subscription wh-1", count: 3, everyMs: 60_000 / 180, mostMs: 2 * (60_000 / 180) };
  expect((await paces.take(left)).count).toBe(1);
});

it("does not look again after each attempt when nobody was held back", async () => {
  let looked = 0;
  const { dispatcher, subscribe, add, store } = await dispatching(async () => ok, {
    store: (real) => ({
      dueSubscriptions(now) {
        looked += 1;
        return real.dueSubscriptions(now);
      },
    }),
    clock: () => 1000,
    pollMs: 60_000,
  });
  for (const id of ["wh-1", "wh-2", "wh-3"]) {
    await subscribe(id);
    await add(id, 3);
  }
  await dispatcher.start();
  await vi.waitFor(async () => expect((await store.pending()).size).toBe(0), 20_000);
  expect(looked).toBe(1);
});

it("writes what came of an attempt once the database takes it again, and does not send twice", async () => {
  let sent = 0;
  let refused = 0;
  const { dispatcher, subscribe, add, store, logged } = await dispatching(
    async () => {
      sent += 1;
      return ok;
    },
    {
      store: (real) => ({
        settle: async (...given) => {
          refused += 1;
          if (refused <= 2) throw new StoreUnavailableError("full");
          return real.settle(...given);
        },
      }),
    },
  );
  await subscribe("wh-1");
  await add("wh-1", 1);
  await dispatcher.start();
  await vi.waitFor(async () => expect((await store.message("msg_wh-1_0"))?.status).toBe("delivered"), 20_000);
  expect([sent, logged]).toEqual([1, []]);
});

it("logs what is its own fault, and holds it against nobody", async () => {
  const { dispatcher, subscribe, add, store, logged } = await dispatching(async () => {
    throw new TypeError("a fault of ours");
  });
  const long = Date.now() - 30 * 86_400_000;
  const options = { ordered: false, perMinute: null, schedule: [1] };
  await subscribe("wh-1", { options: { ...options, disableRule: "strict" } });
  await subscribe("wh-2", { failingSince: long, options: { ...options, disableRule: "health" } });
  await subscribe("wh-3", { nonce: Buffer.alloc(12), options: { ...options, disableRule: "strict" } });
  for (const id of ["wh-1", "wh-2", "wh-3"]) await add(id, 1);
  await dispatcher.start();
  await vi.waitFor(async () => expect((await store.pending()).size).toBe(0), 20_000);
  expect(await store.list({ active: true })).toMatchObject([
    { id: "wh-3", failingSince: null },
    { id: "wh-2", failingSince: long },
    { id: "wh-1", failingSince: null },
  ]);
  expect(logged).toEqual(Array.from({ length: 6 }, () => "a webhook message could not be sent"));
}, 15_000);

it("lets go of what is on its way when the time to stop is over, and writes nothing of it later", async () => {
  const { promise, reject } = Promise.withResolvers<OutgoingResponse>();
  let sent = 0;
  const { dispatcher, subscribe, add, store, logged } = await dispatching(() => {
    sent += 1;
    return promise;
  });
  await subscribe("wh-1");
  await add("wh-1", 1);
  await dispatcher.start();
  await vi.waitFor(() => expect(sent).toBe(1), 20_000);
  await dispatcher.stop({ graceMs: 50 });
  expect(await store.message("msg_wh-1_0")).toMatchObject({ status: "pending", claimedUntil: null });
  // The way out closes.
  reject(new NodeError({ code: "network-failed", message: "closed" }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await store.message("msg_wh-1_0")).toMatchObject({ attempts: 0 });
  expect(await store.attempts({ subscriptionId: "wh-1", limit: 10 })).toEqual([]);
  expect(logged).toEqual([]);
});
