import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteAccountsStore } from "./sqlite.ts";
import { accountsStoreCases } from "./store.cases.ts";

describe("accounts in SQLite", () => {
  accountsStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    return { store: createSqliteAccountsStore(database), remove };
  });
});
