import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteCredentialsStore } from "./sqlite.ts";
import { credentialsStoreCases } from "./store.cases.ts";

describe("credentials in SQLite", () => {
  credentialsStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    const workflows = createSqliteWorkflowsStore(database);
    return { workflows, store: createSqliteCredentialsStore(database), remove };
  });
});
