import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../stores/database/database.ts";
import { insertTask } from "../stores/database/insert-task.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { createEmbeddedTasks } from "./embedded.ts";
import { maxAttempts, tasksCases } from "./tasks.cases.ts";
import { beginAndKill } from "./testing/killed-process.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };

describe("tasks in SQLite", () => {
  tasksCases(async () => {
    const { database, remove } = temporaryDatabase();
    const opened = [database];
    const create = (of = database) =>
      createEmbeddedTasks({ log, maxAttempts, clock: Date.now, database: of });
    const tasks = create();
    const openAnother = () => {
      const other = openDatabase({ file: database.file });
      opened.push(other);
      return other;
    };
    return {
      tasks,
      another: async () => create(openAnother()),
      async addWithin({ tasks: added, fail }) {
        database.write.transaction(
          () => {
            for (const task of added) insertTask(database.write, { task, at: Date.now() });
            if (fail) throw new Error("taken back");
          },
          { behavior: "immediate" },
        );
      },
      beginAndKill: () => beginAndKill("sqlite", database.file),
      breakDatabase: async () => database.close(),
      async remove() {
        await tasks.stop({ graceMs: 0 });
        for (const one of opened) one.close();
        remove();
      },
    };
  });
});

describe("a queue in a file that takes no writes", () => {
  it("is left alone for longer and longer, says so once, and once that it is over", async () => {
    const { database, remove } = temporaryDatabase();
    const said: string[] = [];
    const says = (_details: object, message: string) => {
      said.push(message);
    };
    const tasks = createEmbeddedTasks({
      ...{ database, clock: Date.now, maxAttempts },
      log: { info: says, warn: says, error: says },
    });
    const done: string[] = [];
    await tasks.start({ tick: async ({ workflowId }) => void done.push(workflowId) });
    insertTask(database.write, {
      task: { kind: "tick", payload: { workflowId: "waits" } },
      at: Date.now(),
    });
    // As a full disk does, and without one.
    database.write.$client.pragma("query_only = ON");
    tasks.poke();
    await expect.poll(() => said).toHaveLength(1);
    for (let poked = 0; poked < 200; poked += 1) {
      tasks.poke();
      await delay(1);
    }
    expect(said).toEqual(["tasks could not be claimed; it is tried again until it works"]);
    database.write.$client.pragma("query_only = OFF");
    await expect.poll(() => done, { timeout: 9000 }).toEqual(["waits"]);
    expect(said.slice(1)).toEqual(["tasks are claimed again"]);
    await tasks.stop({ graceMs: 0 });
    remove();
  });
});
