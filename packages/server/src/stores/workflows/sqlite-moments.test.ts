import { sql } from "drizzle-orm";
import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteRetentionStore } from "../retention/sqlite.ts";
import { momentsCases } from "./moments.cases.ts";
import { createSqliteWorkflowsStore } from "./sqlite.ts";

describe("the history of a draft in SQLite", () => {
  momentsCases(async () => {
    const { database, remove } = temporaryDatabase();
    const retention = createSqliteRetentionStore(database);
    const kept = () =>
      database.read.get<{ kept: number }>(sql`select sum(length(content)) as kept from draft_moments`).kept;
    return { store: createSqliteWorkflowsStore(database), retention, kept, remove };
  });
});
