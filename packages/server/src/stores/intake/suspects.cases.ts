import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holders } from "../testing/holders.ts";
import { anExecution, id } from "../testing/records.ts";
import type { IntakeStores } from "./store.cases.ts";

/** What is kept of executions that a crash left, and of the processes that died: the same on every database. */
export function suspectCases(name: string, open: () => Promise<IntakeStores>): void {
  describe(`executions that a crash left on ${name}`, () => {
    let stores: IntakeStores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const accept = () => {
      const execution = anExecution({ id: id("exe", 1), status: "running", worker: "wrk_a" });
      return stores.intake.accept({ delivery: null, execution, journal: null, effects: null });
    };
    const { claim, due, suspects, tryOut, alive } = holders(() => stores);

    it("keeps what counts against a suspect, on trial and while it waits, until it is let go in good order", async () => {
      await accept();
      expect(await tryOut(id("exe", 1), "wrk_b", { epoch: 1, crashes: 1 }, 10)).toEqual({ epoch: 2 });
      const died = { id: id("exe", 1), epoch: 2, crashes: 1, reprieves: 0, waitsSince: null, triedSince: 10 };
      expect(await suspects(20)).toEqual([{ ...died, seenAt: null }]);
      expect(await tryOut(id("exe", 1), "wrk_c", { epoch: 2, crashes: 2 }, 20)).toEqual({ epoch: 3 });
      const waits = { executionId: id("exe", 1), crashes: 2, reprieves: 3, now: 30, until: 90 };
      expect(await stores.intake.suspect({ ...waits, epoch: 2 })).toBe(false);
      expect(await stores.intake.suspect({ ...waits, epoch: 3 })).toBe(true);
      expect(await stores.executions.get(id("exe", 1))).toMatchObject({
        ...{ status: "waiting", waitingFor: { kind: "trial", until: 90, detail: null }, epoch: 4 },
      });
      // Whatever else comes for it, it is not due before its trial, and only for that.
      expect(await due(99)).toEqual([]);
      expect(await claim(id("exe", 1), "wrk_d", 99)).toBeUndefined();
      expect(await suspects(89)).toEqual([]);
      const waiting = { id: id("exe", 1), epoch: 4, crashes: 2, reprieves: 3, waitsSince: 30 };
      expect(await suspects(90)).toEqual([{ ...waiting, triedSince: null, seenAt: null }]);
      // Nobody waits so long: the clock was set back.
      const back = 3_600_000;
      expect(await suspects(89 - back)).toHaveLength(1);
      expect(await suspects(90 - back)).toEqual([]);
      expect(await tryOut(id("exe", 1), "wrk_d", { epoch: 4, crashes: 2, reprieves: 3 }, 90)).toEqual({
        epoch: 5,
      });
      await alive("wrk_d", 600_000);
      await stores.intake.released({ executionIds: [id("exe", 1)], worker: "wrk_c" });
      expect(await due(99)).toEqual([]);
      await stores.intake.released({ executionIds: [id("exe", 1)], worker: "wrk_d" });
      expect(await due(99)).toEqual([id("exe", 1)]);
      await claim(id("exe", 1), "wrk_e", 99);
      expect(await suspects(100)).toEqual([
        { ...waiting, epoch: 6, crashes: 0, reprieves: 0, waitsSince: null, triedSince: null, seenAt: null },
      ]);
    });

    it("shows those with the fewest crashes first", async () => {
      for (const [at, crashes] of [3, 1, 2].entries()) {
        const execution = anExecution({ id: id("exe", at), status: "running", worker: "wrk_a" });
        await stores.intake.accept({ delivery: null, execution, journal: null, effects: null });
        await tryOut(id("exe", at), "wrk_b", { epoch: 1, crashes });
      }
      expect((await suspects(20)).map(({ crashes }) => crashes)).toEqual([1, 2, 3]);
      for (const { id: executionId, ...seen } of await suspects(20)) {
        const { epoch, crashes, reprieves } = seen;
        await stores.intake.suspect({ executionId, epoch, crashes, reprieves, now: 30, until: 90 - crashes });
      }
      expect((await suspects(90)).map(({ crashes }) => crashes)).toEqual([1, 2, 3]);
    });

    it("knows of processes that died without a word, but for those that a trial explains", async () => {
      const before = Date.now() - 60_000;
      const crashed = () => stores.executions.crashedSince({ since: before, now: Date.now() + 60_000 });
      const beat = (worker: string, until: number) =>
        stores.intake.heartbeat({ worker, now: Date.now(), until });
      await beat("wrk_a", Date.now() + 600_000);
      expect(await crashed()).toBe(false);
      await stores.intake.forgetWorkers({ worker: "wrk_z", others: true, now: Date.now() });
      expect(await crashed()).toBe(true);
      expect(
        await stores.executions.crashedSince({ since: Date.now() + 30_000, now: Date.now() + 60_000 }),
      ).toBe(false);
      await accept();
      await tryOut(id("exe", 1), "wrk_b", { epoch: 1, explains: true }, Date.now());
      expect(await crashed()).toBe(false);
      // One that says that it goes is none of them.
      await beat("wrk_b", Date.now() + 600_000);
      await stores.intake.forgetWorkers({ worker: "wrk_b", others: false, now: Date.now() });
      expect(await crashed()).toBe(false);
    });
  });
}
