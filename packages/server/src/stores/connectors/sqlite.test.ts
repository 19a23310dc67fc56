import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { workflowPutter } from "../credentials/testing/put-workflow.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteConnectorsStore } from "./sqlite.ts";
import { connectorsStoreCases } from "./store.cases.ts";

describe("connectors in SQLite", () => {
  connectorsStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    const putWorkflow = workflowPutter(createSqliteWorkflowsStore(database));
    return { store: createSqliteConnectorsStore(database), putWorkflow, remove };
  });
});
