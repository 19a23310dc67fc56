import { afterAll, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../outgoing/testing/receiver.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp | undefined;
let other: Receiver | undefined;
afterAll(async () => {
  await app?.stop();
  await other?.close();
});

const password = "s3cr3t-word";

/** What the other system says to the first request decides: a secret of the workflow is never written down. */
it("a step that asks again goes on with what it knew, or says that it was not kept", async () => {
  other = await startReceiver(({ method, body }, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(method === "POST" ? body : JSON.stringify({ status: "done" }));
  });
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" }, fakeClock: true });
  const auth = { any: [{ type: "basic", username: "bob", password: { secret: { value: password } } }] };
  const made = await app.call("POST", "/workflows", {
    document: {
      ...{ format: 1, name: "Job", mode: "async", trigger: { type: "webhook", config: { auth } } },
      nodes: {
        job: {
          type: "poll",
          config: {
            firstUrl: `${other.url}/jobs`,
            firstBody: "{{ request.body }}",
            url: `${other.url}/jobs/{{ item.body.id }}`,
            doneWhen: { all: [{ left: "{{ item.body.status }}", operator: "equals", right: "done" }] },
            everySeconds: 60,
          },
        },
      },
      edges: [{ from: "trigger", to: "job" }],
    },
  });
  const { id, hookUrl } = (await made.json()) as { id: string; hookUrl: string };
  expect((await app.call("POST", `/workflows/${id}/publish`, {})).status).toBe(200);
  const ids: string[] = [];
  for (const job of ["j1", password]) {
    const answer = await fetch(`${app.baseUrl}${new URL(hookUrl).pathname}`, {
      method: "POST",
      body: JSON.stringify({ id: job }),
      headers: {
        "content-type": "application/json",
        authorization: `Basic ${Buffer.from(`bob:${password}`).toString("base64")}`,
      },
    });
    expect(answer.status).toBe(200);
    ids.push(answer.headers.get("sluice-execution-id") ?? "");
  }
  const read = async (execution: string) =>
    (await (await app?.call("GET", `/executions/${execution}`))?.json()) as {
      status: string;
      error: unknown;
    };
  for (const execution of ids) await expect.poll(async () => (await read(execution)).status).toBe("waiting");
  // More than the minute: what the first request took counts, and a busy machine takes seconds.
  app.advance(600_000);
  const [whole = "", lost = ""] = ids;
  await expect.poll(async () => (await read(whole)).status).toBe("succeeded");
  await expect.poll(async () => (await read(lost)).status).toBe("failed");
  expect((await read(lost)).error).toMatchObject({ code: "answer-not-kept", node: "job" });
  const questions = other.received.filter(({ method }) => method === "GET");
  expect(questions.map(({ path }) => path)).toEqual(["/jobs/j1"]);
});
