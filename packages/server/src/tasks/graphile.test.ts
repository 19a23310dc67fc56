import pg from "pg";
import { addTasks } from "../stores/database/postgres/add-tasks.ts";
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
