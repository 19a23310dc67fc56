import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteDeliveriesStore } from "../deliveries/sqlite.ts";
import { createSqliteExecutionsStore } from "../executions/sqlite.ts";
import { createSqliteIntakeStore } from "./sqlite.ts";
import { intakeCases } from "./store.cases.ts";
import { startIntakeThread } from "./thread.ts";

intakeCases("SQLite", async () => {
  const { database, remove } = temporaryDatabase();
  return {
    intake: createSqliteIntakeStore(database),
    deliveries: createSqliteDeliveriesStore(database),
    executions: createSqliteExecutionsStore(database),
    close: remove,
  };
});

intakeCases("SQLite, written by a thread", async () => {
  const { database, remove } = temporaryDatabase();
  const writer = startIntakeThread(database);
  return {
    intake: createSqliteIntakeStore(database, writer),
    deliveries: createSqliteDeliveriesStore(database),
    executions: createSqliteExecutionsStore(database),
    close: async () => {
      await writer.close();
      remove();
    },
  };
});
