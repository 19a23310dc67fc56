import { afterEach, beforeEach, expect, it } from "vitest";
import { describeOnPostgres, temporaryPostgres } from "../../testing/postgres/temporary-postgres.ts";
import { openPostgres, type PostgresDatabase } from "../database/postgres/database.ts";
import { createPostgresExecutionsStore } from "../executions/postgres.ts";
import type { ExecutionsStore, NewExecution } from "../executions/store.ts";
import { aDelivery, anExecution, id } from "../testing/records.ts";
import { createPostgresIntakeStore } from "./postgres.ts";
import type { IntakeStore, JournalEffects } from "./store.ts";

const none: JournalEffects = {
  ...{ waits: [], endedWaits: [], values: [], events: [], calls: [], cached: [], tasks: [], goneBodies: [] },
};
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

describeOnPostgres("several processes on one database", () => {
  let opened: PostgresDatabase[];
  let remove: () => Promise<void>;
  let one: IntakeStore;
  let two: IntakeStore;
  let executions: ExecutionsStore;
  beforeEach(async () => {
    const temporary = await temporaryPostgres();
    const other = await openPostgres({ url: temporary.url });
    opened = [other];
    remove = temporary.remove;
    one = createPostgresIntakeStore(temporary.database);
    two = createPostgresIntakeStore(other);
    executions = createPostgresExecutionsStore(temporary.database);
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    await remove();
  });

  const accept = (intake: IntakeStore, execution: NewExecution) =>
    intake.accept({ delivery: null, execution, journal: null, effects: null });
  const queued = (at: number, more: Partial<NewExecution> = {}) =>
    anExecution({ id: id("exe", at), status: "queued", wakeAt: 1, ...more });

  it("take each execution once", async () => {
    await Promise.all(numbers(100).map((at) => accept(one, queued(at))));
    await one.heartbeat({ worker: "wrk_1", now: 1, until: 600_000 });
    await two.heartbeat({ worker: "wrk_2", now: 1, until: 600_000 });
    const claim = (intake: IntakeStore, worker: string, at: number) =>
      intake.claim({ executionId: id("exe", at), worker, now: 10 });
    const taken = await Promise.all([
      ...numbers(100).map((at) => claim(one, "wrk_1", at)),
      ...numbers(100)
        .reverse()
        .map((at) => claim(two, "wrk_2", at)),
    ]);
    expect(taken.filter((claimed) => claimed !== undefined)).toHaveLength(100);
    for (const at of numbers(100)) expect(await executions.get(id("exe", at))).toMatchObject({ epoch: 1 });
  });

  it("lose nothing that comes while an execution is let go", async () => {
    const frames = numbers(60);
    await Promise.all(
      frames.map((at) => accept(one, anExecution({ id: id("exe", at), status: "running", worker: "wrk_1" }))),
    );
    await Promise.all(
      frames.map(async (at) => {
        const place = { executionId: id("exe", at), node: "ask", frame: "" };
        const wait = { ...place, workflowId: "wf_1", kind: "callback" as const, approvalId: null, title: "" };
        const effects = { ...none, waits: [{ ...wait, message: "", askedAt: 1, until: null }] };
        // Each at a time of its own, so that some meet before, some in and some after the other's transaction.
        await new Promise((resolve) => setTimeout(resolve, at % 7));
        await Promise.all([
          one.append({
            ...{ chunk: null, executionId: id("exe", at), epoch: 1, effects, result: null },
            progress: anExecution({ status: "waiting" }),
          }),
          new Promise((resolve) => setTimeout(resolve, at % 5)).then(() =>
            two.resolveWait({
              ...{ place, kind: "callback", now: 5, by: null },
              woken: { by: "callback", body: at, query: {}, headers: {} },
            }),
          ),
        ]);
      }),
    );
    expect((await executions.due({ now: 10, limit: 100 })).sort()).toEqual(frames.map((at) => id("exe", at)));
  });

  it("let no more of a concurrency key go on than they may", async () => {
    const concurrency = { key: "k", limit: 3 };
    await Promise.all(numbers(40).map((at) => accept(at % 2 === 0 ? one : two, queued(at, { concurrency }))));
    const seen = new Set<string>();
    for (let now = 10; seen.size < 40; now += 1) {
      const due = await executions.due({ now, limit: 100 });
      expect(due).toHaveLength(Math.min(3, 40 - seen.size));
      const ends = due.map(async (executionId, at) => {
        seen.add(executionId);
        const intake = at % 2 === 0 ? one : two;
        const claimed = await intake.claim({ executionId, worker: `wrk_${at}`, now });
        expect(claimed).toBeDefined();
        return intake.append({
          ...{ chunk: null, executionId, epoch: claimed?.epoch ?? 0, effects: null, result: null },
          progress: anExecution({ status: "succeeded", finishedAt: now }),
        });
      });
      await Promise.all(ends);
    }
  });

  it("store one execution for a start key", async () => {
    const results = await Promise.all(
      numbers(40).map((at) =>
        (at % 2 === 0 ? one : two).enqueue({
          execution: queued(at, { startKey: `tick:${at % 4}` }),
          journal: "[]",
        }),
      ),
    );
    expect(results.filter(({ created }) => created)).toHaveLength(4);
    expect(new Set(results.map(({ executionId }) => executionId)).size).toBe(4);
    expect(await executions.due({ now: 10, limit: 100 })).toHaveLength(4);
  });

  it("store one of fifty equal requests", async () => {
    const keyed = (at: number) => ({ delivery: aDelivery({ id: id("dlv", at) }), claim: claimOf(at) });
    const claimOf = (at: number) => ({
      ...{ workflowId: "wf_1", keyHash: `k${at % 5}`, deliveryId: id("dlv", at), now: 10, expiresAt: 20 },
    });
    const became = await Promise.all(
      numbers(250).map((at) =>
        (at % 2 === 0 ? one : two).accept({
          ...{ execution: queued(at), journal: null, effects: null },
          ...keyed(at),
        }),
      ),
    );
    const firsts = became.flatMap((result, at) => (result === "stored" ? [at] : []));
    expect(firsts.map((at) => at % 5).sort()).toEqual(numbers(5));
    for (const [at, result] of became.entries()) {
      const first = firsts.find((other) => other % 5 === at % 5) ?? -1;
      if (at !== first) expect(result).toEqual({ duplicateOf: id("dlv", first) });
    }
    expect(await executions.due({ now: 10, limit: 100 })).toHaveLength(5);
  });
});
