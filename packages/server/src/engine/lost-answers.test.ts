import type { JsonObject } from "@sluice/workflow/node-contract";
import { afterEach, expect, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { describeOnPostgres } from "../testing/postgres/temporary-postgres.ts";
import { newExecutionId } from "./new-id.ts";
import { compute, wait } from "./testing/start-engine.ts";
import { startEngineOnPostgres } from "./testing/start-engine-on-postgres.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const start = () => startEngineOnPostgres(closing);
const slowly = { timeout: 30_000 };

const oneStep = documentOf({
  nodes: { slow: wait("slow"), after: compute("steps.slow") },
  edges: ["trigger>slow", "slow>after"],
});

describeOnPostgres(
  "a database that goes with the answer to a commit, for longer than that is asked for",
  () => {
    it("has the piece of a journal that was in it: the execution goes on", async () => {
      const { proxy, engine, waiting, run, away } = await start();
      const { id } = await run(
        documentOf({
          nodes: { slow: wait("slow"), later: wait("later") },
          edges: ["trigger>slow", "slow>later"],
        }),
      );
      await expect.poll(() => waiting.visits.length, slowly).toBe(1);
      const gone = proxy.vanishAfter('"later"');
      await waiting.let("slow", 1);
      await gone;
      await away();
      proxy.heal();
      await waiting.let("later", 2);
      await expect.poll(async () => (await engine.read(id))?.status, slowly).toBe("succeeded");
      expect(waiting.visits.map(({ name }) => name)).toEqual(["slow", "later"]);
    });

    it("has the end that was in it: whoever asks for the answer hears of it from who ran it", async () => {
      const { proxy, engine, waiting, away, said, news } = await start();
      const plan = await engine.plan({ workflowId: "wf_run", version: null, revision: 1, document: oneStep });
      const input = { request: {}, trigger: {} };
      const executionId = newExecutionId(Date.now());
      const begun = engine.begin({ executionId, plan, deliveryId: null, receivedAt: Date.now(), input });
      await begun.accept(null);
      await expect.poll(() => waiting.visits.length, slowly).toBe(1);
      const gone = proxy.vanishAfter('"after"');
      await waiting.let("slow", 1);
      await gone;
      await away();
      proxy.heal();
      expect(await begun.answered(AbortSignal.timeout(20_000))).toEqual({ kind: "none" });
      await expect
        .poll(() => news.filter(({ kind }) => kind === "execution").at(-1), slowly)
        .toMatchObject({
          execution: { id: executionId, status: "succeeded" },
        });
      expect(said).not.toContain("the journal of an execution was not written");
    });

    it("has the claim that was in it: the execution is given free and taken up again", async () => {
      const { proxy, engine, published, away, said } = await start();
      const workflowId = await published(
        documentOf({ nodes: { one: compute("1") }, edges: ["trigger>one"] }),
      );
      const gone = proxy.vanishAfter("free.taker");
      const stored = await engine.enqueue({
        ...{ workflowId, startedBy: "schedule", startKey: "tick", trigger: {}, request: {}, origin: {} },
      });
      await gone;
      await away();
      proxy.heal();
      const id = stored?.executionId ?? "";
      await expect.poll(async () => (await engine.read(id))?.status, slowly).toBe("succeeded");
      expect(said).toContain("an execution that was dropped while the database was away is free again");
    });

    it("has what was accepted, though its sender was told otherwise: it is performed", async () => {
      const { proxy, engine, executions, waiting, run, away } = await start();
      const gone = proxy.vanishAfter('INSERT INTO "sluice"."executions"');
      const refused = expect(run(oneStep)).rejects.toThrow("cannot be written");
      await gone;
      await away();
      await refused;
      proxy.heal();
      await waiting.let("slow", 1);
      const [one] = await executions.list({ limit: 10 });
      await expect.poll(async () => (await engine.read(one?.id ?? ""))?.status, slowly).toBe("succeeded");
      expect(waiting.visits.length).toBe(1);
    });
  },
);

describeOnPostgres("a database that is away for a moment", () => {
  type Started = Awaited<ReturnType<typeof start>>;
  const whileAway = async (
    { proxy, engine, waiting, run, away }: Started,
    asks: { type: string; config: JsonObject },
  ) => {
    const nodes = { slow: wait("slow"), asks, last: compute("2") };
    const { id } = await run(documentOf({ nodes, edges: ["trigger>slow", "slow>asks", "asks>last"] }));
    await expect.poll(() => waiting.visits.length, slowly).toBe(1);
    proxy.vanish();
    await waiting.let("slow", 1);
    await away();
    proxy.heal();
    await expect.poll(async () => (await engine.read(id))?.finishedAt ?? null, slowly).not.toBeNull();
    return engine.read(id);
  };

  it("is no fault of a step that emits an event", async () => {
    const emit = { type: "emit", config: { type: "order.paid", data: {} } };
    expect(await whileAway(await start(), emit)).toMatchObject({ status: "succeeded", error: null });
  });

  it("is no fault of a step that calls another workflow", async () => {
    const started = await start();
    const callee = documentOf({ nodes: { one: compute("1") }, edges: ["trigger>one"] });
    const workflow = await started.published({ ...callee, trigger: { type: "call", config: {} } });
    const ended = await whileAway(started, { type: "call", config: { workflow } });
    expect(ended).toMatchObject({ status: "succeeded", error: null });
  });
});
