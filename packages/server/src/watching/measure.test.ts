import { ulid } from "ulid";
import { expect, it } from "vitest";
import { createSqliteExecutionsStore } from "../stores/executions/sqlite.ts";
import { createSqliteFiguresStore } from "../stores/figures/sqlite.ts";
import { createSqliteIntakeStore } from "../stores/intake/sqlite.ts";
import { createSqliteSubscriptionsStore } from "../stores/subscriptions/sqlite.ts";
import { anExecution } from "../stores/testing/records.ts";
import { createSqliteWorkflowsStore } from "../stores/workflows/sqlite.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { type MeasureGiven, measure } from "./measure.ts";

it("says what part failed, also of more failures than are read", async () => {
  const { database, remove } = temporaryDatabase();
  const executions = createSqliteExecutionsStore(database);
  const given: MeasureGiven = {
    ...{ executions, figures: createSqliteFiguresStore(database) },
    subscriptions: createSqliteSubscriptionsStore(database),
    workflows: createSqliteWorkflowsStore(database),
    straySince: () => null,
    ancestry: { outcome: (id) => executions.outcome(id), event: async () => undefined },
    freeSpace: async () => undefined,
  };
  const intake = createSqliteIntakeStore(database);
  const now = Date.UTC(2026, 4, 1);
  const stored = Array.from({ length: 2400 }, (_, at) => {
    const queuedAt = now - 2400 + at;
    const status = at % 2 === 0 ? "failed" : "succeeded";
    const execution = anExecution({ id: `exe_${ulid(queuedAt)}`, queuedAt, status, finishedAt: queuedAt });
    return intake.accept({ delivery: null, execution, journal: null, effects: null });
  });
  await Promise.all(stored);
  const settings = { percent: 40, minutes: 10, atLeast: 10 };
  const found = await measure(given, {
    condition: { kind: "failure-rate", workflowId: null, settings },
    now,
  });
  expect(found).toMatchObject({ beyond: true, value: 1000 });
  expect(Math.abs((found.of ?? 0) - 2000)).toBeLessThan(5);
  const disk = { kind: "disk", workflowId: null, settings: { below: 1, unit: "percent" } } as const;
  await expect(measure(given, { condition: disk, now })).rejects.toThrow("does not say");
  remove();
});
