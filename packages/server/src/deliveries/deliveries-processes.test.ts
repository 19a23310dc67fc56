import type { Delivery, DeliverySummary, Execution, Replay, Workflow } from "@sluice/api/schemas";
import { afterEach, expect, it } from "vitest";
import { startProxy } from "../testing/postgres/proxy.ts";
import { describeOnPostgres, emptyPostgres } from "../testing/postgres/temporary-postgres.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { called, ordersDocument, posted, published } from "./testing/orders.ts";

const patience = { timeout: 20_000 };

describeOnPostgres("deliveries of processes that share a PostgreSQL database", () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  /** A new database, and how a process is started on it: `web`, `worker`, or `both`. */
  async function database() {
    const { url, remove } = await emptyPostgres();
    closing.push(remove);
    const start = async (role: "web" | "worker" | "both", at = url): Promise<TestApp> => {
      const app = await startTestApp({
        environment: {
          ...{ SLUICE_DATABASE_URL: at, SLUICE_PUBLIC_URL: "http://sluice.test" },
          ...(role === "both" ? {} : { SLUICE_ROLE: role }),
          SLUICE_SECRET_KEY: "a key of more than thirty-two characters for all processes",
        },
      });
      closing.push(() => app.stop());
      return app;
    };
    return { url, start };
  }
  const executionsOf = async (app: TestApp, { id }: Workflow) =>
    (await called<{ items: Execution[] }>(app, "GET", `/executions?workflowId=${id}&limit=100`)).items;

  it("are captured by an editor at one, whichever of them takes the request", async () => {
    const { start } = await database();
    const [one, two] = await Promise.all([start("both"), start("both")]);
    const any = [{ type: "bearer", token: { secret: { value: "the-right-token" } } }];
    const workflow = await published(one, ordersDocument({ trigger: { auth: { any } } }));
    const right = { authorization: "Bearer the-right-token" };
    const listen = async (authenticated: boolean) => {
      const path = `/workflows/${workflow.id}/capture`;
      const { after } = await called<{ after: string }>(one, "POST", path, { authenticated });
      const next = `${path}?after=${after}&authenticated=${authenticated}&waitSeconds=20`;
      return called<{ delivery: Delivery | null }>(one, "GET", next);
    };
    // It is waited for before it comes. What is refused is none of those that are listened for.
    const waiting = listen(true);
    await expect.poll(() => one.app.liveReaders, patience).toBe(1);
    await posted(
      two,
      workflow,
      { id: "stranger", amount: 0 },
      { headers: { authorization: "Bearer wrong" } },
    );
    const taken = await posted(two, workflow, { id: "A-1", amount: 7 }, { headers: right });
    expect((await waiting).delivery).toMatchObject({
      ...{ id: taken, verdict: "accepted", variables: { id: "A-1", amount: 7 } },
      executionId: expect.stringMatching(/^exe_/),
    });

    // Whoever listens for strangers has the body of one that another process refuses, once that has been told.
    const strangersBody = async () => {
      const listening = listen(false);
      await expect.poll(() => one.app.liveReaders, patience).toBe(1);
      const headers = { authorization: "Bearer wrong" };
      const id = await posted(two, workflow, { id: "S-1", amount: 1 }, { headers });
      const { delivery } = await listening;
      expect(delivery).toMatchObject({ id, verdict: "refused", reason: "unauthorized" });
      return delivery?.request.body;
    };
    await expect.poll(strangersBody, patience).toBe('{"id":"S-1","amount":1}');
  }, 60_000);

  it("are replayed by workers when a web process is asked, each once, also when one of them goes", async () => {
    const { start } = await database();
    const [web, first] = await Promise.all([start("web"), start("worker"), start("worker")]);
    const workflow = await published(web, ordersDocument());
    const ids: string[] = [];
    for (let amount = 0; amount < 20; amount += 1) ids.push(await posted(web, workflow, { amount }));
    const asked = { filter: { workflowId: workflow.id, verdict: "accepted" } };
    const ask = (more: object) =>
      called<{ count: number; upTo: string; replay: Replay }>(
        web,
        "POST",
        "/deliveries/replay",
        { ...asked, ...more },
        202,
      );
    const { count, upTo } = await ask({ dryRun: true });
    const { replay } = await ask({ count, upTo, perSecond: 40 });
    const now = () => called<Replay>(web, "GET", `/replays/${replay.id}`);
    // One of the two is at it: whichever it is, the other one or itself ends it.
    await expect.poll(async () => (await now()).accepted, patience).toBeGreaterThan(2);
    await first.stop();
    await expect.poll(async () => (await now()).state, { timeout: 90_000 }).toBe("done");
    expect(await now()).toMatchObject({ total: 20, accepted: 20, refused: 0, skipped: 0 });
    const all = `/deliveries?workflowId=${workflow.id}&limit=100`;
    const { items } = await called<{ items: DeliverySummary[] }>(web, "GET", all);
    expect(items.flatMap(({ replayOf }) => replayOf ?? [])).toEqual(ids.toReversed());
    await expect
      .poll(async () => {
        const executions = await executionsOf(web, workflow);
        const ended = executions.filter(({ status }) => status === "succeeded");
        return [executions.length, ended.length];
      }, patience)
      .toEqual([40, 40]);
  }, 120_000);

  it("run by themselves from the resume on, also at a process that has not heard of it", async () => {
    const { url, start } = await database();
    const proxy = await startProxy(url);
    closing.push(() => proxy.close());
    const [one, deaf] = await Promise.all([start("both"), start("both", proxy.url)]);
    const workflow = await published(one, ordersDocument({ trigger: { whenPaused: "hold" } }));
    const path = `/workflows/${workflow.id}`;
    const held = async () => (await called<Workflow>(one, "GET", path)).held;
    await called(one, "POST", `${path}/pause`, {});
    const sent: string[] = [];
    await expect
      .poll(async () => {
        sent.push(await posted(deaf, workflow, { amount: 1 }));
        return held();
      }, patience)
      .toBeGreaterThan(0);
    proxy.deafen();
    await called(one, "POST", `${path}/resume`, {});
    await called(one, "POST", `${path}/held/run`, {});
    await expect.poll(held, patience).toBe(0);
    // It would hold this, for a person who has said all there was to say.
    const late = await posted(deaf, workflow, { amount: 2 });
    expect(await called<Delivery>(one, "GET", `/deliveries/${late}`)).toMatchObject({
      ...{ verdict: "accepted", executionId: expect.stringMatching(/^exe_/) },
    });
    expect(await held()).toBe(0);
    proxy.heal();
    const executions = () => executionsOf(one, workflow);
    const ended = async () => (await executions()).filter(({ status }) => status === "succeeded").length;
    await expect.poll(ended, patience).toBeGreaterThan(1);
    expect(new Set((await executions()).map(({ deliveryId }) => deliveryId)).size).toBe(
      (await executions()).length,
    );
  }, 120_000);
});
