import { configIssues, type DatabaseQuery, type JsonObject } from "@sluice/workflow/node-contract";
import { expect, test } from "vitest";
import { runExample, runNode } from "../testing/run-node.ts";
import { database } from "./definition.ts";
import { runDatabase } from "./run.ts";

/* What databases say to it is asked of real ones (server/src/outgoing/database). */

const credential = { credential: "cred_1" };

async function ask(config: JsonObject, trigger: JsonObject = {}) {
  const asked: DatabaseQuery[] = [];
  const result = await runNode(runDatabase, {
    config: { credential, ...config },
    scope: { trigger },
    context: {
      credential: async () => ({ type: "sqlite", file: "/srv/a.db" }),
      query: async (query) => {
        asked.push(query);
        return { rows: [{ a: 1 }], rowCount: 1, truncated: false };
      },
    },
  });
  return { asked, result };
}

test("the example asks and gives out what comes", async () => {
  expect(await runExample(runDatabase)).toEqual({
    ...{ port: "out", output: { rows: [], rowCount: 0, truncated: false } },
  });
});

test("values go beside the statement, with their types", async () => {
  const trigger = { id: 17, name: "'; DROP TABLE x; --", tags: ["a"], none: null };
  const parameters = [
    "{{ trigger.id }}",
    "{{ trigger.name }}",
    "{{ trigger.tags }}",
    "{{ trigger.none }}",
    "n{{ trigger.id }}",
    true,
  ];
  const { asked, result } = await ask({ statement: "SELECT $1", parameters }, trigger);
  expect(asked).toMatchObject([
    {
      ...{ statement: "SELECT $1", parameters: [17, trigger.name, ["a"], null, "n17", true] },
      ...{ readOnly: true, maxRows: 100, timeoutMs: 30_000 },
    },
  ]);
  expect(result).toMatchObject({ output: { rows: [{ a: 1 }] } });
});

test("nothing can be inserted into the statement", () => {
  expect(configIssues(database, { credential, statement: "SELECT {{ trigger.a }}" })).toMatchObject([
    { at: ["statement"], message: expect.stringContaining("$1") },
  ]);
  expect(configIssues(database, { credential, statement: "  " })).toMatchObject([{ at: ["statement"] }]);
});

test("a credential of another type is refused", async () => {
  const attempt = runNode(runDatabase, {
    config: { credential, statement: "SELECT 1" },
    context: { credential: async () => ({ type: "bearer", token: "t", hosts: [] }) },
  });
  await expect(attempt).rejects.toMatchObject({ code: "credential-type-refused", kind: "other" });
});
