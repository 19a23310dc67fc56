import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteReplaysStore } from "./sqlite.ts";
import { replaysStoreCases } from "./store.cases.ts";

describe("replays in SQLite", () => {
  replaysStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    return { store: createSqliteReplaysStore(database), remove };
  });
});
