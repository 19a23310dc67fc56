import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteEventsStore } from "../events/sqlite.ts";
import { createSqliteSubscriptionsStore } from "./sqlite.ts";
import { subscriptionsStoreCases } from "./store.cases.ts";

describe("subscriptions in SQLite", () => {
  subscriptionsStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    const events = createSqliteEventsStore(database);
    return { store: createSqliteSubscriptionsStore(database), events, remove };
  });
});
