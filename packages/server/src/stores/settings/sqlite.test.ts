import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteSettingsStore } from "./sqlite.ts";
import { settingsStoreCases } from "./store.cases.ts";

settingsStoreCases("SQLite", async () => {
  const { database, remove } = temporaryDatabase();
  return { settings: createSqliteSettingsStore(database), remove };
});
