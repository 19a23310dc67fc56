import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { workflowPutter } from "../credentials/testing/put-workflow.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteTestCasesStore } from "./sqlite.ts";
import { testCasesStoreCases } from "./store.cases.ts";

describe("test cases in SQLite", () => {
  testCasesStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    const putWorkflow = workflowPutter(createSqliteWorkflowsStore(database));
    return { store: createSqliteTestCasesStore(database), putWorkflow, remove };
  });
});
