import { rmSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../../outgoing/testing/receiver.ts";
import { prepareData, type ServerData, ServerProcess } from "./server-process.ts";

let server: ServerProcess | undefined;
let data: ServerData | undefined;
let other: Receiver | undefined;
afterEach(async () => {
  await server?.end();
  await other?.close();
  if (data) rmSync(data.folder, { recursive: true, force: true });
});

const questions = () => other?.received.filter(({ method }) => method === "GET").length ?? 0;

it("a job is handed over once, although the server is killed between two questions", async () => {
  other = await startReceiver(({ method }, response) => {
    const asked = questions();
    const body = method === "POST" ? { id: "j1" } : { status: asked < 4 ? "busy" : "done", words: ["a"] };
    response.writeHead(method === "POST" ? 202 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  const environment = { SLUICE_ALLOW_NETWORKS: "127.0.0.1" };
  const document = {
    ...{ format: 1, name: "Transcribe", mode: "async" },
    trigger: { type: "webhook", config: {} },
    nodes: {
      job: {
        ...{ type: "poll", name: "Job" },
        config: {
          firstUrl: `${other.url}/jobs`,
          firstBody: { n: "{{ request.body.n }}" },
          url: `${other.url}/jobs/{{ item.body.id }}`,
          doneWhen: { all: [{ left: "{{ item.body.status }}", operator: "equals", right: "done" }] },
          everySeconds: 0.4,
        },
      },
      keep: { type: "set", name: "Keep", config: { fields: { words: "{{ steps.job.body.words }}" } } },
    },
    edges: [
      { from: "trigger", to: "job" },
      { from: "job", to: "keep" },
    ],
  };
  data = await prepareData([document], { environment });
  server = await ServerProcess.start({ data, environment });
  expect((await server.post(0, { n: 7 })).status).toBe(200);
  await expect.poll(questions, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(2);
  await server.end("SIGKILL");
  await server.start();
  const list = async () =>
    (await server?.get<{ items: { id: string; status: string }[] }>("/executions"))?.items ?? [];
  await expect.poll(async () => (await list())[0]?.status, { timeout: 60_000 }).toBe("succeeded");

  const [execution] = await list();
  const { steps } =
    (await server.get<{ steps: { node: string; output: unknown }[] }>(`/executions/${execution?.id}`)) ?? {};
  const outputOf = (key: string) => steps?.find(({ node }) => node === key)?.output;
  expect(outputOf("keep")).toEqual({ words: ["a"] });
  expect(outputOf("job")).toMatchObject({ first: { status: 202, body: { id: "j1" } } });
  const posts = other.received.filter(({ method }) => method === "POST");
  expect(posts.map(({ body }) => body)).toEqual(['{"n":7}']);
  expect(posts[0]?.headers["idempotency-key"]).toBe(`${execution?.id}/job/`);
  expect(new Set(other.received.slice(1).map(({ path }) => path))).toEqual(new Set(["/jobs/j1"]));
}, 300_000);
