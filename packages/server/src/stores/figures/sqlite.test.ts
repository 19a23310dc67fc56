import { type SQL, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteIntakeStore } from "../intake/sqlite.ts";
import { deliveries } from "../schema/deliveries.ts";
import { executions } from "../schema/executions.ts";
import { figuresQueries } from "./queries.ts";
import { createSqliteFiguresStore, indexedBy } from "./sqlite.ts";
import { figuresStoreCases } from "./store.cases.ts";

describe("figures in SQLite", () => {
  figuresStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    return {
      figures: createSqliteFiguresStore(database),
      intake: createSqliteIntakeStore(database),
      remove,
    };
  });

  const queries = figuresQueries({ deliveries, executions, by: indexedBy });
  const stretch = { from: 1, to: 2, atMost: 10 };
  it.each<[string, SQL, RegExp]>([
    ["what was accepted", queries.accepted(stretch), /sqlite_autoindex_deliveries.*deliveries_not_accepted/s],
    [
      "what one workflow accepted",
      queries.accepted({ ...stretch, workflowId: "wf" }),
      /deliveries_by_workflow.*deliveries_aside/s,
    ],
    ["the last one", queries.lastAccepted({ workflowId: "wf", since: 1 }), /deliveries_by_workflow/],
    ["what was refused", queries.refused({ from: 1, limit: 9 }), /deliveries_not_accepted/],
    [
      "what one workflow refused",
      queries.refused({ from: 1, limit: 9, workflowId: "wf" }),
      /deliveries_aside/,
    ],
    ["what began", queries.begun({ from: 1, atMost: 9 }), /sqlite_autoindex_executions/],
    [
      "what began of one workflow",
      queries.begun({ from: 1, atMost: 9, workflowId: "wf" }),
      /executions_by_workflow/,
    ],
    ["what failed", queries.failed({ from: 1, limit: 9 }), /executions_failed/],
    [
      "what failed of one workflow",
      queries.failed({ from: 1, limit: 9, workflowId: "wf" }),
      /executions_failed/,
    ],
    ["how many failed", queries.countFailed(stretch), /COVERING INDEX executions_failed/],
    ["a status", queries.byStatus({ status: "queued", atMost: 9 }), /COVERING INDEX executions_by_status/],
    ["keys", queries.atLimit({ atMost: 9 }), /executions_by_concurrency/],
    ["what is held", queries.held({ atMost: 9 }), /deliveries_held/],
    ["a sample", queries.sample({ from: 1, to: 2, limit: 9 }), /sqlite_autoindex_executions/],
  ])("reads an index for %s", (_, query, index) => {
    const { database, remove } = temporaryDatabase();
    const plan = database.read
      .all<{ detail: string }>(sql`explain query plan ${query}`)
      .map(({ detail }) => detail);
    remove();
    expect(plan.join("\n")).toMatch(index);
    // Only what was cut to a bound before is read whole.
    expect(
      plan.filter(
        (line) => /^SCAN (?!counted|waiting|CONSTANT|\(subquery)/.test(line) && !/USING/.test(line),
      ),
    ).toEqual([]);
  });
});
