import { describe, expect, it } from "vitest";
import { createSqliteWorkflowsStore } from "../stores/workflows/sqlite.ts";
import { answeringDocument } from "../testing/documents.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { answerOf } from "./problem.ts";

describe("an error of the database", () => {
  it("is 503 with Retry-After while the disk is full, and a mistake of ours otherwise", async () => {
    const { database, remove } = temporaryDatabase();
    try {
      const store = createSqliteWorkflowsStore(database);
      const { $client } = database.write;
      const create = (id: string) => {
        const document = answeringDocument({ description: "x".repeat(100_000) });
        const draft = { document, meaning: "m", newSecrets: [], secretIds: [] };
        return store.create({ id, hookKey: `key-${id}`, draft, at: 1 });
      };
      $client.pragma(`max_page_count = ${Number($client.pragma("page_count", { simple: true }))}`);
      const full: unknown = await create("wf_1").catch((error: unknown) => error);
      expect(answerOf(full)).toMatchObject({
        problem: { status: 503, code: "overloaded" },
        headers: { "retry-after": "5" },
        unexpected: true,
      });
      $client.pragma("max_page_count = 1000000");
      await create("wf_1");
      const twice: unknown = await create("wf_1").catch((error: unknown) => error);
      expect(answerOf(twice)).toMatchObject({ problem: { status: 500, code: "internal-error" } });
    } finally {
      remove();
    }
  });
});
