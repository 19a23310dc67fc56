import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { waitingInSqlite } from "../../testing/waiting-tasks.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteTriggersStore } from "./sqlite.ts";
import { triggersStoreCases } from "./store.cases.ts";

triggersStoreCases("SQLite", async () => {
  const { database, remove } = temporaryDatabase();
  return {
    triggers: createSqliteTriggersStore(database),
    workflows: createSqliteWorkflowsStore(database),
    waitingTasks: async () => waitingInSqlite(database).map(({ key }) => key),
    remove,
  };
});
