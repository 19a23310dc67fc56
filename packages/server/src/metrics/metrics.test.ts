import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteExecutionsStore } from "../stores/executions/sqlite.ts";
import type { ExecutionsStore, NewExecution } from "../stores/executions/store.ts";
import { createSqliteIntakeStore } from "../stores/intake/sqlite.ts";
import { aDelivery, anExecution, id } from "../stores/testing/records.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { MeasuredIntake } from "./measured-intake.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { oldestDue } from "./oldest-due.ts";

let straySince: number | null;
let executions: ExecutionsStore;
let metrics: Metrics;
let intake: MeasuredIntake;
let remove: () => void;
beforeEach(() => {
  straySince = null;
  const opened = temporaryDatabase();
  remove = opened.remove;
  executions = createSqliteExecutionsStore(opened.database);
  metrics = createMetrics({
    ...{ load: () => ({ running: 3, queued: 4 }), waiting: () => 5, liveReaders: () => 6 },
    oldestDue: () => oldestDue({ executions, straySince: () => straySince }, 9000),
  });
  intake = new MeasuredIntake(createSqliteIntakeStore(opened.database), metrics);
});
afterEach(() => remove());

/** The lines of one metric, without its help. */
const lines = async (name: string) =>
  (await metrics.text()).split("\n").filter((line) => line.startsWith(name) && !line.startsWith("#"));

const accept = (at: number, more: Partial<NewExecution>) =>
  intake.accept({
    delivery: aDelivery({ id: id("dlv", at) }),
    execution: anExecution({ id: id("exe", at), deliveryId: id("dlv", at), ...more }),
    ...{ journal: null, effects: null },
  });

describe("what is counted", () => {
  it("is what was stored: an end in the same commit, a held request that was not held, one cancelled once", async () => {
    await accept(1, { status: "succeeded", finishedAt: 2000 });
    await accept(2, { status: "queued", error: null });
    expect(await intake.hold({ delivery: aDelivery({ id: id("dlv", 3) }), claim: null, most: 9 })).toBe(
      "not-paused",
    );
    const cancel = { executionId: id("exe", 2), now: 3000, error: null, dropBody: false };
    expect([await intake.cancelIdle(cancel), await intake.cancelIdle(cancel)]).toEqual([true, false]);
    expect(await lines("sluice_deliveries_total")).toEqual([
      'sluice_deliveries_total{verdict="accepted",reason=""} 2',
    ]);
    expect((await lines("sluice_executions_ended_total")).sort()).toEqual([
      'sluice_executions_ended_total{status="cancelled"} 1',
      'sluice_executions_ended_total{status="succeeded"} 1',
    ]);
    expect(await lines("sluice_commit_seconds_count")).toEqual([
      'sluice_commit_seconds_count{operation="accept"} 3',
      'sluice_commit_seconds_count{operation="other"} 2',
    ]);
  });
});

describe("what is looked at", () => {
  it("is read when somebody asks", async () => {
    for (const line of [
      ...["sluice_executions_running 3", "sluice_executions_queued 4"],
      ...["sluice_writes_waiting 5", "sluice_live_readers 6"],
    ]) {
      expect(await lines(line)).toEqual([line]);
    }
  });

  it("says for how long the execution that is due the longest has been", async () => {
    const name = "sluice_oldest_due_seconds";
    expect(await lines(name)).toEqual([`${name} 0`]);
    await accept(1, { status: "queued", error: null, wakeAt: 8500 });
    await accept(2, { status: "queued", error: null, wakeAt: 6500 });
    await accept(3, { status: "queued", error: null, wakeAt: 9500 });
    expect(await lines(name)).toEqual([`${name} 2.5`]);
    // Held by this process, which does not perform it.
    straySince = 5000;
    expect(await lines(name)).toEqual([`${name} 4`]);
  });
});
