import { ulid } from "ulid";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeliveriesStore, NewDelivery } from "../deliveries/store.ts";
import type { EventsStore } from "../events/store.ts";
import type { ExecutionsStore, NewExecution } from "../executions/store.ts";
import { pausable } from "../intake/held.cases.ts";
import type { IntakeStore } from "../intake/store.ts";
import type { WaitsStore } from "../waits/store.ts";
import type { WorkflowsStore } from "../workflows/store.ts";
import type { RetentionStore } from "./store.ts";

export interface RetentionStoreUnderTest {
  readonly retention: RetentionStore;
  readonly workflows: WorkflowsStore;
  readonly intake: IntakeStore;
  readonly deliveries: DeliveriesStore;
  readonly executions: ExecutionsStore;
  readonly events: EventsStore;
  readonly waits: WaitsStore;
  readonly remove: () => void | Promise<void>;
}

const keptAside = { refused: 200, filtered: 200, duplicate: 200 };
const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 4, 1);

/** What every back end promises about what it takes away, and what it leaves. */
export function retentionStoreCases(name: string, open: () => Promise<RetentionStoreUnderTest>): void {
  describe(`retention on ${name}`, () => {
    let under: RetentionStoreUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.remove());

    /** An execution that was queued so many days ago with its delivery and a journal of `rows` pieces. */
    const store = async (given: {
      workflowId?: string;
      queuedDaysAgo: number;
      endedDaysAgo?: number;
      status?: NewExecution["status"];
      rows?: number;
    }) => {
      const { workflowId = "wf_1", queuedDaysAgo, endedDaysAgo = queuedDaysAgo, rows = 1 } = given;
      const { status = "succeeded" } = given;
      const queuedAt = now - queuedDaysAgo * day;
      const isOpen = status === "running" || status === "waiting" || status === "queued";
      const execution = anExecution({
        ...{ id: `exe_${ulid(queuedAt)}`, workflowId, deliveryId: `dlv_${ulid(queuedAt)}`, queuedAt },
        status: rows > 1 ? "running" : status,
        finishedAt: isOpen || rows > 1 ? null : now - endedDaysAgo * day,
      });
      const delivery = aDelivery({ id: execution.deliveryId ?? "", workflowId, executionId: execution.id });
      await under.intake.accept({ delivery, execution, journal: "[]", effects: null });
      const pieces = Array.from({ length: rows - 1 }, (_, at) =>
        under.intake.append({
          chunk: { executionId: execution.id, seq: at + 1, records: "[]" },
          ...{ executionId: execution.id, epoch: 1, progress: null, effects: null, result: null },
        }),
      );
      await Promise.all(pieces);
      if (rows > 1) {
        const progress = { ...execution, status, finishedAt: now - endedDaysAgo * day };
        await under.intake.append({
          ...{ chunk: null, executionId: execution.id, epoch: 1, progress, effects: null, result: null },
        });
      }
      return { execution: execution.id, delivery: delivery.id };
    };
    const isThere = async ({ execution, delivery }: { execution: string; delivery: string }) => {
      const both = [await under.executions.get(execution), await under.deliveries.get(delivery)];
      expect(both[0] === undefined).toBe(both[1] === undefined);
      return both[0] !== undefined;
    };

    it("takes ended executions of every kind with their deliveries, and nothing that is open or younger", async () => {
      const old = [];
      for (const status of ["succeeded", "failed", "cancelled", "timed-out"] as const)
        old.push(await store({ queuedDaysAgo: 31, status }));
      const kept = [
        await store({ queuedDaysAgo: 29 }),
        await store({ queuedDaysAgo: 90, endedDaysAgo: 1 }),
        await store({ queuedDaysAgo: 90, status: "waiting" }),
        await store({ queuedDaysAgo: 90, status: "running" }),
        await store({ queuedDaysAgo: 90, status: "queued" }),
      ];
      const first = await under.retention.pruneByAge({ endedBefore: now - 30 * day, limit: 3 });
      expect(first).toEqual({ executions: 3, deliveries: 3, more: true });
      const rest = await under.retention.pruneByAge({ endedBefore: now - 30 * day, limit: 3 });
      expect(rest).toEqual({ executions: 1, deliveries: 1, more: false });
      for (const one of old) expect(await isThere(one)).toBe(false);
      for (const one of kept) expect(await isThere(one)).toBe(true);
    });

    it("keeps the newest of a workflow, and those of the others", async () => {
      const stored = [];
      for (const daysAgo of [5, 4, 3, 2, 1]) stored.push(await store({ queuedDaysAgo: daysAgo }));
      const waiting = await store({ queuedDaysAgo: 9, status: "waiting" });
      const other = await store({ queuedDaysAgo: 9, workflowId: "wf_2" });
      const prune = (limit: number) => under.retention.pruneByCount({ workflowId: "wf_1", keep: 2, limit });
      expect(await prune(2)).toEqual({ executions: 2, deliveries: 2, more: true });
      expect(await prune(2)).toEqual({ executions: 1, deliveries: 1, more: false });
      expect(await prune(2)).toEqual({ executions: 0, deliveries: 0, more: false });
      const left = await Promise.all(stored.map(isThere));
      expect(left).toEqual([false, false, false, true, true]);
      expect([await isThere(waiting), await isThere(other)]).toEqual([true, true]);
    });

    it("takes a long one away in pieces, its row last", async () => {
      const long = await store({ queuedDaysAgo: 40, rows: 4500 });
      const prune = () => under.retention.pruneByAge({ endedBefore: now - 30 * day, limit: 200 });
      const pieces = [];
      for (let batch = 0; batch < 5; batch += 1) {
        const { executions, more } = await prune();
        pieces.push(executions);
        const found = await under.executions.get(long.execution);
        if (found) expect(found.journal).toEqual([]);
        if (!more) break;
      }
      expect(pieces).toEqual([0, 0, 1]);
      expect(await isThere(long)).toBe(false);
    });

    it("takes old refused deliveries of one workflow", async () => {
      const refused = [40, 35, 2].map((daysAgo) => {
        const receivedAt = now - daysAgo * day;
        return aDelivery({
          id: `dlv_${ulid(receivedAt)}`,
          verdict: "refused",
          reason: "unauthorized",
          receivedAt,
        });
      });
      await under.intake.refuse({ deliveries: refused, counts: [], keep: keptAside });
      const accepted = await store({ queuedDaysAgo: 90, endedDaysAgo: 1 });
      const prune = (workflowId: string) =>
        under.retention.pruneAside({ workflowId, receivedBefore: now - 30 * day, limit: 200 });
      expect(await prune("wf_2")).toMatchObject({ deliveries: 0, more: false });
      expect(await prune("wf_1")).toMatchObject({ deliveries: 2, more: false });
      const left = await under.deliveries.list({ verdict: "refused", limit: 9 });
      expect(left.map(({ id }) => id)).toEqual([refused[2]?.id]);
      expect(await isThere(accepted)).toBe(true);
    });

    it("takes what started nothing, never what waits for a person, and keys whose window is over", async () => {
      const receivedAt = now - 40 * day;
      const aside = (["filtered", "duplicate"] as const).map((verdict, at) =>
        aDelivery({ id: `dlv_${ulid(receivedAt + at)}`, verdict, receivedAt }),
      );
      await under.intake.refuse({ deliveries: aside, counts: [], keep: keptAside });
      await pausable(under.workflows, "wf_1");
      const [old, young, discarded] = [7, 8, 9].map((at) => `dlv_${ulid(receivedAt + at)}`) as [
        string,
        string,
        string,
      ];
      for (const [id, expiresAt] of [
        [old, now],
        [young, now + 1],
        [discarded, now + 1],
      ] as const) {
        const claim = { workflowId: "wf_1", keyHash: id, deliveryId: id, now: receivedAt, expiresAt };
        const delivery = aDelivery({ id, verdict: "held", receivedAt });
        expect(await under.intake.hold({ delivery, claim, most: 9 })).toBe("held");
      }
      const given = { workflowId: "wf_1", ids: [discarded], note: "n", now, dropBodies: false };
      await under.intake.discardHeld(given);
      const prune = () =>
        under.retention.pruneAside({ workflowId: "wf_1", receivedBefore: now - 30 * day, limit: 200 });
      expect(await prune()).toMatchObject({ deliveries: 3, more: false });
      const left = (await under.deliveries.list({ limit: 9 })).map(({ id }) => id);
      expect(left.sort()).toEqual([old, young].sort());
      const keys = () => under.retention.pruneClaims({ expiredBefore: now, limit: 1 });
      expect([await keys(), await keys()]).toEqual([1, 0]);
      const look = { workflowId: "wf_1", keyHash: young, now };
      expect(await under.deliveries.claimedBy(look)).toBe(young);
    });

    it("takes old events that have been fanned out", async () => {
      for (const [id, daysAgo, fannedOut] of [
        ["old", 40, true],
        ["waits", 40, false],
        ["young", 1, true],
      ] as const) {
        await under.events.add({
          ...{ id, type: "t", data: "1", source: "api", userId: null, executionId: null },
          ...{ occurredAt: 1, receivedAt: now - daysAgo * day },
        });
        const starts = [{ workflowId: "w", executionId: "e", problem: null }];
        if (fannedOut) await under.events.fannedOut({ id, at: now, depth: 0, stopped: null, starts });
      }
      const given = { receivedBefore: now - 30 * day, limit: 200 };
      expect([await under.retention.pruneEvents(given), await under.retention.pruneEvents(given)]).toEqual([
        1, 0,
      ]);
      expect((await under.events.list({ limit: 9 })).items.map(({ id }) => id)).toEqual(["young", "waits"]);
    });

    it("takes large values and waits along, and cached answers that are out of date", async () => {
      const queuedAt = now - 40 * day;
      const execution = anExecution({ id: `exe_${ulid(queuedAt)}`, queuedAt, finishedAt: queuedAt });
      const { id: executionId, workflowId } = execution;
      const place = { executionId, node: "ask", frame: "" };
      const cached = (hash: string, expiresAt: number) => ({
        ...{ workflowId, node: "n", hash, answer: '{"ports":[],"output":1}', expiresAt },
      });
      const effects = {
        waits: [
          {
            ...{
              ...place,
              workflowId,
              kind: "approval" as const,
              approvalId: "apr_1",
              title: "t",
              message: "m",
            },
            ...{ askedAt: 1, until: null },
          },
        ],
        values: [{ value: "out_1", bytes: 3, json: '"x"' }],
        cached: [cached("old", now - 1), cached("new", now + 1)],
        ...{ endedWaits: [], events: [], calls: [], tasks: [], goneBodies: [] },
      };
      await under.intake.accept({ delivery: null, execution, journal: "[]", effects });
      expect((await under.executions.values({ executionId })).size).toBe(1);
      await under.retention.pruneByAge({ endedBefore: now - 30 * day, limit: 200 });
      expect((await under.executions.values({ executionId })).size).toBe(0);
      expect(await under.waits.approval("apr_1")).toBeUndefined();
      const given = { expiredBefore: now, limit: 200 };
      expect([await under.retention.pruneCache(given), await under.retention.pruneCache(given)]).toEqual([
        1, 0,
      ]);
      const { cached: look } = under.executions;
      expect(await look({ workflowId, node: "n", hash: "new", now })).toEqual({ ports: [], output: 1 });
    });

    it("names every workflow that left records", async () => {
      await store({ workflowId: "wf_b", queuedDaysAgo: 1 });
      await store({ workflowId: "wf_a", queuedDaysAgo: 1 });
      const refused = [aDelivery({ id: `dlv_${ulid(now)}`, workflowId: "wf_c", verdict: "refused" })];
      await under.intake.refuse({ deliveries: refused, counts: [], keep: keptAside });
      expect(await under.retention.workflowsWithRecords({ after: "", limit: 2 })).toEqual(["wf_a", "wf_b"]);
      expect(await under.retention.workflowsWithRecords({ after: "wf_b", limit: 2 })).toEqual(["wf_c"]);
    });
  });
}

function aDelivery(more: Partial<NewDelivery>): NewDelivery {
  return {
    ...{ id: "", workflowId: "wf_1", version: 1, receivedAt: now, verdict: "accepted", reason: null },
    ...{ method: "POST", url: "/hooks/k", address: "127.0.0.1", headers: [], body: new Uint8Array(10) },
    ...{ bodyBytes: 10, bodyTruncated: false, variables: null, executionId: null, status: 200 },
    ...{ answer: null, durationMs: 3, duplicateOf: null, replayOf: null, authMethod: null, rules: null },
    ...{ bodyRemovedAt: null, authStage: null, claims: null },
    ...more,
  };
}

function anExecution(more: Partial<NewExecution>): NewExecution {
  return {
    ...{ id: "", workflowId: "wf_1", version: 1, startedBy: "delivery", deliveryId: null, queuedAt: 1000 },
    ...{ input: null, document: null, status: "succeeded", startedAt: 1001, finishedAt: null },
    ...{ answer: null, error: null, failedByDesign: false, warnings: [], wakeAt: null, waitingFor: null },
    ...{ ranMs: 0, worker: "wrk_1", concurrency: null, startKey: null, origin: null },
    ...more,
  };
}
