import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteAuditStore } from "./sqlite.ts";
import { auditStoreCases } from "./store.cases.ts";

auditStoreCases("SQLite", async () => {
  const { database, remove } = temporaryDatabase();
  return { store: createSqliteAuditStore(database), remove };
});
