import { afterEach, expect, it } from "vitest";
import { createSqliteExecutionsStore } from "../stores/executions/sqlite.ts";
import type { JournalRecord } from "../stores/executions/store.ts";
import { createSqliteIntakeStore } from "../stores/intake/sqlite.ts";
import { anExecution, id } from "../stores/testing/records.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { noEffects } from "./journal-effects.ts";
import { keepFinished } from "./keep-finished.ts";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const step = (node: string, order: number, more: object = {}) =>
  ({ node, type: "transform", order, from: [], startedAt: 1, finishedAt: 2, ...more }) as const;
const error = { code: "x", message: "y" };
const rounds = 3000;

/** A loop that leaves failed runs out, with a large output in each thousandth, and a step after it that failed. */
function* journal(): Generator<JournalRecord> {
  const loop = { concurrency: 1, onItemError: "skip", limit: rounds, items: null } as const;
  yield { kind: "opened", ...step("each", 1), ...loop, total: rounds };
  for (let index = 0; index < rounds; index += 1) {
    const inside = step("work", index + 2, { frame: `each[${index}]` });
    yield { kind: "started", ...inside };
    const large = { value: `out_${index + 2}`, bytes: 9, preview: "" };
    if (index % 100 === 7) yield { kind: "failed", ...inside, error, handled: "stop", output: null };
    else if (index % 1000 === 0) yield { kind: "finished", ...inside, ports: ["out"], outputAt: large };
    else yield { kind: "finished", ...inside, ports: ["out"], output: "x".repeat(100) };
  }
  yield { kind: "finished", ...step("each", 1), ports: ["out"], output: null };
  yield { kind: "failed", ...step("last", rounds + 2), error, handled: "stop", output: null };
  yield { kind: "ended", status: "failed", at: 3, skipped: [], cancelled: [] };
}

it("what had finished is handed on piece by piece: never all records, nor two large values, at once", async () => {
  const { database, remove } = temporaryDatabase();
  closing.push(remove);
  const intake = createSqliteIntakeStore(database);
  const executions = createSqliteExecutionsStore(database);
  const [from, to] = [id("exe", 1), id("exe", 2)];
  const records = [...journal()];
  const values = [0, 1000, 2000].map((index) => ({
    ...{ value: `out_${index + 2}`, bytes: 9, json: `"large ${index}"` },
  }));
  const effects = { ...noEffects(), values };
  const execution = anExecution({ id: from, status: "failed", finishedAt: 3 });
  await intake.accept({ delivery: null, execution, journal: "[]", effects });
  for (let seq = 1; seq * 100 - 100 < records.length; seq += 1) {
    const rows = records.slice(seq * 100 - 100, seq * 100);
    await intake.prepare({
      ...{ executionId: from, values: [] },
      chunk: { executionId: from, seq, records: JSON.stringify(rows) },
    });
  }
  const stored = await executions.head(from);
  if (!stored) throw new Error("it was stored and is not there");
  let [most, all] = [0, 0];
  const watched = Object.create(executions, {
    journal: {
      async value(given: Parameters<typeof executions.journal>[0]) {
        const page = await executions.journal(given);
        most = Math.max(most, page.records.length);
        all += page.records.length;
        return page;
      },
    },
    values: {
      async value(given: Parameters<typeof executions.values>[0]) {
        const found = await executions.values(given);
        expect(found.size).toBe(1);
        return found;
      },
    },
    get: { value: () => expect.unreachable("it was read in one go") },
  });
  await keepFinished({ executions: watched, intake }, { from: stored, to });
  expect(all).toBe(2 * records.length);
  expect(most).toBeLessThan(records.length / 2);

  await intake.enqueue({ execution: anExecution({ id: to, status: "queued" }), journal: null });
  const kept = await executions.get(to);
  // All of the loop, failed runs included; neither beginnings nor what failed it.
  expect(kept?.journal).toEqual(
    records.filter((record) => {
      if (record.kind === "failed") return record.node === "work";
      return record.kind === "finished" || record.kind === "opened";
    }),
  );
  expect(await executions.values({ executionId: to })).toEqual(
    await executions.values({ executionId: from }),
  );
});
