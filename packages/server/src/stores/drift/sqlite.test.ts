import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteDriftStore } from "./sqlite.ts";
import { driftStoreCases } from "./store.cases.ts";

driftStoreCases("SQLite", async () => {
  const { database, remove } = temporaryDatabase();
  return { drift: createSqliteDriftStore(database), workflows: createSqliteWorkflowsStore(database), remove };
});
