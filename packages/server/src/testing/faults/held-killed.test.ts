import { rmSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { prepareData, type ServerData, ServerProcess } from "./server-process.ts";

let server: ServerProcess | undefined;
let data: ServerData | undefined;
afterEach(async () => {
  await server?.end();
  if (data) rmSync(data.folder, { recursive: true, force: true });
});

const howMany = 60;

it("held deliveries that are being run when the server is killed run once each, none is lost", async () => {
  const document = {
    ...{ format: 1, name: "Holds", mode: "async" },
    trigger: { type: "webhook", config: { whenPaused: "hold", keep: "variables" } },
    nodes: { keep: { type: "set", config: { fields: { n: "{{ request.body.n }}" } } } },
    edges: [{ from: "trigger", to: "keep" }],
  };
  data = await prepareData([document]);
  const [id] = data.workflows;
  const headers = { authorization: `Bearer ${data.token}`, "content-type": "application/json" };
  server = await ServerProcess.start({ data });
  const { base } = server;
  const act = async (path: string, body = {}) => {
    const url = `${base}/api/v1/workflows/${id}${path}`;
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    expect(answer.status).toBeLessThan(300);
  };
  const count = async () => (await server?.get<{ held: number }>(`/workflows/${id}`))?.held ?? -1;
  await act("/pause");
  for (let n = 0; n < howMany; n += 1) expect((await server.post(0, { n })).status).toBe(200);
  await act("/resume");
  await act("/held/run", { perMinute: 6000 });
  for (const left of [45, 20]) {
    await expect.poll(count, { timeout: 60_000, interval: 5 }).toBeLessThan(left);
    await server.end("SIGKILL");
    await server.start();
  }
  await expect.poll(count, { timeout: 60_000 }).toBe(0);

  type Items = { items: { id: string; deliveryId: string; status: string; executionId: string }[] };
  const listed = async () => {
    const all: Items["items"] = [];
    for (let cursor = ""; ; ) {
      const more = cursor === "" ? "" : `&cursor=${cursor}`;
      const path = `/executions?workflowId=${id}&limit=100${more}`;
      const page = await server?.get<Items & { nextCursor: string | null }>(path);
      all.push(...(page?.items ?? []));
      if (!page?.nextCursor) return all;
      cursor = page.nextCursor;
    }
  };
  await expect
    .poll(async () => (await listed()).filter(({ status }) => status === "succeeded").length, {
      timeout: 60_000,
    })
    .toBe(howMany);
  const executions = await listed();
  expect(executions).toHaveLength(howMany);
  expect(new Set(executions.map(({ deliveryId }) => deliveryId)).size).toBe(howMany);
}, 300_000);
