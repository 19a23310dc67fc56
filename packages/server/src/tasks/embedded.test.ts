import { describe } from "vitest";
import { openDatabase } from "../stores/database/database.ts";
import { insertTask } from "../stores/database/insert-task.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { createEmbeddedTasks } from "./embedded.ts";
import { maxAttempts, tasksCases } from "./tasks.cases.ts";
import { beginAndKill } from "./testing/killed-process.ts";

const log = { warn: () => {}, error: () => {} };

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
