import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { waitingInSqlite } from "../../testing/waiting-tasks.ts";
import { createSqliteEventsStore } from "./sqlite.ts";
import { eventsStoreCases } from "./store.cases.ts";

eventsStoreCases("SQLite", async () => {
  const { database, remove } = temporaryDatabase();
  const waitingTasks = async () => waitingInSqlite(database).map(({ key }) => key);
  return { events: createSqliteEventsStore(database), waitingTasks, remove };
});
