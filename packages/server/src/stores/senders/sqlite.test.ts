import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { workflowPutter } from "../credentials/testing/put-workflow.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteSendersStore } from "./sqlite.ts";
import { sendersStoreCases } from "./store.cases.ts";

describe("last used in SQLite", () => {
  sendersStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    const putWorkflow = workflowPutter(createSqliteWorkflowsStore(database));
    return { store: createSqliteSendersStore(database), putWorkflow, remove };
  });
});
