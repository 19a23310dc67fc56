import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NewExecution } from "../executions/store.ts";
import { holders } from "../testing/holders.ts";
import { anExecution, id } from "../testing/records.ts";
import type { IntakeStores } from "./store.cases.ts";
import type { IntakeStore } from "./store.ts";

/** Whose turn it is of a concurrency key while its limit changes: the same on every database. */
export function turnsCases(name: string, open: () => Promise<IntakeStores>): void {
  describe(`turns of a concurrency key on ${name}`, () => {
    let stores: IntakeStores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    const { claim, due } = holders(() => stores);
    const queued = (at: number, limit: number): NewExecution =>
      anExecution({
        ...{ id: id("exe", at), status: "queued", wakeAt: at, queuedAt: at },
        concurrency: { key: "k", limit },
      });
    const accept = (at: number, limit: number, more: Partial<Parameters<IntakeStore["accept"]>[0]> = {}) =>
      stores.intake.accept({
        ...{ delivery: null, execution: queued(at, limit), journal: null, effects: null },
        ...more,
      });
    const ids = (...numbers: number[]) => numbers.map((at) => id("exe", at));
    const endAll = async (...numbers: number[]) => {
      for (const executionId of ids(...numbers)) {
        const claimed = await claim(executionId, "wrk_a", 500);
        const progress = { ...anExecution({}), status: "succeeded" as const, finishedAt: 500 };
        await stores.intake.append({
          ...{ chunk: null, executionId, epoch: claimed?.epoch ?? 0, effects: null, result: null },
          progress,
        });
      }
    };

    it("lets who waits go first when the limit is raised, as many at once as it says", async () => {
      for (const at of [0, 1, 2, 3]) await accept(at, 1);
      expect(await due(100)).toEqual(ids(0));
      await accept(4, 3);
      expect(await due(100)).toEqual(ids(0, 1, 2));
      const next = { execution: queued(5, 3), journal: null };
      await stores.intake.enqueue(next);
      expect(await due(100)).toEqual(ids(0, 1, 2));
      await endAll(0, 1);
      expect(await due(1000)).toEqual(ids(2, 3, 4));
      await endAll(2, 3, 4);
      expect(await due(1000)).toEqual(ids(5));
    });

    it("lets fewer go on when the limit is lowered, in their order", async () => {
      for (const at of [0, 1, 2, 3, 4]) await accept(at, 3);
      await accept(5, 1);
      await endAll(0, 1);
      expect(await due(1000)).toEqual(ids(2));
      await endAll(2);
      expect(await due(1000)).toEqual(ids(3));
      await endAll(3);
      expect(await due(1000)).toEqual(ids(4));
    });

    it("refuses what finds no room behind those that wait", async () => {
      for (const at of [0, 1, 2]) await accept(at, 1);
      expect(await accept(3, 2, { refuseWhenFull: true })).toBe("full");
      expect(await due(100)).toEqual(ids(0, 1));
      expect(await accept(4, 4, { refuseWhenFull: true })).toBe("stored");
      expect(await due(100)).toEqual(ids(0, 1, 2, 4));
    });
  });
}
