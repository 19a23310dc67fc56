import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { expect, it } from "vitest";
import { addTasks } from "../stores/database/postgres/add-tasks.ts";
import { startPostgres } from "../testing/postgres/server.ts";
import { describeOnPostgres, emptyPostgres } from "../testing/postgres/temporary-postgres.ts";
import { createGraphileTasks, installGraphile } from "./graphile.ts";
import { maxAttempts, tasksCases } from "./tasks.cases.ts";
import { beginAndKill } from "./testing/killed-process.ts";

const log = { warn: () => {}, error: () => {} };

describeOnPostgres("tasks in PostgreSQL", () => {
  tasksCases(async () => {
    const { url, remove } = await emptyPostgres();
    // Two processes that start together.
    await Promise.all([installGraphile({ url, log }), installGraphile({ url, log })]);
    const create = () => createGraphileTasks({ url, log, maxAttempts, clock: Date.now });
    const tasks = create();
    const opened = [tasks];
    return {
      tasks,
      async another() {
        const other = create();
        opened.push(other);
        return other;
      },
      async addWithin({ tasks: added, fail }) {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await client.query("BEGIN");
        await addTasks(client, { tasks: added, at: Date.now(), maxAttempts });
        await client.query(fail ? "ROLLBACK" : "COMMIT");
        await client.end();
      },
      beginAndKill: () => beginAndKill("postgres", url),
      breakDatabase: remove,
      async remove() {
        for (const one of opened) await one.close();
        await remove();
      },
    };
  });
});

describeOnPostgres("tasks of a PostgreSQL that goes away", () => {
  // A rejection that nobody hears of fails the run.
  it("take only the queue down, which is started again, when nobody could be told what became of them", async () => {
    const server = await startPostgres();
    await installGraphile({ url: server.url, log });
    const tasks = createGraphileTasks({ url: server.url, log, maxAttempts, clock: Date.now });
    const [both, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const seen: string[] = [];
    const tick = async ({ workflowId }: { workflowId: string }) => {
      seen.push(workflowId);
      if (seen.length === 2) both.resolve();
      if (workflowId !== "later") await gone.promise;
      if (workflowId === "fails") throw new Error("no luck");
    };
    const add = (workflowId: string) => tasks.add({ kind: "tick", payload: { workflowId } });
    try {
      await tasks.start({ tick });
      await Promise.all([add("ends"), add("fails")]);
      await both.promise;
      await server.halt();
      gone.resolve();
      await delay(500);
      await server.resume();
      await expect
        .poll(
          () =>
            add("later").then(
              () => true,
              () => false,
            ),
          { timeout: 20_000 },
        )
        .toBe(true);
      await expect.poll(() => seen, { timeout: 40_000 }).toContain("later");
    } finally {
      await tasks.close();
      await server.remove();
    }
  }, 90_000);
});
