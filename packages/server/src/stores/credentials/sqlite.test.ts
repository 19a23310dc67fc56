import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteCredentialsStore } from "./sqlite.ts";
import { credentialsStoreCases } from "./store.cases.ts";
import { workflowPutter } from "./testing/put-workflow.ts";

describe("credentials in SQLite", () => {
  credentialsStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    const putWorkflow = workflowPutter(createSqliteWorkflowsStore(database));
    return { store: createSqliteCredentialsStore(database), putWorkflow, remove };
  });
});
