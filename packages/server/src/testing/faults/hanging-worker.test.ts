import { rmSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { describeOnPostgres, emptyPostgres } from "../postgres/temporary-postgres.ts";
import { startSink } from "./counting-sink.ts";
import { chainOf } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Lease and sweep, and what a busy machine adds; an idle one takes about 35 seconds. */
const takeOverMs = 120_000;

describeOnPostgres("three processes on one database", () => {
  it("F11, F12: others take over from one that hangs and one that was killed; a late write is refused", async () => {
    const sink = await startSink();
    closing.push(() => sink.close());
    const { url, remove } = await emptyPostgres();
    closing.push(remove);
    const environment = {
      SLUICE_DATABASE_URL: url,
      SLUICE_SECRET_KEY: "the key of all processes of this test",
    };
    const data = await prepareData([chainOf(sink.url, 2)], { environment });
    closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
    const hanging = await ServerProcess.start({ data, environment });
    closing.push(() => hanging.end());
    const killed = await ServerProcess.start({ data, environment });
    closing.push(() => killed.end());

    sink.hold(() => true);
    const ofHanging = await executionOf(await hanging.post(0, { n: 1 }));
    const ofKilled = await executionOf(await killed.post(0, { n: 2 }));
    await expect.poll(() => sink.held, { timeout: 60_000 }).toBe(2);
    const other = await ServerProcess.start({ data, environment });
    closing.push(() => other.end());
    hanging.signal("SIGSTOP");
    await killed.end();
    await expect.poll(() => sink.held, { timeout: takeOverMs }).toBe(4);

    // All answers come at once: those of the step's first try too, which nobody reads until its process goes on.
    sink.release();
    for (const id of [ofHanging, ofKilled]) {
      const { status, steps } = await other.ended(id);
      expect(status).toBe("succeeded");
      expect(steps.map(({ node, attempts }) => [node, attempts])).toEqual([
        ["trigger", 1],
        ["s1", 2],
        ["s2", 1],
      ]);
    }
    const before = await other.get(`/executions/${ofHanging}`);
    hanging.signal("SIGCONT");
    // It is told that another has its execution, does nothing more for it, and works on.
    const next = await executionOf(await hanging.post(0, { n: 3 }));
    expect((await hanging.ended(next)).status).toBe("succeeded");
    expect(await other.get(`/executions/${ofHanging}`)).toEqual(before);
    const calls = (id: string) => ["s1", "s2"].map((step) => sink.counts().get(`${id}/${step}/`));
    expect([ofHanging, ofKilled].map(calls)).toEqual([
      [2, 1],
      [2, 1],
    ]);
  }, 400_000);
});
