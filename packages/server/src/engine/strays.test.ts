import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteExecutionsStore } from "../stores/executions/sqlite.ts";
import { createSqliteIntakeStore } from "../stores/intake/sqlite.ts";
import { StoreUnavailableError } from "../stores/store-unavailable.ts";
import { anExecution, id } from "../stores/testing/records.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { Strays } from "./strays.ts";

describe("executions that a process holds and does not perform", () => {
  let now: number;
  let here: Set<string>;
  let said: string[];
  let freed: string[];
  let database: ReturnType<typeof temporaryDatabase>;
  beforeEach(() => {
    [now, here, said, freed] = [1000, new Set(), [], []];
    database = temporaryDatabase();
  });
  afterEach(() => database.remove());

  const open = async () => {
    const intake = createSqliteIntakeStore(database.database);
    const executions = createSqliteExecutionsStore(database.database);
    const note = (_: object, message: string) => said.push(message);
    const strays = new Strays({
      ...{ executions, intake, worker: "wrk_a", clock: () => now, isHere: (one) => here.has(one) },
      ...{ freed: (one) => freed.push(one), log: { error: note, info: note } },
    });
    await intake.heartbeat({ worker: "wrk_a", now, until: now + 600_000 });
    for (const [at, worker] of ["wrk_a", "wrk_a", "wrk_b"].entries()) {
      const execution = anExecution({ id: id("exe", at + 1), status: "running", worker });
      await intake.accept({ delivery: null, execution, journal: null, effects: null });
    }
    here.add(id("exe", 2));
    return { strays, executions, intake };
  };

  it("are given free when they have been missing for as long as a lease, and told of meanwhile", async () => {
    const { strays, executions } = await open();
    await strays.look();
    // Seen once: it may just have ended.
    expect([strays.since, freed]).toEqual([null, []]);
    now += 10_000;
    await strays.look();
    expect([strays.since, freed]).toEqual([1000, []]);
    now += 20_000;
    await strays.look();
    expect(freed).toEqual([id("exe", 1)]);
    expect(said).toEqual([
      "an execution was held by this process, which did not perform it; it is free again",
    ]);
    expect(strays.since).toBeNull();
    expect(await executions.due({ now, limit: 10 })).toEqual([id("exe", 1)]);
    expect(await executions.get(id("exe", 1))).toMatchObject({ worker: null, epoch: 2, status: "running" });
  });

  it("are not those that are performed here by then, or that another look finds under a new epoch", async () => {
    const { strays, intake } = await open();
    await strays.look();
    here.add(id("exe", 1));
    now += 60_000;
    await strays.look();
    here.delete(id("exe", 1));
    await strays.look();
    await intake.giveFree({ executionId: id("exe", 1), epoch: 1, worker: "wrk_a" });
    await intake.claim({ executionId: id("exe", 1), worker: "wrk_a", now });
    now += 60_000;
    await strays.look();
    expect(freed).toEqual([]);
  });

  it("are given free at once where they were dropped, as soon as the database can be written", async () => {
    const { strays } = await open();
    const away = new StoreUnavailableError("the database is away");
    strays.drop(id("exe", 1), away);
    // It goes on here after all.
    strays.drop(id("exe", 2), away);
    // Nothing that the database would mend: it would be taken up again and again.
    strays.drop(id("exe", 3), new Error("a mistake"));
    database.database.write.$client.pragma("query_only = on");
    await expect(strays.look()).rejects.toThrow();
    expect(await strays.stop()).toEqual([id("exe", 1), id("exe", 2)]);
    database.database.write.$client.pragma("query_only = off");
    await strays.look();
    expect(freed).toEqual([id("exe", 1)]);
    expect(said).toEqual(["an execution that was dropped while the database was away is free again"]);
    expect(await strays.stop()).toEqual([]);
  });
});
