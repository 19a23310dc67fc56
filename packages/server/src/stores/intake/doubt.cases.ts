import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExecutionProgress, NewExecution } from "../executions/store.ts";
import { holders } from "../testing/holders.ts";
import { anExecution, id } from "../testing/records.ts";
import type { IntakeStores } from "./store.cases.ts";
import type { IntakeStore } from "./store.ts";

/** What a process does that does not know whether something of its own was stored: the same on every database. */
export function doubtCases(name: string, open: () => Promise<IntakeStores>): void {
  describe(`writing again what may be stored on ${name}`, () => {
    let stores: IntakeStores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const { claim, due, tryOut, alive } = holders(() => stores);
    const one = id("exe", 1);
    const accept = (more: Partial<NewExecution> = {}) =>
      stores.intake.accept({
        ...{ delivery: null, journal: "[]", effects: null },
        execution: anExecution({ id: one, status: "running", worker: "wrk_a", ...more }),
      });
    const chunk = { executionId: one, seq: 1, records: '[{"kind":"mine"}]' };
    const append = (
      epoch: number,
      progress: Partial<ExecutionProgress> | null,
      more: Partial<Parameters<IntakeStore["append"]>[0]> = {},
    ) =>
      stores.intake.append({
        ...{ chunk, executionId: one, epoch, effects: null, result: null },
        progress: progress && { ...anExecution({}), ...progress },
        ...more,
      });
    const stored = () => stores.executions.get(one);

    it("knows its own piece of a journal, and writes it once", async () => {
      await accept();
      expect(await append(1, null, { again: true })).toBe(true);
      expect(await append(1, null, { again: true })).toBe(true);
      expect(await append(1, { status: "running" }, { again: true })).toBe(true);
      expect(await stored()).toMatchObject({ nextSeq: 2, status: "running", worker: "wrk_a" });
    });

    it("knows its own end, and that it has let an execution go", async () => {
      await accept();
      expect(await append(1, { status: "waiting", wakeAt: 70 })).toBe(true);
      expect(await append(1, { status: "waiting", wakeAt: 70 }, { again: true })).toBe(true);
      expect(await due(70)).toEqual([one]);
      const epoch = (await claim(one, "wrk_b", 70))?.epoch ?? 0;
      // Another holds it now: it goes on there.
      expect(await append(1, { status: "waiting", wakeAt: 70 }, { again: true })).toBe(false);
      const last = { chunk: { ...chunk, seq: 2 } };
      const end = { status: "succeeded", finishedAt: 90 } as const;
      expect(await append(epoch, end, last)).toBe(true);
      expect(await append(epoch, end, { ...last, again: true })).toBe(true);
      expect(await append(epoch, end, last)).toBe(false);
      expect(await stored()).toMatchObject({ status: "succeeded", nextSeq: 3 });
    });

    it("refuses what is another's, also when it is the same", async () => {
      await accept();
      expect(await append(1, null)).toBe(true);
      await alive("wrk_a", 0);
      expect(await tryOut(one, "wrk_b", { epoch: 1 })).toEqual({ epoch: 2 });
      expect(await append(1, null, { again: true })).toBe(false);
      const other = { chunk: { ...chunk, records: '[{"kind":"other"}]' }, again: true };
      expect(await append(1, null, other)).toBe(false);
      await expect(append(2, null, other)).rejects.toThrow();
      await stores.intake.cancelIdle({ executionId: one, now: 5, error: null, dropBody: false });
      expect(await append(2, null, { again: true })).toBe(false);
      expect(await stored()).toMatchObject({ nextSeq: 2, status: "cancelled" });
    });

    it("lists what a process holds, and gives free what it does not perform, as it was seen", async () => {
      await alive("wrk_a", 600_000);
      await accept();
      await accept({ id: id("exe", 2), worker: "wrk_b" });
      await accept({ id: id("exe", 3), status: "queued", worker: null, wakeAt: 900 });
      expect(await stores.executions.heldBy({ worker: "wrk_a" })).toEqual([{ id: one, epoch: 1 }]);
      const free = (given: { epoch: number; worker: string }) =>
        stores.intake.giveFree({ executionId: one, ...given });
      expect(await free({ epoch: 1, worker: "wrk_b" })).toBe(false);
      expect(await free({ epoch: 2, worker: "wrk_a" })).toBe(false);
      expect(await due(10)).toEqual([]);
      expect(await free({ epoch: 1, worker: "wrk_a" })).toBe(true);
      expect(await free({ epoch: 1, worker: "wrk_a" })).toBe(false);
      expect(await append(1, null)).toBe(false);
      expect(await due(10)).toEqual([one]);
      expect(await claim(one, "wrk_a", 10)).toEqual({ epoch: 3 });
    });
  });
}
