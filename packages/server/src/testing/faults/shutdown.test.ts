import { once } from "node:events";
import { rmSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../../front-door/testing/documents.ts";
import { startSink } from "./counting-sink.ts";
import { callOf } from "./documents.ts";
import { executionOf, prepareData, ServerProcess } from "./server-process.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const variables = [{ key: "n", from: "body", path: "n", type: "number" }];

describe("a server that is told to go under load", () => {
  it("F09, F10: answers who waits, lets hung steps go within the time, and goes on with them later", async () => {
    const sink = await startSink();
    closing.push(() => sink.close());
    const quick = documentOf({
      mode: "sync",
      trigger: { variables },
      nodes: {
        call: callOf(sink.url, "quick"),
        reply: { type: "response", config: { kind: "text", body: "done" } },
      },
      edges: ["trigger>call", "call>reply"],
    });
    const hung = documentOf({
      trigger: { variables },
      nodes: { call: callOf(sink.url, "hung"), after: callOf(sink.url, "after") },
      edges: ["trigger>call", "call>after"],
    });
    const data = await prepareData([quick, hung]);
    closing.push(() => rmSync(data.folder, { recursive: true, force: true }));
    const server = await ServerProcess.start({ data, environment: { SLUICE_CONCURRENCY: "100" } });
    closing.push(() => server.end());

    // Forty who wait for an answer, twenty executions whose step does not come back (an origin gets 64 connections).
    sink.hold(({ body }) => (body as { step: string }).step !== "after");
    const waiting = Array.from({ length: 40 }, (_, n) => server.post(0, { n }));
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) ids.push(await executionOf(await server.post(1, { n })));
    await expect.poll(() => sink.held, { timeout: 60_000 }).toBe(60);
    const from = performance.now();
    const child = server.child;
    server.signal("SIGTERM");
    await expect
      .poll(() =>
        fetch(`${server.base}/health/ready`).then(
          ({ status }) => status,
          () => 503,
        ),
      )
      .toBe(503);
    expect(
      await server.post(0, { n: 1 }).then(
        ({ status }) => status,
        () => "no connection",
      ),
    ).not.toBe(200);
    sink.release((call) => (call.body as { step: string }).step === "quick");
    const answers = await Promise.all(waiting);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 200));
    if (child.exitCode === null) await once(child, "exit");
    expect([child.exitCode, child.signalCode]).toEqual([0, null]);
    expect(performance.now() - from).toBeLessThan(30_000);
    expect(server.log).toContain('"executions":20');

    sink.release();
    await server.start();
    expect(server.log).toContain('"crashed":0,"released":20');
    for (const id of ids) {
      expect((await server.ended(id)).status).toBe("succeeded");
      expect([`${id}/call/`, `${id}/after/`].map((key) => sink.counts().get(key))).toEqual([2, 1]);
    }
  }, 240_000);
});
