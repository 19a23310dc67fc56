import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteDeliveriesStore } from "../deliveries/sqlite.ts";
import { createSqliteEventsStore } from "../events/sqlite.ts";
import { createSqliteExecutionsStore } from "../executions/sqlite.ts";
import { createSqliteIntakeStore } from "../intake/sqlite.ts";
import { createSqliteWaitsStore } from "../waits/sqlite.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteRetentionStore } from "./sqlite.ts";
import { retentionStoreCases } from "./store.cases.ts";

retentionStoreCases("SQLite", async () => {
  const { database, remove } = temporaryDatabase();
  return {
    retention: createSqliteRetentionStore(database),
    intake: createSqliteIntakeStore(database),
    deliveries: createSqliteDeliveriesStore(database),
    executions: createSqliteExecutionsStore(database),
    events: createSqliteEventsStore(database),
    waits: createSqliteWaitsStore(database),
    workflows: createSqliteWorkflowsStore(database),
    remove,
  };
});
