import { describe, expect, it } from "vitest";
import { createSqliteWorkflowsStore } from "../stores/workflows/sqlite.ts";
import { answeringDocument } from "../testing/documents.ts";
import { startTestApp } from "../testing/start-app.ts";
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

describe("one execution too many of its key", () => {
  it("is told to whoever started it, with a time after which to try again", async () => {
    const app = await startTestApp();
    try {
      const document = answeringDocument({
        nodes: {
          rest: { type: "delay", config: { amount: 1, unit: "hours" } },
          answer: { type: "response", config: { kind: "text", body: "late" } },
        },
        edges: [
          { from: "trigger", to: "rest" },
          { from: "rest", to: "answer" },
        ],
        settings: { concurrency: { key: "", limit: 1, whenFull: "refuse" } },
      });
      const made = await app.call("POST", "/workflows", { document });
      const { id } = (await made.json()) as { id: string };
      const run = () => app.call("POST", `/workflows/${id}/run`, { input: { body: {} } });
      expect((await run()).status).toBe(201);
      const refused = await run();
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await refused.json()).toMatchObject({ code: "overloaded" });
    } finally {
      await app.stop();
    }
  });
});
