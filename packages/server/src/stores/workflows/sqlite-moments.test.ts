import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteRetentionStore } from "../retention/sqlite.ts";
import { momentsCases } from "./moments.cases.ts";
import { createSqliteWorkflowsStore } from "./sqlite.ts";

describe("the history of a draft in SQLite", () => {
  momentsCases(async () => {
    const { database, remove } = temporaryDatabase();
    const retention = createSqliteRetentionStore(database);
    return { store: createSqliteWorkflowsStore(database), retention, remove };
  });
});
