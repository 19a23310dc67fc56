import type { WorkflowDocument } from "@sluice/workflow/document";
import { ulid } from "ulid";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeliveriesStore } from "../deliveries/store.ts";
import type { ExecutionsStore } from "../executions/store.ts";
import { aDelivery, anExecution, id } from "../testing/records.ts";
import type { WaitsStore } from "../waits/store.ts";
import type { WorkflowsStore } from "../workflows/store.ts";
import type { IntakeStore } from "./store.ts";

export interface IntakeStores {
  readonly intake: IntakeStore;
  readonly deliveries: DeliveriesStore;
  readonly executions: ExecutionsStore;
  readonly waits: WaitsStore;
  readonly workflows: WorkflowsStore;
  close(): void | Promise<void>;
}

/** What intake, deliveries and executions must do together, on every database. */
export function intakeCases(name: string, open: () => Promise<IntakeStores>): void {
  describe(`intake, deliveries and executions on ${name}`, () => {
    let stores: IntakeStores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    it("gives back every byte of a body, whatever it holds", async () => {
      const bodies = [
        [],
        [0],
        [0xff, 0xfe, 0],
        [0xed, 0xa0, 0x80],
        [...Buffer.from('"a\\u0000b \\ud800 é"')],
        Array.from({ length: 70_000 }, (_, at) => at % 256),
      ].map((bytes) => Uint8Array.from(bytes));
      for (const [at, body] of bodies.entries()) {
        const delivery = aDelivery({ id: id("dlv", at), body, bodyBytes: body.length });
        await stores.intake.accept({
          delivery,
          execution: anExecution({ id: id("exe", at) }),
          journal: null,
          effects: null,
        });
        const source = await stores.deliveries.source(delivery.id);
        expect(Buffer.from(source?.body ?? []).equals(body)).toBe(true);
        const read = await stores.deliveries.get(delivery.id);
        const encoding = read?.request.bodyEncoding ?? "utf8";
        expect(Buffer.from(read?.request.body ?? "", encoding).equals(body)).toBe(true);
      }
    });

    it("gives back every letter of a request, and finds it by them", async () => {
      // Halves of surrogate pairs come in JSON alone: a URL and an address are bytes.
      const odd = "a\u0000b \u001a0000 \u001a 🎈";
      const half = `${odd} \ud800`;
      const delivery = aDelivery({
        ...{ id: id("dlv", 1), workflowId: odd, url: `/hooks/k?${odd}`, address: odd, method: odd },
        ...{ headers: [{ name: "X-A", value: half }], variables: { [half]: [half, 1e300] } },
        ...{
          verdict: "refused",
          ...{ authMethod: odd, authStage: "signature-mismatch", claims: { sub: half } },
          reason: odd,
          answer: { headers: [], body: JSON.stringify({ detail: half }) },
        },
      });
      const counts = [{ workflowId: odd, reason: odd, count: 1, lastAt: 2 }];
      await stores.intake.refuse({
        deliveries: [delivery],
        counts,
        keep: { refused: 5, filtered: 5, duplicate: 5 },
      });
      const { method, url, address, headers, body, variables, claims } = delivery;
      const source = await stores.deliveries.source(delivery.id);
      expect(source).toMatchObject({ method, url, address, headers, variables, claims, bodyRemovedAt: null });
      expect(Buffer.from(source?.body ?? "x").equals(body)).toBe(true);
      expect(await stores.deliveries.get(delivery.id)).toMatchObject({
        problem: { detail: half },
        ...{ reason: odd, authMethod: odd, authStage: "signature-mismatch", claims },
      });
      const found = await stores.deliveries.list({
        workflowId: odd,
        reason: odd,
        before: "dlv_z\u0000",
        limit: 5,
      });
      expect(found.map((one) => one.id)).toEqual([delivery.id]);
      expect(await stores.deliveries.counters(odd)).toEqual([{ reason: odd, count: 1, lastAt: 2 }]);
      expect([...(await stores.deliveries.lastReceived([odd, "\u0000"]))]).toEqual([
        [odd, delivery.receivedAt],
      ]);
      expect(await stores.deliveries.get(odd)).toBeUndefined();
    });

    it("gives back a journal letter by letter", async () => {
      const text = `[{"kind":"passed","node":${JSON.stringify("\u0000 \ud800 \u2028 🎈")},"n":1e200000,"a":1,"a":2}]`;
      const execution = anExecution({ id: id("exe", 1), status: "running" });
      await stores.intake.accept({ delivery: null, execution, journal: text, effects: null });
      expect((await stores.executions.get(execution.id))?.journal).toEqual(JSON.parse(text));
    });

    it("stores delivery, execution and journal in one go", async () => {
      const delivery = aDelivery({ id: id("dlv", 1), executionId: id("exe", 1), variables: { a: 1 } });
      const execution = anExecution({ id: id("exe", 1), deliveryId: delivery.id, status: "running" });
      await stores.intake.accept({ delivery, execution, journal: '[{"kind":"passed"}]', effects: null });
      expect(await stores.deliveries.get(delivery.id)).toMatchObject({
        id: delivery.id,
        receivedAt: "2026-01-02T03:04:05.000Z",
        verdict: "accepted",
        variables: { a: 1 },
        answer: { status: 200, headers: [{ name: "x-a", value: "b" }], body: "ok" },
        request: { headers: [{ name: "X-A", value: "1" }] },
      });
      expect(await stores.executions.get(execution.id)).toMatchObject({
        ...execution,
        crashes: 0,
        nextSeq: 1,
        journal: [{ kind: "passed" }],
      });
    });

    it("stores nothing of an operation that fails, and all of its neighbours", async () => {
      const twice = aDelivery({ id: id("dlv", 5) });
      const results = await Promise.allSettled([
        stores.intake.accept({
          delivery: aDelivery({ id: id("dlv", 4) }),
          execution: anExecution({ id: id("exe", 4) }),
          journal: null,
          effects: null,
        }),
        stores.intake.accept({
          delivery: twice,
          execution: anExecution({ id: id("exe", 5) }),
          journal: null,
          effects: null,
        }),
        stores.intake.accept({
          delivery: twice,
          execution: anExecution({ id: id("exe", 6) }),
          journal: null,
          effects: null,
        }),
        stores.intake.accept({
          delivery: aDelivery({ id: id("dlv", 7) }),
          execution: anExecution({ id: id("exe", 5) }),
          journal: null,
          effects: null,
        }),
        stores.intake.accept({
          delivery: aDelivery({ id: id("dlv", 8) }),
          execution: anExecution({ id: id("exe", 8) }),
          journal: null,
          effects: null,
        }),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        "fulfilled",
        "fulfilled",
        "rejected",
        "rejected",
        "fulfilled",
      ]);
      const deliveries = await stores.deliveries.list({ limit: 10 });
      expect(deliveries.map((delivery) => delivery.id)).toEqual([id("dlv", 8), id("dlv", 5), id("dlv", 4)]);
      const executions = await stores.executions.list({ limit: 10 });
      expect(executions.map((execution) => execution.id)).toEqual([id("exe", 8), id("exe", 5), id("exe", 4)]);
    });

    it("keeps final states: what comes later is refused and not written", async () => {
      const execution = anExecution({ id: id("exe", 1), status: "running" });
      await stores.intake.accept({ delivery: null, execution, journal: "[]", effects: null });
      const ended = { ...execution, status: "failed", finishedAt: 9 } as const;
      const chunk = { executionId: execution.id, seq: 1, records: "[]" };
      expect(await append(stores, { chunk, progress: ended }, execution.id)).toBe(true);
      const late = { ...execution, status: "succeeded", finishedAt: 10 } as const;
      const next = { ...chunk, seq: 2 };
      expect(await append(stores, { chunk: next, progress: late }, execution.id)).toBe(false);
      expect(await append(stores, { chunk: next, progress: null }, execution.id)).toBe(false);
      expect(
        await stores.intake.claim({ executionId: execution.id, worker: "wrk_1", now: 99 }),
      ).toBeUndefined();
      expect(await stores.executions.get(execution.id)).toMatchObject({ status: "failed", nextSeq: 2 });
    });

    it("refuses a second writer of the same piece of journal", async () => {
      const execution = anExecution({ id: id("exe", 1), status: "running" });
      await stores.intake.accept({ delivery: null, execution, journal: "[]", effects: null });
      const chunk = { executionId: execution.id, seq: 0, records: "[]" };
      await expect(append(stores, { chunk, progress: null }, execution.id)).rejects.toThrow();
    });

    it("lets the first answer of a delivery stand", async () => {
      const delivery = aDelivery({ id: id("dlv", 1), status: null, answer: null, durationMs: null });
      await stores.intake.accept({
        delivery,
        execution: anExecution({ id: id("exe", 1) }),
        journal: null,
        effects: null,
      });
      expect(await stores.deliveries.get(delivery.id)).toMatchObject({
        status: null,
        answer: null,
        durationMs: null,
      });
      const { receivedAt } = delivery;
      await stores.intake.answered({
        deliveryId: delivery.id,
        receivedAt,
        status: 504,
        answer: { headers: [], body: "late" },
      });
      await stores.intake.answered({ deliveryId: delivery.id, receivedAt, status: 200, answer: null });
      expect(await stores.deliveries.get(delivery.id)).toMatchObject({
        status: 504,
        answer: { body: "late" },
      });
    });

    it("keeps the newest refused ones of each workflow and counts them all", async () => {
      const refused = (at: number, workflowId: string) =>
        aDelivery({ id: id("dlv", at), workflowId, verdict: "refused", reason: "unauthorized", status: 401 });
      await stores.intake.accept({
        delivery: aDelivery({ id: id("dlv", 0) }),
        execution: anExecution({ id: id("exe", 0) }),
        journal: null,
        effects: null,
      });
      const count = { workflowId: "wf_1", reason: "unauthorized", count: 7, lastAt: 5 };
      await stores.intake.refuse({
        deliveries: [1, 2, 3, 4, 5].map((at) => refused(at, "wf_1")),
        counts: [count, { ...count, workflowId: "wf_2", count: 1 }],
        keep: { refused: 3, filtered: 1, duplicate: 1 },
      });
      await stores.intake.refuse({
        deliveries: [refused(6, "wf_1"), refused(7, "wf_2")],
        counts: [{ ...count, lastAt: 9 }],
        keep: { refused: 3, filtered: 1, duplicate: 1 },
      });
      const listed = await stores.deliveries.list({ workflowId: "wf_1", verdict: "refused", limit: 10 });
      expect(listed.map((delivery) => delivery.id)).toEqual([id("dlv", 6), id("dlv", 5), id("dlv", 4)]);
      expect(
        (await stores.deliveries.list({ workflowId: "wf_1", verdict: "accepted", limit: 10 })).length,
      ).toBe(1);
      expect(await stores.deliveries.counters("wf_1")).toEqual([
        { reason: "unauthorized", count: 14, lastAt: 9 },
      ]);
      expect(await stores.deliveries.counters("wf_2")).toEqual([
        { reason: "unauthorized", count: 1, lastAt: 5 },
      ]);
    });

    it("pages and filters lists, newest first", async () => {
      for (let at = 0; at < 6; at += 1) {
        const workflowId = at % 2 === 0 ? "wf_1" : "wf_2";
        const status = at < 3 ? "succeeded" : "failed";
        await stores.intake.accept({
          delivery: aDelivery({ id: id("dlv", at), workflowId, receivedAt: 1000 + at }),
          execution: anExecution({ id: id("exe", at), workflowId, status }),
          journal: null,
          effects: null,
        });
      }
      const ids = (items: { id: string }[]) => items.map((item) => Number(item.id.slice(-1)));
      expect(ids(await stores.deliveries.list({ limit: 2 }))).toEqual([5, 4]);
      expect(ids(await stores.deliveries.list({ limit: 9, before: id("dlv", 2) }))).toEqual([1, 0]);
      expect(ids(await stores.deliveries.list({ limit: 9, workflowId: "wf_2" }))).toEqual([5, 3, 1]);
      expect(ids(await stores.executions.list({ limit: 9, status: "failed" }))).toEqual([5, 4, 3]);
      expect(ids(await stores.executions.list({ limit: 9, workflowId: "wf_1", status: "failed" }))).toEqual([
        4,
      ]);
      expect(ids(await stores.executions.list({ limit: 1, before: id("exe", 3) }))).toEqual([2]);
      expect(ids(await stores.executions.list({ limit: 9, deliveryId: id("dlv", 4) }))).toEqual([4]);
      expect(ids(await stores.executions.list({ limit: 9, startedBy: "schedule" }))).toEqual([]);
      expect(await stores.deliveries.lastReceived(["wf_1", "wf_2", "wf_3"])).toEqual(
        new Map([
          ["wf_1", 1004],
          ["wf_2", 1005],
        ]),
      );
    });

    it("counts the failures of each workflow since a moment", async () => {
      // Ids begin with their time: 01KDYHX3G0 is 2026-01-02T00:00:00Z.
      const early = "exe_00000000000000000000000000";
      const late = "exe_7ZZZZZZZZZZZZZZZZZZZZZZZZZ";
      await stores.intake.accept({
        delivery: null,
        execution: anExecution({ id: early, status: "failed" }),
        journal: null,
        effects: null,
      });
      await stores.intake.accept({
        delivery: null,
        execution: anExecution({ id: late, status: "timed-out" }),
        journal: null,
        effects: null,
      });
      const since = Date.UTC(2026, 0, 2);
      expect(await stores.executions.countFailures({ workflowIds: ["wf_1", "wf_2"], since })).toEqual(
        new Map([["wf_1", 1]]),
      );
    });

    it("counts what began and what failed in each hour, up to a limit, by workflow", async () => {
      const hour = 3_600_000;
      const start = Date.UTC(2026, 0, 2);
      let number = 0;
      const add = async (
        workflowId: string,
        at: number,
        status: "failed" | "timed-out" | "cancelled" | "succeeded",
      ) => {
        number += 1;
        const id = `exe_${ulid(at).slice(0, 10)}${String(number).padStart(16, "0")}`;
        const execution = anExecution({ id, workflowId, status });
        await stores.intake.accept({ delivery: null, execution, journal: null, effects: null });
      };
      await add("wf_1", start - 1, "failed");
      await add("wf_1", start, "succeeded");
      await add("wf_1", start + hour - 1, "timed-out");
      await add("wf_1", start + hour, "cancelled");
      for (let more = 0; more < 4; more += 1) await add("wf_2", start + hour + more, "failed");
      await add("wf_2", start + 2 * hour, "failed");
      const bounds = [start, start + hour, start + 2 * hour];
      const workflowIds = ["wf_1", "wf_2", "wf_3"];
      const counted = await stores.executions.countBetween({ workflowIds, bounds, atMost: 3 });
      const none = { runs: 0, failed: 0 };
      expect(counted).toEqual(
        new Map([
          [
            "wf_1",
            [
              { runs: 2, failed: 1 },
              { runs: 1, failed: 0 },
            ],
          ],
          ["wf_2", [none, { runs: 3, failed: 3 }]],
          ["wf_3", [none, none]],
        ]),
      );
      expect(await stores.executions.countBetween({ workflowIds: [], bounds, atMost: 3 })).toEqual(new Map());
    });

    it("keeps what a draft ran on with its execution", async () => {
      const document = { format: 1, name: "x", mode: "async" } as WorkflowDocument;
      const input = { request: { body: [1] }, trigger: { a: null } };
      const execution = anExecution({
        id: id("exe", 1),
        version: null,
        startedBy: "person",
        document,
        input,
      });
      await stores.intake.accept({ delivery: null, execution, journal: null, effects: null });
      expect(await stores.executions.get(execution.id)).toMatchObject({ document, input, version: null });
    });

    it("knows nothing of what was never stored", async () => {
      expect(await stores.deliveries.get("dlv_x")).toBeUndefined();
      expect(await stores.deliveries.source("dlv_x")).toBeUndefined();
      expect(await stores.executions.get("exe_x")).toBeUndefined();
    });
  });
}

/** By its first holder, with nothing besides. */
function append(
  { intake }: IntakeStores,
  given: Pick<Parameters<IntakeStore["append"]>[0], "chunk" | "progress">,
  executionId: string,
): Promise<boolean> {
  return intake.append({ ...given, executionId, epoch: 0, effects: null, result: null });
}
