import type { Execution, Step } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../stores/database/database.ts";
import { createSqliteIntakeStore } from "../stores/intake/sqlite.ts";
import { anExecution } from "../stores/testing/records.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { newExecutionId } from "./new-id.ts";

const iterations = 100_000;
/** As a journal is written whose execution is quicker than the disk. */
const recordsInRow = 4096;
const id = newExecutionId(Date.now());
const at = Date.UTC(2026, 0, 1);

/** What a loop of that many runs over one step leaves behind. */
function* records(): Generator<object> {
  const head = { startedAt: at, finishedAt: at };
  yield {
    ...{ kind: "opened", node: "each", type: "loop", order: 1, from: ["trigger"], startedAt: at },
    ...{ total: iterations, concurrency: 1, onItemError: "skip", limit: iterations, items: null },
  };
  for (let index = 0; index < iterations; index += 1) {
    const step = { node: "work", type: "transform", order: index + 2, from: [], frame: `each[${index}]` };
    const output = { order: `A-${index}`, total: index * 3, currency: "EUR", paid: true };
    yield { kind: "finished", ...step, ...head, ports: ["out"], output };
  }
  const output = { results: [], count: iterations, errors: [] };
  yield {
    ...{ kind: "finished", node: "each", type: "loop", order: 1, from: ["trigger"], ...head, ports: ["out"] },
    output,
  };
}

describe("an execution of 100,000 iterations", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    const database = openDatabase({ file: `${app.dataFolder}/sluice.db` });
    const intake = createSqliteIntakeStore(database);
    const execution = anExecution({
      ...{ id, error: null, status: "succeeded", finishedAt: at, version: null },
      input: { request: {}, trigger: {} },
    });
    const rows: object[][] = [[]];
    for (const record of records()) {
      if (rows.at(-1)?.length === recordsInRow) rows.push([]);
      rows.at(-1)?.push(record);
    }
    await intake.accept({
      ...{ delivery: null, execution, journal: JSON.stringify(rows[0]), effects: null },
    });
    const insert = database.write.$client.prepare("insert into journal values (?, ?, ?)");
    for (const [seq, row] of rows.entries()) if (seq > 0) insert.run(id, seq, JSON.stringify(row));
    database.close();
  }, 60_000);
  afterAll(() => app.stop());

  const get = async <Answer>(path: string): Promise<Answer> => {
    const answer = await app.call("GET", `/executions/${id}${path}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Answer;
  };

  it("is read as a whole, a run of its loop and a page of its iterations while others have the thread", async () => {
    let answered = 0;
    let reading = true;
    const others = (async () => {
      while (reading) {
        expect((await fetch(`${app.baseUrl}/health/live`)).status).toBe(200);
        answered += 1;
      }
    })();
    const { steps } = await get<Execution>("");
    expect(steps.map(({ node }) => node)).toEqual(["trigger", "each"]);
    expect(steps[1]?.iterations).toEqual({
      ...{ total: iterations, started: iterations, succeeded: iterations, failed: 0 },
    });
    const { items } = await get<{ items: Step[] }>("/steps?frame=each[77777]");
    expect(items).toMatchObject([{ node: "work", output: { order: "A-77777" } }]);
    const page = await get<{ items: { index: number }[]; total: number }>(
      "/iterations?node=each&from=99990&limit=3&status=succeeded",
    );
    expect(page).toMatchObject({ total: iterations, items: [{ index: 99_990 }, {}, { index: 99_992 }] });
    reading = false;
    await others;
    // Counted, not timed: a machine that is busy with other things makes everything slow, but lets nobody in between.
    expect(answered).toBeGreaterThan(15);
  }, 60_000);

  it.each([
    ["a run that the loop does not have", "/steps?frame=each[100000]"],
    ["a run of a container that is not there", "/steps?frame=other[0]"],
    ["a frame that is none", "/steps?frame=each"],
    ["a container that is not there", "/iterations?node=other"],
    ["a container in a run that is not there", "/iterations?node=each&frame=each[0]"],
  ])("has not %s: 404", async (_, path) => {
    const answer = await app.call("GET", `/executions/${id}${path}`);
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: "iteration-not-found" }]);
  });
});
