import { rmSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { type CountingSink, startSink } from "./counting-sink.ts";
import { chainOf } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";

const steps = 10;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started(): Promise<{ sink: CountingSink; server: ServerProcess }> {
  const sink = await startSink();
  closing.push(() => sink.close());
  const data = await prepareData([chainOf(sink.url, steps)]);
  closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
  const server = await ServerProcess.start({ data });
  closing.push(() => server.end());
  return { sink, server };
}

/** Execution `k` stands at its step `k`, whose call is not answered: one execution for each boundary. */
async function oneAtEachStep(sink: CountingSink, server: ServerProcess): Promise<string[]> {
  sink.hold(({ body }) => {
    const { n, step } = body as { n: number; step: string };
    return step === `s${n}`;
  });
  const ids: string[] = [];
  for (let n = 1; n <= steps; n += 1) ids.push(await executionOf(await server.post(0, { n })));
  await expect.poll(() => sink.held, { timeout: 45_000 }).toBe(steps);
  return ids;
}

describe("kill -9 at every step of a run of ten steps", () => {
  it("F05, F06: goes on with the step in flight under the same key, and calls no finished step again", async () => {
    const { sink, server } = await started();
    const ids = await oneAtEachStep(sink, server);
    await server.end();
    sink.release();
    await server.start();
    expect(server.log).toContain(`"crashed":${steps},"released":0`);
    for (const [index, id] of ids.entries()) {
      const ended = await server.ended(id);
      expect(ended.status).toBe("succeeded");
      const inFlight = `s${index + 1}`;
      for (let step = 1; step <= steps; step += 1) {
        const name = `s${step}`;
        expect([name, sink.counts().get(`${id}/${name}/`)]).toEqual([name, name === inFlight ? 2 : 1]);
      }
      // The history has no gap, and tells which step was tried twice.
      expect(ended.steps.map(({ node, status, attempts }) => [node, status, attempts])).toEqual([
        ["trigger", "succeeded", 1],
        ...Array.from({ length: steps }, (_, at) => [`s${at + 1}`, "succeeded", at === index ? 2 : 1]),
      ]);
    }
  }, 180_000);

  it("F06: a kill just after the effect, around the commit of its result, repeats that step at most once", async () => {
    const { sink, server } = await started();
    const ids = await oneAtEachStep(sink, server);
    sink.release();
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    await server.end();
    await server.start();
    for (const [index, id] of ids.entries()) {
      expect((await server.ended(id)).status).toBe("succeeded");
      const counts = Array.from({ length: steps }, (_, at) => sink.counts().get(`${id}/s${at + 1}/`) ?? 0);
      // Steps before were finished before the kill; how far it came after the release nobody can know.
      expect(counts.slice(0, index).every((count) => count === 1)).toBe(true);
      expect(counts.every((count) => count === 1 || count === 2)).toBe(true);
      expect(counts.filter((count) => count === 2).length).toBeLessThanOrEqual(1);
    }
  }, 180_000);
});
