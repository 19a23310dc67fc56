import type { Woken } from "@sluice/workflow/node-contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExecutionProgress, NewExecution } from "../executions/store.ts";
import { holders } from "../testing/holders.ts";
import { anExecution, id } from "../testing/records.ts";
import type { NewWait } from "../waits/store.ts";
import type { IntakeStores } from "./store.cases.ts";
import type { IntakeStore, JournalEffects } from "./store.ts";

const none: JournalEffects = {
  waits: [],
  endedWaits: [],
  values: [],
  events: [],
  calls: [],
  cached: [],
  tasks: [],
  goneBodies: [],
};

/** Who holds executions, what they sleep for and whose turn it is: the same on every database. */
export function holdingCases(name: string, open: () => Promise<IntakeStores>): void {
  describe(`holding executions on ${name}`, () => {
    let stores: IntakeStores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const accept = (execution: NewExecution, more: Partial<Parameters<IntakeStore["accept"]>[0]> = {}) =>
      stores.intake.accept({ delivery: null, execution, journal: null, effects: null, ...more });
    const { claim, due, suspects, tryOut, alive } = holders(() => stores);
    const append = (
      executionId: string,
      epoch: number,
      progress: Partial<ExecutionProgress> | null,
      more: Partial<Parameters<IntakeStore["append"]>[0]> = {},
    ) =>
      stores.intake.append({
        ...{ chunk: null, executionId, epoch, effects: null, result: null },
        progress: progress && { ...anExecution({}), ...progress },
        ...more,
      });
    const running = (at: number, more: Partial<NewExecution> = {}) =>
      anExecution({ id: id("exe", at), status: "running", worker: "wrk_a", ...more });
    const aWait = (more: Partial<NewWait> = {}): NewWait => ({
      ...{ executionId: id("exe", 1), node: "ask", frame: "", workflowId: "wf_1", kind: "callback" },
      ...{ approvalId: null, title: "", message: "", askedAt: 5, until: null },
      ...more,
    });
    const place = { executionId: id("exe", 1), node: "ask", frame: "" };
    const callback = (body: number) => ({ by: "callback", body, query: {}, headers: {} }) as const;
    const resolve = (body: number, now = 50) =>
      stores.intake.resolveWait({ place, kind: "callback", woken: callback(body), now, by: "1.2.3.4" });

    it("leaves to a process what it holds while its lease lasts, and gives it to another one after that", async () => {
      await alive("wrk_a", 600_000);
      await accept(running(1));
      expect(await suspects(999)).toEqual([]);
      expect(await tryOut(id("exe", 1), "wrk_b", { epoch: 1 }, 999)).toBeUndefined();
      await alive("wrk_a", 0);
      // Not due: whoever takes it must know that its process died with it.
      expect(await due(1000)).toEqual([]);
      expect(await claim(id("exe", 1), "wrk_b", 1000)).toBeUndefined();
      const seen = { id: id("exe", 1), epoch: 1, crashes: 0, reprieves: 0, waitsSince: null };
      expect(await suspects(1000)).toEqual([{ ...seen, triedSince: null, seenAt: expect.any(Number) }]);
      expect(await tryOut(id("exe", 1), "wrk_b", { epoch: 1 }, 1000)).toEqual({ epoch: 2 });
      await alive("wrk_b", 600_000);
      expect(await suspects(1001)).toEqual([]);
      expect(await tryOut(id("exe", 1), "wrk_c", { epoch: 1 }, 1001)).toBeUndefined();
      expect(await tryOut(id("exe", 1), "wrk_c", { epoch: 2 }, 1001)).toBeUndefined();
    });

    it("refuses what a former holder writes, whatever it is", async () => {
      await accept(running(1), { journal: "[]" });
      await tryOut(id("exe", 1), "wrk_b", { epoch: 1 });
      await alive("wrk_b", 600_000);
      const chunk = { executionId: id("exe", 1), seq: 1, records: '[{"kind":"late"}]' };
      expect(await append(id("exe", 1), 1, null, { chunk })).toBe(false);
      expect(await append(id("exe", 1), 1, { status: "succeeded", finishedAt: 20 }, { chunk })).toBe(false);
      const values = [{ value: "v", bytes: 1, json: "1" }];
      expect(await append(id("exe", 1), 1, null, { effects: { ...none, values } })).toBe(false);
      expect(await stores.executions.get(id("exe", 1))).toMatchObject({
        status: "running",
        nextSeq: 1,
        epoch: 2,
      });
      expect(await stores.executions.values({ executionId: id("exe", 1) })).toEqual(new Map());
      expect(await append(id("exe", 1), 2, null, { chunk })).toBe(true);
    });

    it("frees what a process held that says it goes, or that is known to be gone", async () => {
      await alive("wrk_a", 600_000);
      await alive("wrk_b", 600_000);
      await accept(running(1));
      await accept(running(2, { worker: "wrk_b" }));
      await stores.intake.forgetWorkers({ worker: "wrk_a", others: false, now: Date.now() });
      expect((await suspects(10)).map(({ id }) => id)).toEqual([id("exe", 1)]);
      expect(await stores.executions.countLeft({ now: 10 })).toEqual({ crashed: 1, released: 0 });
      await stores.intake.released({ executionIds: [id("exe", 2)], worker: "wrk_b" });
      expect(await stores.executions.countLeft({ now: 10 })).toEqual({ crashed: 1, released: 1 });
      await stores.intake.forgetWorkers({ worker: "wrk_z", others: true, now: 0 });
      expect((await suspects(10)).map(({ id }) => id)).toEqual([id("exe", 1)]);
      expect(await due(10)).toEqual([id("exe", 2)]);
    });

    it("has queued and waiting ones due at their moment, and knows the next", async () => {
      await accept(anExecution({ id: id("exe", 1), status: "queued", wakeAt: 100 }));
      await accept(anExecution({ id: id("exe", 2), status: "queued", wakeAt: 50 }));
      await accept(running(3));
      await alive("wrk_a", 600_000);
      const waitingFor = { kind: "moment", until: 70, detail: null } as const;
      await append(id("exe", 3), 1, { status: "waiting", wakeAt: 70, waitingFor });
      expect(await stores.executions.get(id("exe", 3))).toMatchObject({ worker: null, waitingFor });
      const [listed] = await stores.executions.list({ status: "waiting", limit: 1 });
      expect(listed?.waitingFor).toEqual({ ...waitingFor, until: "1970-01-01T00:00:00.070Z" });
      expect(await due(49)).toEqual([]);
      expect(await stores.executions.nextDue({ now: 49 })).toBe(50);
      expect(await due(99)).toEqual([id("exe", 2), id("exe", 3)]);
      expect(await stores.executions.nextDue({ now: 99 })).toBe(100);
      expect(await stores.executions.nextDue({ now: 100 })).toBeNull();
      expect(await claim(id("exe", 3), "wrk_a", 99)).toEqual({ epoch: 2 });
      expect(await claim(id("exe", 1), "wrk_a", 99)).toBeUndefined();
    });

    it("hands over what comes for a step that sleeps, once", async () => {
      await accept(running(1));
      await append(id("exe", 1), 1, { status: "waiting" }, { effects: { ...none, waits: [aWait()] } });
      expect(await due(40)).toEqual([]);
      expect(await resolve(1)).toBe("resolved");
      expect(await resolve(2)).toBe("used");
      expect(await due(50)).toEqual([id("exe", 1)]);
      expect(await stores.waits.resolved(id("exe", 1))).toMatchObject([
        { ...place, state: "resolved", result: callback(1), resolvedAt: 50, resolvedBy: "1.2.3.4" },
      ]);
      const claimed = await claim(id("exe", 1), "wrk_a", 50);
      const endedWaits = [{ ...place, state: "done" as const }];
      await append(id("exe", 1), claimed?.epoch ?? 0, null, { effects: { ...none, endedWaits } });
      expect(await stores.waits.resolved(id("exe", 1))).toEqual([]);
      expect(await resolve(3)).toBe("used");
    });

    it("keeps what comes before the step sleeps, and while it is about to", async () => {
      await accept(running(1));
      expect(await resolve(1)).toBe("resolved");
      expect(await resolve(2)).toBe("used");
      await append(id("exe", 1), 1, { status: "waiting" }, { effects: { ...none, waits: [aWait()] } });
      expect(await stores.waits.resolved(id("exe", 1))).toMatchObject([{ result: callback(1) }]);
      await append(id("exe", 1), 1, { status: "waiting", wakeAt: 9999 });
      expect(await due(50)).toEqual([id("exe", 1)]);
    });

    it("takes nothing for what has ended, was never there, or whose time is over", async () => {
      expect(await resolve(1)).toBe("unknown");
      await accept(running(1));
      await append(
        id("exe", 1),
        1,
        { status: "waiting" },
        { effects: { ...none, waits: [aWait({ until: 60 })] } },
      );
      expect(await resolve(1, 60)).toBe("closed");
      const approval = { place, kind: "approval", woken: callback(1), now: 1, by: null } as const;
      const elsewhere = { ...place, node: "other" };
      expect(await stores.intake.resolveWait({ ...approval, place: elsewhere })).toBe("unknown");
      const claimed = await stores.intake.cancelIdle({
        executionId: id("exe", 1),
        now: 70,
        error: null,
        dropBody: false,
      });
      expect(claimed).toBe(true);
      expect(await resolve(1)).toBe("closed");
      expect(await stores.waits.get(place)).toMatchObject({ state: "closed" });
    });

    it("wakes the step that called when what it called ends", async () => {
      await accept(running(1));
      const call = anExecution({
        ...{ id: id("exe", 2), status: "queued", wakeAt: 6, startedBy: "call", startKey: "call:1" },
        origin: { executionId: id("exe", 1), node: "ask", frame: "" },
      });
      const waits = [aWait({ kind: "call" })];
      await append(
        id("exe", 1),
        1,
        { status: "waiting" },
        { effects: { ...none, waits, calls: [call, call] } },
      );
      expect(await due(10)).toEqual([id("exe", 2)]);
      const claimed = await claim(id("exe", 2), "wrk_a", 10);
      const woken: Woken = {
        ...{ by: "call", executionId: id("exe", 2), output: 7, error: null },
        status: "succeeded",
      };
      await append(
        id("exe", 2),
        claimed?.epoch ?? 0,
        { status: "succeeded", finishedAt: 20 },
        { result: { place, woken } },
      );
      expect(await due(20)).toEqual([id("exe", 1)]);
      expect(await stores.waits.resolved(id("exe", 1))).toMatchObject([{ result: woken }]);
    });

    it("stores one execution for a start key, whoever comes first", async () => {
      const one = anExecution({ id: id("exe", 1), status: "queued", wakeAt: 1, startKey: "tick:1" });
      const two = { ...one, id: id("exe", 2) };
      const [first, second] = await Promise.all([
        stores.intake.enqueue({ execution: one, journal: null }),
        stores.intake.enqueue({ execution: two, journal: null }),
      ]);
      expect([first, second]).toEqual([
        { executionId: id("exe", 1), created: true },
        { executionId: id("exe", 1), created: false },
      ]);
      expect(await due(5)).toEqual([id("exe", 1)]);
    });

    it("lets as many of a concurrency key go on as it may, the others in their order", async () => {
      const concurrency = { key: "wf_1/7", limit: 2 };
      const queued = (at: number) =>
        anExecution({ id: id("exe", at), status: "queued", wakeAt: at, concurrency });
      for (const at of [1, 2, 3, 4]) await accept(queued(at));
      expect(await due(10)).toEqual([id("exe", 1), id("exe", 2)]);
      expect(await stores.executions.get(id("exe", 3))).toMatchObject({
        waitingFor: { kind: "turn", detail: "wf_1/7" },
      });
      expect(await accept(queued(5), { refuseWhenFull: true })).toBe("full");
      const claimed = await claim(id("exe", 1), "wrk_a", 10);
      await append(id("exe", 1), claimed?.epoch ?? 0, { status: "waiting", wakeAt: null });
      expect(await due(20)).toEqual([id("exe", 2)]);
      const second = await claim(id("exe", 2), "wrk_a", 20);
      await append(id("exe", 2), second?.epoch ?? 0, { status: "failed", finishedAt: 30 });
      expect(await due(30)).toEqual([id("exe", 3)]);
      expect(
        await stores.intake.cancelIdle({ executionId: id("exe", 1), now: 40, error: null, dropBody: false }),
      ).toBe(true);
      expect(await due(40)).toEqual([id("exe", 3), id("exe", 4)]);
    });

    it("ends what nobody holds and leaves the rest to its holder", async () => {
      await alive("wrk_a", 600_000);
      await accept(running(1));
      await accept(anExecution({ id: id("exe", 2), status: "queued", wakeAt: 1 }));
      const cancel = (at: number, now: number) =>
        stores.intake.cancelIdle({ executionId: id("exe", at), now, error: null, dropBody: false });
      expect(await cancel(1, 999)).toBe(false);
      expect([await cancel(2, 999), await cancel(2, 999)]).toEqual([true, false]);
      expect(await stores.executions.get(id("exe", 2))).toMatchObject({
        status: "cancelled",
        finishedAt: 999,
      });
      await alive("wrk_a", 0);
      expect(await cancel(1, 1000)).toBe(true);
      expect(await append(id("exe", 1), 1, { status: "succeeded", finishedAt: 1001 })).toBe(false);
    });

    it("tells the step that called an execution that it was cancelled while nobody held it", async () => {
      await accept(running(1));
      const effects = { ...none, waits: [aWait({ node: "other", kind: "call" })] };
      await append(id("exe", 1), 1, { status: "waiting", wakeAt: null }, { effects });
      const origin = { executionId: id("exe", 1), node: "other", frame: "" };
      await accept(
        anExecution({ id: id("exe", 2), status: "queued", wakeAt: 60, startedBy: "call", origin }),
      );
      expect(await due(50)).toEqual([]);
      expect(
        await stores.intake.cancelIdle({ executionId: id("exe", 2), now: 50, error: null, dropBody: false }),
      ).toBe(true);
      expect(await due(50)).toEqual([id("exe", 1)]);
      expect(await stores.waits.get(origin)).toMatchObject({
        state: "resolved",
        result: { by: "call", executionId: id("exe", 2), status: "cancelled" },
      });
    });

    it("knows what steps had called and were called off from, and why it was cancelled", async () => {
      await accept(running(1));
      const called = (at: number, node: string, frame = "") =>
        anExecution({
          ...{ id: id("exe", at), status: "queued", wakeAt: 60, startedBy: "call", error: null },
          startKey: `call:${id("exe", 1)}/${node}/${frame}/1`,
          origin: { executionId: id("exe", 1), node, frame },
        });
      const calls = [called(2, "ask"), called(3, "ask", "each[1]"), called(4, "late"), called(5, "done")];
      const started = { ...called(6, "ask"), startKey: `start:${id("exe", 1)}/ask//1/0` };
      const other = { ...called(7, "ask"), startKey: `call:${id("exe", 11)}/ask//1` };
      const waits = calls.map(({ origin }) => aWait({ ...origin, kind: "call" }));
      await append(id("exe", 1), 1, null, {
        effects: { ...none, calls: [...calls, started, other], waits },
      });
      const endedWaits = [{ ...place, node: "late", state: "expired" as const }];
      await append(id("exe", 1), 1, { status: "waiting" }, { effects: { ...none, endedWaits } });
      await stores.intake.cancelIdle({ executionId: id("exe", 5), now: 49, error: null, dropBody: false });
      expect(await stores.executions.abandoned(id("exe", 1))).toEqual([]);
      await stores.intake.cancelIdle({ executionId: id("exe", 1), now: 50, error: null, dropBody: false });
      const found = await stores.executions.abandoned(id("exe", 1));
      expect(found.map((one) => one.id).sort()).toEqual([id("exe", 2), id("exe", 3)]);
      expect(found.map(({ origin }) => origin.frame).sort()).toEqual(["", "each[1]"]);
      const error = { code: "c", message: "m", node: null };
      await stores.intake.cancelIdle({ dropBody: false, executionId: id("exe", 3), now: 51, error });
      expect((await stores.executions.get(id("exe", 3)))?.error).toEqual(error);
      expect((await stores.executions.abandoned(id("exe", 1))).map((one) => one.id)).toEqual([id("exe", 2)]);
    });

    it("gives a journal out piece by piece, none of them long, and none twice", async () => {
      await accept(running(1), { journal: '[{"n":0}]' });
      const lengths = [10, 200_000, 90_000, 20, 300_000, 5, ...Array.from({ length: 300 }, () => 40)];
      for (const [at, length] of lengths.entries()) {
        const records = JSON.stringify([{ n: at + 1, text: "x".repeat(length) }]);
        await append(id("exe", 1), 1, null, { chunk: { executionId: id("exe", 1), seq: at + 1, records } });
      }
      const head = await stores.executions.head(id("exe", 1));
      const { journal, ...rest } = (await stores.executions.get(id("exe", 1))) ?? { journal: [] };
      expect(head).toEqual(rest);
      const to = (head?.nextSeq ?? 0) - 1;
      const pages: number[][] = [];
      for (let from = 0; from < to; ) {
        const page = await stores.executions.journal({ executionId: id("exe", 1), from, to });
        pages.push(page.records.map((record) => (record as unknown as { n: number }).n));
        from = page.next;
      }
      expect(pages.slice(0, 3)).toEqual([[0, 1, 2], [3, 4], [5]]);
      expect(pages.flat()).toEqual(journal.slice(0, -1).map((_, at) => at));
      expect(await stores.executions.head(id("exe", 9))).toBeUndefined();
    });

    it("keeps large values, and answers of nodes until they are too old", async () => {
      const cached = [
        {
          workflowId: "wf_1",
          node: "n",
          hash: "h",
          answer: '{"ports":["out"],"output":{"a":1}}',
          expiresAt: 100,
        },
      ];
      const values = [
        { value: "out_1", bytes: 9, json: '"\\u0000é\\ud800"' },
        { value: "out_2", bytes: 2, json: "[]" },
      ];
      await accept(running(1), { effects: { ...none, cached, values } });
      const all = await stores.executions.values({ executionId: id("exe", 1) });
      expect(all.get("out_1")).toBe("\u0000é\ud800");
      const one = await stores.executions.values({ executionId: id("exe", 1), value: "out_2" });
      expect([...one]).toEqual([["out_2", []]]);
      const ask = { workflowId: "wf_1", node: "n", hash: "h" };
      expect(await stores.executions.cached({ ...ask, now: 99 })).toEqual({
        ports: ["out"],
        output: { a: 1 },
      });
      expect(await stores.executions.cached({ ...ask, now: 100 })).toBeUndefined();
      expect(await stores.executions.cached({ ...ask, hash: "i", now: 1 })).toBeUndefined();
    });

    it("lists approvals, newest first, the open apart from the decided", async () => {
      await accept(running(1));
      const waits = [1, 2, 3].map((at) =>
        aWait({ node: `n${at}`, kind: "approval", approvalId: id("apr", at), title: `T${at}` }),
      );
      await append(id("exe", 1), 1, { status: "waiting" }, { effects: { ...none, waits } });
      const woken = { by: "approval", approved: true, comment: "yes", person: "a@b" } as const;
      await stores.intake.resolveWait({
        ...{ place: { ...place, node: "n2" }, kind: "approval", woken, now: 9, by: "a@b" },
      });
      const ids = async (query: { decided?: boolean; before?: string }) =>
        (await stores.waits.approvals({ ...query, limit: 2 })).map(({ title }) => title);
      expect(await ids({})).toEqual(["T3", "T2"]);
      expect(await ids({ before: id("apr", 2) })).toEqual(["T1"]);
      expect(await ids({ decided: false })).toEqual(["T3", "T1"]);
      expect(await ids({ decided: true })).toEqual(["T2"]);
      expect(await stores.waits.countOpenApprovals()).toBe(2);
      expect(await stores.waits.approval(id("apr", 2))).toMatchObject({ result: woken, resolvedBy: "a@b" });
    });
  });
}
