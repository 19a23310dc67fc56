import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteSecretsStore } from "../secrets/sqlite.ts";
import { placementCases } from "./placement.cases.ts";
import { createSqliteWorkflowsStore } from "./sqlite.ts";
import { workflowsStoreCases } from "./store.cases.ts";
import { trashCases } from "./trash.cases.ts";

describe("workflows in SQLite", () => {
  const open = async () => {
    const { database, remove } = temporaryDatabase();
    return {
      store: createSqliteWorkflowsStore(database),
      secrets: createSqliteSecretsStore(database),
      remove,
    };
  };
  workflowsStoreCases(open);
  describe("folders and tags", () => placementCases(open));
  describe("the trash", () => trashCases(open));
});
