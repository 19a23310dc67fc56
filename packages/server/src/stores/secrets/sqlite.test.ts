import type { WorkflowDocument } from "@sluice/workflow/document";
import { describe } from "vitest";
import { temporaryDatabase } from "../../testing/temporary-database.ts";
import { createSqliteWorkflowsStore } from "../workflows/sqlite.ts";
import { createSqliteSecretsStore } from "./sqlite.ts";
import { secretsStoreCases } from "./store.cases.ts";

const document: WorkflowDocument = {
  ...{ format: 1, name: "w", mode: "async", trigger: { type: "webhook", config: {} }, nodes: {}, edges: [] },
};

describe("secrets in SQLite", () => {
  secretsStoreCases(async () => {
    const { database, remove } = temporaryDatabase();
    const workflows = createSqliteWorkflowsStore(database);
    return {
      store: createSqliteSecretsStore(database),
      put: async (secret) => {
        const draft = { document, meaning: "m", newSecrets: [secret], secretIds: [secret.id] };
        await workflows.create({ id: secret.workflowId, hookKey: secret.workflowId, draft, at: 1 });
      },
      remove,
    };
  });
});
