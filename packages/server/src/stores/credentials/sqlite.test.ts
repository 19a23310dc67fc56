import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteCredentialsStore } from "./sqlite.ts";
import { credentialsStoreCases } from "./store.cases.ts";

describe("credentials in SQLite", () => {
  credentialsStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    const workflows = createSqliteWorkflowsStore(database);
    const draftOf = (document: Parameters<typeof workflows.create>[0]["draft"]["document"]) => {
      return { document, meaning: JSON.stringify(document), newSecrets: [], secretIds: [] };
    };
    return {
      store: createSqliteCredentialsStore(database),
      putWorkflow: async ({ id, draft, published, trashed }) => {
        await workflows.create({ id, hookKey: id, draft: draftOf(published ?? draft), at: 1 });
        if (published) {
          await workflows.publish({
            id,
            revision: 1,
            note: null,
            by: null,
            secretIds: [],
            listening: { kind: "none" },
            at: 2,
          });
          await workflows.save({ id, revision: 1, draft: draftOf(draft), at: 3 });
        }
        if (trashed) await workflows.trash({ id, at: 4 });
      },
      remove,
    };
  });
});
