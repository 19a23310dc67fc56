import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteSecretsStore } from "./sqlite.ts";
import { secretsStoreCases } from "./store.cases.ts";

describe("secrets in SQLite", () => {
  secretsStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    const workflows = createSqliteWorkflowsStore(database);
    return { workflows, store: createSqliteSecretsStore(database), remove };
  });
});
