import { once } from "node:events";
import { rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import type { DeliverySummary } from "@sluice/api/schemas";
import { afterEach, expect, it } from "vitest";
import { posted, published } from "../deliveries/testing/orders.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { documentOf } from "./testing/documents.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(dataFolder?: string): Promise<TestApp> {
  const app = await startTestApp(dataFolder === undefined ? {} : { dataFolder });
  closing.push(() => app.stop({ keepData: true }));
  return app;
}

/** A connection on which a request has begun, and the answer when it has ended. */
async function begun(app: TestApp, path: string) {
  const socket: Socket = connect(Number(new URL(app.baseUrl).port), "127.0.0.1");
  closing.push(() => socket.destroy());
  await once(socket, "connect");
  socket.write(`POST ${path} HTTP/1.1\r\nhost: sluice\r\n`);
  return async (): Promise<{ status: number; delivery: string }> => {
    socket.write("content-length: 0\r\n\r\n");
    let text = "";
    for await (const chunk of socket) {
      text += String(chunk);
      if (text.includes("\r\n\r\n")) break;
    }
    socket.destroy();
    const delivery = /^sluice-delivery-id: (\S+)/im.exec(text)?.[1] ?? "";
    return { status: Number(text.slice(9, 12)), delivery };
  };
}

it("a server that goes writes down every request that it has turned away, up to the last", async () => {
  const app = await start();
  closing.unshift(() => rmSync(app.dataFolder, { recursive: true, force: true }));
  const document = documentOf({
    trigger: {
      filter: { when: { expression: "trigger.n > 0" } },
      dedupe: { key: "{{ trigger.n }}", windowSeconds: 60 },
      variables: [{ key: "n", from: "body", path: "n", type: "number" }],
    },
  });
  const workflow = await published(app, document);
  const path = new URL(workflow.hookUrl).pathname;
  const ends = await Promise.all([1, 2, 3].map(() => begun(app, path)));
  const first = await posted(app, workflow, { n: 1 });
  const again = await posted(app, workflow, { n: 1 });
  const unwanted = await posted(app, workflow, { n: -1 });
  const broken = await posted(app, workflow, "{");

  const stopping = app.stop({ keepData: true });
  const isGone = () =>
    fetch(`${app.baseUrl}/health/live`).then(
      () => false,
      () => true,
    );
  await expect.poll(isGone, { timeout: 20_000 }).toBe(true);
  // What it had let in is answered by now; these come on connections that are open still.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const late = await Promise.all(ends.map((end) => end()));
  expect(late.map(({ status }) => status)).toEqual([200, 200, 200]);
  await stopping;

  const next = await start(app.dataFolder);
  const answer = await next.call("GET", `/deliveries?workflowId=${workflow.id}`);
  const { items } = (await answer.json()) as { items: DeliverySummary[] };
  const kept = new Map(items.map(({ id, verdict, status }) => [id, `${verdict} ${status}`]));
  expect([first, again, unwanted, broken].map((id) => kept.get(id))).toEqual([
    ...["accepted 200", "duplicate 200", "filtered 200", "refused 400"],
  ]);
  expect(late.map(({ delivery }) => kept.get(delivery))).toEqual(Array(3).fill("filtered 200"));
});

it("a server that goes answers those who keep connections: none is cut off in the middle of asking", async () => {
  const app = await start();
  closing.unshift(() => rmSync(app.dataFolder, { recursive: true, force: true }));
  const { hookUrl } = await published(app, documentOf({}));
  const agent = new Agent({ keepAlive: true });
  closing.push(() => agent.destroy());
  let answered = 0;
  const once503 = async (): Promise<string> => {
    for (;;) {
      const said = await new Promise<string>((resolve) => {
        const headers = { "content-type": "application/json" };
        const asked = request(hookUrl, { method: "POST", agent, headers }, (response) => {
          response.resume().on("end", () => resolve(`${response.statusCode} ${response.headers.connection}`));
        });
        asked.on("error", (error: NodeJS.ErrnoException) => resolve(String(error.code)));
        asked.end("{}");
      });
      if (said !== "200 keep-alive") return said;
      answered += 1;
    }
  };
  // Somebody who is connected and says nothing: as long as there is one, the others are answered.
  const silent = connect(Number(new URL(app.baseUrl).port), "127.0.0.1");
  closing.push(() => silent.destroy());
  await once(silent, "connect");
  const clients = Array.from({ length: 20 }, once503);
  await expect.poll(() => answered).toBeGreaterThan(100);

  const stopping = app.app.stop({ lingerMs: 3000 });
  const ready = await fetch(`${app.baseUrl}/health/ready`);
  expect([ready.status, ready.headers.get("connection")]).toEqual([503, "close"]);
  // The last ones that were let in are answered 200, and told too.
  expect(new Set((await Promise.all(clients)).map((said) => said.replace(/^200 /, "503 ")))).toEqual(
    new Set(["503 close"]),
  );
  silent.destroy();
  await stopping;
});
