import { ulid } from "ulid";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteExecutionsStore } from "../../stores/executions/sqlite.ts";
import { createSqliteIntakeStore } from "../../stores/intake/sqlite.ts";
import { openStage } from "./testing/stage.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse("2026-05-01T08:00:00Z");
const asideKept = { filteredPerWorkflow: 200, duplicatesPerWorkflow: 200, heldPerWorkflow: 200 };
let stage: ReturnType<typeof openStage>;
beforeEach(() => {
  stage = openStage("2026-05-01T08:00:00Z");
});
afterEach(() => stage.remove());

/** Executions of a workflow that ended so many days ago; answers how many are left. */
async function store(workflowId: string, daysAgo: readonly number[]) {
  const intake = createSqliteIntakeStore(stage.database);
  for (const days of daysAgo) {
    const queuedAt = now - days * day;
    await intake.accept({
      delivery: null,
      execution: {
        ...{ id: `exe_${ulid(queuedAt)}`, workflowId, version: 1, startedBy: "person", deliveryId: null },
        ...{ queuedAt, input: null, document: null, status: "succeeded", startedAt: queuedAt },
        ...{ finishedAt: queuedAt, answer: null, error: null, failedByDesign: false, warnings: [] },
        ...{ wakeAt: null, waitingFor: null, ranMs: 0, worker: null, concurrency: null, startKey: null },
        ...{ origin: null },
      },
      journal: "[]",
      effects: null,
    });
  }
  const executions = createSqliteExecutionsStore(stage.database);
  return async () => (await executions.list({ workflowId, limit: 999 })).length;
}

describe("pruning", () => {
  it("takes what is older than thirty days, says so, and comes again in an hour", async () => {
    const left = await store("wf", [...Array(250).fill(31), 29, 1]);
    await stage.prune();
    expect(await left()).toBe(2);
    expect(stage.logged).toMatchObject([{ details: { executions: 250, deliveries: 0, events: 0 } }]);
    expect(stage.added).toEqual([{ kind: "prune", payload: {}, runAt: now + 60 * 60 * 1000, key: "prune" }]);
    await stage.prune();
    expect(stage.logged).toHaveLength(1);
  });

  it("keeps the newest of each workflow, also of one that is gone", async () => {
    const [left, other] = [await store("wf", [9, 8, 7, 6]), await store("gone", [5])];
    await stage.settings.save({ retention: { ...asideKept, days: null, perWorkflow: 2 } });
    await stage.prune();
    expect([await left(), await other()]).toEqual([2, 1]);
  });

  it("takes nothing when everything is kept", async () => {
    const left = await store("wf", [4000]);
    await stage.settings.save({ retention: { ...asideKept, days: null, perWorkflow: null } });
    await stage.prune();
    expect([await left(), stage.added.length]).toEqual([1, 1]);
  });

  it("keeps the audit log by a time of its own", async () => {
    const act = (daysAgo: number) =>
      stage.audit.add({
        ...{ id: `aud_${ulid(now - daysAgo * day)}`, at: now - daysAgo * day, actorKind: "command" },
        ...{ actorId: null, actorName: null, address: null, act: "users.create", objectKind: null },
        ...{ objectId: null, objectName: null, outcome: "ok", detail: {}, requestId: null },
      });
    for (const daysAgo of [366, 364, 31]) await act(daysAgo);
    await stage.prune();
    expect(stage.logged).toMatchObject([{ details: { acts: 1 } }]);
    await stage.settings.save({ auditDays: 30 });
    await stage.prune();
    expect(await stage.audit.list({ limit: 9 })).toEqual([]);
  });

  it("lets those who write in between its batches", async () => {
    await store("wf", Array(400).fill(31));
    let done = false;
    const pruning = stage.prune().then(() => {
      done = true;
    });
    const intake = createSqliteIntakeStore(stage.database);
    await intake.refuse({
      deliveries: [],
      counts: [],
      keep: { refused: 200, filtered: 200, duplicate: 200 },
    });
    expect(done).toBe(false);
    await pruning;
  });
});
