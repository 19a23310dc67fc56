import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteAlertsStore } from "./sqlite.ts";
import { alertsStoreCases } from "./store.cases.ts";

describe("alerts in SQLite", () => {
  alertsStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    return { store: createSqliteAlertsStore(database), remove };
  });
});
