import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteEventsStore } from "./sqlite.ts";
import { eventsStoreCases } from "./store.cases.ts";

eventsStoreCases("SQLite", async () => {
  const { database, remove } = temporaryDatabase();
  return { events: createSqliteEventsStore(database), remove };
});
