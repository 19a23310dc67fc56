import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEvents, type Events } from "../events/events.ts";
import { type MailSink, startMailSink } from "../outgoing/testing/mail-sink.ts";
import { createSqliteAlertsStore } from "../stores/alerts/sqlite.ts";
import type { AlertsStore } from "../stores/alerts/store.ts";
import { createSqliteEventsStore } from "../stores/events/sqlite.ts";
import { createSqliteExecutionsStore } from "../stores/executions/sqlite.ts";
import { createSqliteFiguresStore } from "../stores/figures/sqlite.ts";
import { createSqliteSubscriptionsStore } from "../stores/subscriptions/sqlite.ts";
import { createSqliteWorkflowsStore } from "../stores/workflows/sqlite.ts";
import { mailServer } from "../system-mail/mail-server.ts";
import { createSystemMail } from "../system-mail/system-mail.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import type { FreeSpace } from "./free-space.ts";
import { createWatch, type WatchGiven } from "./watch.ts";

const full: FreeSpace = { freeBytes: 1, totalBytes: 100 };
const roomy: FreeSpace = { freeBytes: 90, totalBytes: 100 };

let now: number;
let space: FreeSpace | undefined;
let temporary: ReturnType<typeof temporaryDatabase>;
let store: AlertsStore;
let events: Events;
let sink: MailSink;
/** Lets the mail server, which hangs until then, go on. */
let release: () => void;
let given: WatchGiven;
beforeEach(async () => {
  now = Date.parse("2026-05-01T08:30:00Z");
  space = full;
  temporary = temporaryDatabase();
  const { database } = temporary;
  store = createSqliteAlertsStore(database);
  const clock = () => now;
  const subscriptions = createSqliteSubscriptionsStore(database);
  events = createEvents({
    ...{ store: createSqliteEventsStore(database), tasks: { poke: () => {} }, clock },
    messages: subscriptions,
    types: { judge: async () => ({ violations: [], refused: false }) },
  });
  const { promise: until, resolve } = Promise.withResolvers<void>();
  release = resolve;
  sink = await startMailSink({ until });
  const executions = createSqliteExecutionsStore(database);
  given = {
    ...{ store, events, clock, executions, log: { warn: () => {}, error: () => {} } },
    figures: createSqliteFiguresStore(database),
    subscriptions,
    workflows: createSqliteWorkflowsStore(database),
    straySince: () => null,
    ancestry: { outcome: (id) => executions.outcome(id), event: async () => undefined },
    freeSpace: async () => space,
    base: () => "https://sluice.example",
    mail: createSystemMail({
      mailUrl: mailServer(`smtp://127.0.0.1:${sink.port}?security=none`),
      mailFrom: "sluice@shop.example",
    }),
  };
});
afterEach(async () => {
  vi.useRealTimers();
  release();
  await sink.close();
  temporary.remove();
});

const make = (id: string) =>
  store.create({
    ...{ id, name: `Disk ${id}`, enabled: true, recipients: [`${id}@shop.example`], language: "en" },
    condition: { kind: "disk", workflowId: null, settings: { below: 10, unit: "percent" } },
    ...{ repeatMinutes: null, mutedUntil: null, createdAt: now, updatedAt: now },
  });
const told = async () => (await events.list({ limit: 100 })).items.map(({ id, type }) => `${type} ${id}`);
const mailed = () => sink.received.map(({ to }) => to[0]).sort();
/** `work`, once; what is called after that goes through. */
const failingOnce = <Given extends unknown[], Result>(
  work: (...args: Given) => Promise<Result>,
  when: (...args: Given) => boolean = () => true,
) => {
  let failed = false;
  return (...args: Given): Promise<Result> => {
    if (failed || !when(...args)) return work(...args);
    failed = true;
    return Promise.reject(new Error("the database is busy"));
  };
};

describe("a rule whose telling fails", () => {
  const since = () => Date.parse("2026-05-01T08:30:00Z");

  it("fires since when it did, as the same event", async () => {
    release();
    await make("alr_1");
    const watch = createWatch({ ...given, events: { publish: failingOnce((one) => events.publish(one)) } });
    await watch.round();
    expect(await told()).toEqual([]);
    expect(await store.get("alr_1")).toMatchObject({ firingSince: since(), told: 0, toldAt: null });
    now += 30_000;
    await watch.round();
    expect(await told()).toEqual([`alert.firing alert:alr_1:${since()}:1`]);
    expect(mailed()).toEqual(["alr_1@shop.example"]);
    expect(await store.get("alr_1")).toMatchObject({ firingSince: since(), told: 1, problem: null });
  });

  it("is not told again when only that it was told could not be written", async () => {
    release();
    await make("alr_1");
    const settle = failingOnce<Parameters<AlertsStore["settle"]>, boolean>(
      (one) => store.settle(one),
      ({ nextAt }) => nextAt !== null,
    );
    const watch = createWatch({ ...given, store: { ...store, settle } });
    await watch.round();
    now += 30_000;
    await watch.round();
    expect(await told()).toEqual([`alert.firing alert:alr_1:${since()}:1`]);
    expect(mailed()).toEqual(["alr_1@shop.example"]);
    expect(await store.get("alr_1")).toMatchObject({ firingSince: since(), told: 1, toldAt: since() });
  });
});

describe("a rule that cannot be measured", () => {
  it("fires on, tells no end, and says that it could not be measured", async () => {
    release();
    await make("alr_1");
    const watch = createWatch(given);
    const look = async (free: FreeSpace | undefined) => {
      space = free;
      await watch.round();
      now += 30_000;
      return store.get("alr_1");
    };
    const first = await look(full);
    for (let count = 0; count < 5; count += 1) {
      const { firingSince, measure, problem } = (await look(undefined)) ?? {};
      expect([firingSince, measure]).toEqual([first?.firingSince, null]);
      expect(problem).toBe("the system does not say how much of the disk is free");
    }
    expect(mailed()).toHaveLength(1);
    // Nor is it said any longer than it is true.
    expect(await look(full)).toMatchObject({ firingSince: first?.firingSince, problem: null });
    await look(roomy);
    await look(roomy);
    expect(await told()).toHaveLength(1);
    expect(await look(roomy)).toMatchObject({ firingSince: null, problem: null });
    expect(await told()).toHaveLength(2);
    expect(mailed()).toHaveLength(2);
  });
});

describe("while a mail server hangs", () => {
  it("another process looks at the other rules", async () => {
    for (const id of ["alr_1", "alr_2", "alr_3"]) await make(id);
    const first = createWatch(given).round();
    await vi.waitFor(() => expect(sink.connected).toBe(1));
    const second = createWatch(given).round();
    await vi.waitFor(() => expect(sink.connected).toBe(2));
    release();
    await Promise.all([first, second]);
    expect(mailed()).toEqual(["alr_1@shop.example", "alr_2@shop.example", "alr_3@shop.example"]);
  });

  it("none takes a rule that is being told, however many were told before it", async () => {
    release();
    const ids = Array.from({ length: 8 }, (_, n) => `alr_${n}`);
    for (const id of ids) await make(id);
    const other = createWatch(given);
    const slow: WatchGiven["mail"] = {
      available: true,
      async send(message) {
        // As long as a mail that is given up takes.
        now += 30_000;
        await other.look(message.to.split("@")[0] ?? "");
        await given.mail.send(message);
      },
    };
    await createWatch({ ...given, mail: slow }).round();
    expect(mailed()).toEqual(ids.map((id) => `${id}@shop.example`));
    expect(await told()).toHaveLength(ids.length);
  });

  it("it stops in its time and begins no further rule", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    for (const id of ["alr_1", "alr_2", "alr_3"]) await make(id);
    const watching = createWatch(given).start({ rounds: true });
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(sink.connected).toBe(1));
    const began = performance.now();
    await watching.stop({ graceMs: 100 });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(mailed()).toEqual([]);
    release();
    await vi.waitFor(async () => expect((await store.get("alr_1"))?.told).toBe(1), { timeout: 20_000 });
    expect(mailed()).toEqual(["alr_1@shop.example"]);
    const others = (await store.list()).filter(({ evaluatedAt }) => evaluatedAt === null);
    expect(others).toHaveLength(2);
  });

  it("it waits for what ends within its time", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    await make("alr_1");
    const watching = createWatch(given).start({ rounds: true });
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(sink.connected).toBe(1));
    const stopped = watching.stop({ graceMs: 60_000 });
    release();
    await stopped;
    expect(await store.get("alr_1")).toMatchObject({ told: 1, problem: null });
  });

  it("whoever asks for a look is not kept by it, and it is still told", async () => {
    await make("alr_1");
    const watch = createWatch({ ...given, mailsMs: 0 });
    const watching = watch.start({ rounds: false });
    await watch.look("alr_1");
    expect(mailed()).toEqual([]);
    expect(await store.get("alr_1")).toMatchObject({ firingSince: now, told: 0 });
    const stopped = watching.stop({ graceMs: 60_000 });
    release();
    await stopped;
    expect(await store.get("alr_1")).toMatchObject({ told: 1, problem: null });
    expect(mailed()).toEqual(["alr_1@shop.example"]);
  });
});
