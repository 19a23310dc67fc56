import { rmSync } from "node:fs";
import { join } from "node:path";
import { ulid } from "ulid";
import { afterEach, describe, expect, it } from "vitest";
import { retryDelay } from "../../engine/retry.ts";
import { openDatabase } from "../../stores/database/database.ts";
import { createSqliteIntakeStore } from "../../stores/intake/sqlite.ts";
import { anExecution } from "../../stores/testing/records.ts";
import { startSink } from "./counting-sink.ts";
import { chainOf, computing } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe("many at once", () => {
  it("F43: that failed in the same second do not come back in the same second", () => {
    const failures = 10_000;
    for (const [delaySeconds, jitter] of [
      [300, undefined],
      [60, 0.5],
    ] as const) {
      const options = { attempts: 3, delaySeconds, ...(jitter === undefined ? {} : { jitter }) };
      const seconds = new Map<number, number>();
      for (let count = 0; count < failures; count += 1) {
        const given = { options, failure: { kind: "5xx" as const, retryAfterMs: undefined }, attempt: 1 };
        const delay = retryDelay({ ...given, random: Math.random() }) ?? 0;
        const second = Math.floor(delay / 1000);
        seconds.set(second, (seconds.get(second) ?? 0) + 1);
      }
      expect(Math.max(...seconds.values())).toBeLessThan(failures * 0.05);
      expect(Math.min(...seconds.keys())).toBeGreaterThanOrEqual(delaySeconds);
    }
  });

  it("F44: that are due at start are taken up a few at a time, and the door answers meanwhile", async () => {
    const herd = 1000;
    const concurrency = 8;
    const sink = await startSink();
    closing.push(() => sink.close());
    const data = await prepareData([computing, chainOf(sink.url, 1)]);
    closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
    const database = openDatabase({ file: join(data.folder, "sluice.db") });
    const intake = createSqliteIntakeStore(database);
    const workflowId = data.workflows[1] ?? "";
    await Promise.all(
      Array.from({ length: herd }, (_, n) =>
        intake.enqueue({
          execution: anExecution({
            ...{ id: `exe_${ulid()}`, workflowId, version: 1, status: "queued", wakeAt: 1 },
            ...{ startedAt: null, worker: null, input: { request: {}, trigger: { n } } },
          }),
          journal: null,
        }),
      ),
    );
    await intake.drain();
    database.close();

    sink.hold(() => true);
    const environment = { SLUICE_CONCURRENCY: String(concurrency) };
    const server = await ServerProcess.start({ data, environment });
    closing.push(() => server.end());
    const from = performance.now();
    await executionOf(await server.post(0, { n: 1 }));
    const firstMs = performance.now() - from;
    await expect.poll(() => sink.held, { timeout: 60_000 }).toBe(concurrency);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(sink.held).toBe(concurrency);
    expect(firstMs).toBeLessThan(5000);
    sink.release();
    await expect.poll(() => sink.calls.length, { timeout: 120_000, interval: 200 }).toBe(herd);
    expect([...sink.counts().values()].every((count) => count === 1)).toBe(true);
  }, 300_000);
});
