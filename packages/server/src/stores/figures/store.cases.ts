import { ulid } from "ulid";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { IntakeStore } from "../intake/store.ts";
import { aDelivery, anExecution } from "../testing/records.ts";
import type { FiguresStore } from "./store.ts";

export interface FiguresStoreUnderTest {
  readonly figures: FiguresStore;
  readonly intake: IntakeStore;
  readonly remove: () => void | Promise<void>;
}

const hour = 60 * 60 * 1000;
const now = Date.UTC(2026, 4, 1, 12, 30);
const kept = { refused: 200, filtered: 200, duplicate: 200 };

/** What every back end of the figures promises. */
export function figuresStoreCases(open: () => Promise<FiguresStoreUnderTest>): void {
  let under: FiguresStoreUnderTest;
  beforeEach(async () => {
    under = await open();
  });
  afterEach(() => under.remove());

  const accept = async (at: number, more: Parameters<typeof anExecution>[0] = {}) => {
    const id = `exe_${ulid(at)}`;
    const { workflowId = "wf_1" } = more;
    const delivery = aDelivery({ id: `dlv_${ulid(at)}`, workflowId, receivedAt: at, executionId: id });
    const execution = anExecution({ id, workflowId, queuedAt: at, finishedAt: at, ...more });
    await under.intake.accept({ delivery, execution, journal: "[]", effects: null });
    return id;
  };
  const refuse = (at: number, workflowId: string, verdict: "refused" | "filtered", count = 1) =>
    under.intake.refuse({
      deliveries: Array.from({ length: count }, () =>
        aDelivery({ id: `dlv_${ulid(at)}`, workflowId, receivedAt: at, verdict, reason: "unauthorized" }),
      ),
      counts: [{ workflowId, reason: verdict === "refused" ? "unauthorized" : verdict, count, lastAt: at }],
      keep: kept,
    });

  it("count what was accepted and refused", async () => {
    const { figures } = under;
    await accept(now - 2 * hour);
    for (const minute of [1, 2, 3]) await accept(now - minute * 60_000, { workflowId: "wf_2" });
    await refuse(now - 90_000, "wf_2", "refused", 2);
    await refuse(now - 80_000, "wf_2", "filtered");
    await refuse(now - hour, "wf_1", "refused");
    const of = { from: now - hour, to: now, atMost: 100 };
    expect(await figures.countAccepted(of)).toBe(3);
    expect(await figures.countAccepted({ ...of, from: now - 3 * hour })).toBe(4);
    expect(await figures.countAccepted({ ...of, workflowId: "wf_1" })).toBe(0);
    expect(await figures.countAccepted({ ...of, workflowId: "wf_2", to: now - 120_000 })).toBe(1);
    expect(await figures.lastAccepted({ workflowId: "wf_2", since: now - hour })).toBe(now - 60_000);
    expect(await figures.lastAccepted({ workflowId: "wf_1", since: now - hour })).toBe(null);
    expect(await figures.refused({ from: now - hour, limit: 9 })).toEqual([
      now - 90_000,
      now - 90_000,
      now - hour,
    ]);
    expect(await figures.refused({ workflowId: "wf_1", from: now - 1000, limit: 9 })).toEqual([]);
    expect(await figures.refused({ from: now - hour, limit: 1 })).toHaveLength(1);
    const hourOf = (at: number) => at - (at % hour);
    await refuse(now - 70_000, "wf_1", "refused");
    expect([...(await figures.refusedByHour(now - 5 * hour))].sort()).toEqual([
      [hourOf(now - hour), 1],
      [hourOf(now), 3],
    ]);
  });

  it("know what failed of late by its end, and what began", async () => {
    const { figures } = under;
    const long = await accept(now - 5 * hour, { status: "failed", finishedAt: now - 1000 });
    const error = { code: "http-failed", message: "500", node: "ask" };
    const last = await accept(now - 2000, {
      ...{ status: "timed-out", finishedAt: now - 500, workflowId: "wf_2", error },
      ...{ startedBy: "event", origin: { eventId: "evt_1" } },
    });
    await accept(now - 3000, { status: "cancelled" });
    await accept(now - 3000, { status: "failed", version: null, finishedAt: now - 100 });
    const all = await figures.failed({ from: now - hour, limit: 9 });
    expect(all.map(({ id }) => id)).toEqual([last, long]);
    expect(all[0]).toEqual({
      ...{ id: last, workflowId: "wf_2", startedBy: "event", begunAt: now - 2000, finishedAt: now - 500 },
      ...{ error, origin: { eventId: "evt_1" } },
    });
    expect(await figures.failed({ workflowId: "wf_1", from: now - hour, limit: 9 })).toHaveLength(1);
    expect(await figures.countFailed({ from: now - hour, to: now, atMost: 9 })).toBe(3);
    expect(await figures.countFailed({ from: now - hour, to: now, atMost: 2 })).toBe(2);
    expect(await figures.begun({ from: now - hour, atMost: 9 })).toEqual({ count: 3, since: now - hour });
    expect(await figures.begun({ from: now - hour, workflowId: "wf_2", atMost: 9 })).toMatchObject({
      count: 1,
    });
    const cut = await figures.begun({ from: now - hour, atMost: 1 });
    expect(cut.count).toBe(1);
    expect(cut.since).toBeGreaterThan(now - 4000);
    expect(await figures.sample({ from: now - hour, to: now, limit: 1 })).toEqual([
      { id: last, workflowId: "wf_2" },
    ]);
  });

  it("know what waits, by concurrency key too", async () => {
    const { figures } = under;
    const queued = { status: "queued", finishedAt: null, startedAt: null } as const;
    await accept(now, { ...queued, wakeAt: now });
    for (const key of ["wf_1/a", "wf_1/a", "wf_1/a", "wf_1/\u0000"]) {
      await accept(now, { ...queued, concurrency: { key, limit: 1 } });
      await accept(now, { ...queued, concurrency: { key: "wf_1/a", limit: 1 } });
    }
    await accept(now, { status: "waiting", finishedAt: null, wakeAt: now + hour });
    expect(await figures.countByStatus({ status: "queued", atMost: 100 })).toBe(9);
    expect(await figures.countByStatus({ status: "queued", atMost: 4 })).toBe(4);
    expect(await figures.countByStatus({ status: "waiting", atMost: 4 })).toBe(1);
    const { waiting, keys } = await figures.atLimit({ keys: 1, atMost: 100 });
    expect(keys).toEqual([{ key: "wf_1/a", workflowId: "wf_1", waiting: 6, limit: 1 }]);
    expect(waiting).toBe(7);
    expect(await figures.countHeld({ atMost: 9 })).toBe(0);
    expect(await figures.bytes()).toBeGreaterThan(1000);
  });
}
