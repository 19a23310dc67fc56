import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Execution, Workflow } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { afterEach, describe, expect, inject, it } from "vitest";
import { documentOf } from "../front-door/testing/documents.ts";
import { emptyPostgres } from "../testing/postgres/temporary-postgres.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const onCall = (document: WorkflowDocument): WorkflowDocument => ({
  ...document,
  trigger: { type: "call", config: {} },
});
const calling = (workflow: string, more: JsonObject = {}) => ({
  ...{ type: "call", config: { workflow, ...more } },
});

/** One server, or two that share a database: whoever comes first takes a step. */
async function servers(kind: "SQLite" | "PostgreSQL"): Promise<TestApp[]> {
  const environment = { SLUICE_ALLOW_NETWORKS: "127.0.0.0/8" };
  const started: TestApp[] = [];
  const start = async (more: Record<string, string> = {}) => {
    const app = await startTestApp({ environment: { ...environment, ...more } });
    closing.push(() => app.stop({ graceMs: 100 }));
    started.push(app);
  };
  if (kind === "SQLite") await start();
  else {
    const { url, remove } = await emptyPostgres();
    closing.push(remove);
    const shared = {
      ...{ SLUICE_DATABASE_URL: url, SLUICE_PUBLIC_URL: "http://sluice.test" },
      SLUICE_SECRET_KEY: "a key of more than thirty-two characters for both",
    };
    await start(shared);
    await start(shared);
  }
  return started;
}

/** Never answers; says how many wait for it. */
async function silence() {
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  const open = () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, open };
}

describe.for(["SQLite", "PostgreSQL"] as const)("a called execution on %s", (kind) => {
  it.skipIf(kind === "PostgreSQL" && inject("postgresUrl") === null)(
    "is cancelled with the step that called it and waits for it, whatever either does, and says why",
    async () => {
      const apps = await servers(kind);
      const [app = apps[0], other = app] = apps;
      if (!app || !other) throw new Error("no server");
      const sink = await silence();
      const published = async (document: WorkflowDocument): Promise<Workflow> => {
        const made = (await (await app.call("POST", "/workflows", { document })).json()) as Workflow;
        const answer = await app.call("POST", `/workflows/${made.id}/publish`, {});
        expect(answer.status).toBeLessThan(300);
        return made;
      };
      const get = async (id: string) =>
        (await (await app.call("GET", `/executions/${id}`)).json()) as Execution;
      const of = async ({ id }: Workflow) => {
        const answer = await app.call("GET", `/executions?workflowId=${id}`);
        return ((await answer.json()) as { items: Execution[] }).items;
      };
      const begin = async (workflow: Workflow) => {
        const path = new URL(workflow.hookUrl).pathname;
        const answer = await fetch(`${app.baseUrl}${path}`, {
          ...{ method: "POST", body: "{}", headers: { "content-type": "application/json" } },
        });
        return answer.headers.get("sluice-execution-id") ?? "";
      };
      const statuses = async (workflow: Workflow) => (await of(workflow)).map(({ status }) => status);
      const eventually = { timeout: 20_000 };

      const sleeps = documentOf({
        nodes: { pause: { type: "delay", config: { amount: 1, unit: "days" } } },
        edges: ["trigger>pause"],
      });
      const hangs = documentOf({
        nodes: { ask: { type: "http", config: { url: sink.url, timeoutSeconds: 300 } } },
        edges: ["trigger>ask"],
      });
      const asleep = await published(onCall(sleeps));
      const busy = await published(onCall(hangs));
      const between = await published(
        onCall(documentOf({ nodes: { deep: calling(asleep.id) }, edges: ["trigger>deep"] })),
      );
      const left = await published(onCall(sleeps));

      // Three calls that it waits for, one of them through another, and one that it does not wait for.
      const caller = await published(
        documentOf({
          nodes: {
            one: calling(between.id),
            two: calling(busy.id),
            three: calling(left.id, { wait: false }),
          },
          edges: ["trigger>one", "trigger>two", "trigger>three"],
        }),
      );
      const called = await begin(caller);
      await expect.poll(() => statuses(asleep), eventually).toEqual(["waiting"]);
      await expect.poll(() => sink.open(), eventually).toBe(1);
      await expect.poll(() => statuses(left), eventually).toEqual(["waiting"]);
      await other.call("POST", `/executions/${called}/cancel`, {});
      await expect.poll(async () => (await get(called)).status, eventually).toBe("cancelled");
      for (const workflow of [between, busy, asleep]) {
        await expect.poll(() => statuses(workflow), eventually).toEqual(["cancelled"]);
      }
      await expect.poll(() => sink.open(), eventually).toBe(0);
      const [ended] = await of(busy);
      const error = (await get(ended?.id ?? "")).error;
      expect(error).toMatchObject({ code: "caller-cancelled", node: null });
      expect(error?.message).toContain(called);
      expect(await statuses(left)).toEqual(["waiting"]);

      // A caller whose time is over.
      const timesOut = await published(
        documentOf({
          nodes: {
            call: calling(asleep.id),
            ask: { type: "http", config: { url: sink.url, timeoutSeconds: 300 } },
          },
          edges: ["trigger>call", "trigger>ask"],
          settings: { timeoutSeconds: 1 },
        }),
      );
      const late = await begin(timesOut);
      await expect.poll(async () => (await get(late)).status, eventually).toBe("timed-out");
      await expect.poll(() => statuses(asleep), eventually).toEqual(["cancelled", "cancelled"]);

      // One that waited no longer by itself: what it called goes on.
      const again = await published(
        documentOf({
          nodes: {
            call: calling(left.id, { timeout: 0.3, unit: "seconds" }),
          },
          edges: ["trigger>call"],
        }),
      );
      const gaveUp = await begin(again);
      await expect.poll(async () => (await get(gaveUp)).status, eventually).toBe("failed");
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await statuses(left)).toEqual(["waiting", "waiting"]);
    },
    60_000,
  );
});
