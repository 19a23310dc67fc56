import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { runners } from "@sluice/nodes/runners";
import { NodeError, type PlainCredential, type RunContext } from "@sluice/workflow/node-contract";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOutgoing } from "./outgoing.ts";
import type { Outgoing } from "./send.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";
import { runContext } from "./testing/run-context.ts";

/*
 * The node type `http` and the way out together, against a real server: the status of a request decides what it answers.
 */
let receiver: Receiver;
let outgoing: Outgoing;
beforeAll(async () => {
  receiver = await startReceiver(({ path, body }, response) => {
    const status = Number(path.split(/[/?]/)[1]);
    response.writeHead(status, { "content-type": "application/json", "retry-after": "3" });
    response.end(JSON.stringify({ got: body }));
  });
  outgoing = createOutgoing({ allowNetworks: ["127.0.0.1"] });
});
afterAll(async () => {
  await outgoing.close();
  await receiver.close();
});

const { http } = runners;
const credential: PlainCredential = { type: "header", name: "x-key", value: "key-1", hosts: ["127.0.0.1"] };

function run(config: Record<string, unknown>, more: Partial<RunContext> = {}) {
  const context = runContext({
    idempotencyKey: "exe_1/call/0",
    fetch: (request) => outgoing.fetch(request),
    credential: async () => credential,
    ...more,
  });
  return http.run({ config: http.definition.config.parse(config), input: null, context });
}

/** What a step comes to that asks there. */
async function outcomeOf(url: string) {
  try {
    await run({ url, redirects: 0 });
    return { code: "ok", kind: null };
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    const { code, kind, retryAfterMs } = error;
    return { code, kind, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
}

describe("the node type http on the wire", () => {
  it("sends body, key and credential, and gives out what comes back", async () => {
    const result = await run({
      ...{ method: "POST", url: `${receiver.url}/201`, bodyKind: "json", body: { a: "é" } },
      query: [{ name: "q", value: "1 2" }],
      credential: { credential: "cred_1" },
    });
    expect(result).toMatchObject({
      port: "out",
      output: { status: 201, body: { got: '{"a":"é"}' }, url: `${receiver.url}/201?q=1+2` },
    });
    expect(receiver.received.at(-1)).toMatchObject({
      ...{ method: "POST", path: "/201?q=1+2", body: '{"a":"é"}' },
      headers: { "content-type": "application/json", "idempotency-key": "exe_1/call/0", "x-key": "key-1" },
    });
  });

  it("signs as Standard Webhooks want it", async () => {
    const signingSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    await run(
      {
        ...{ method: "POST", url: `${receiver.url}/200`, bodyKind: "json", body: { a: "é" } },
        ...{ sign: "standard", signingSecret },
      },
      { now: new Date().toISOString() },
    );
    const { body = "", headers = {} } = receiver.received.at(-1) ?? {};
    expect(new Webhook(signingSecret).verify(body, headers)).toEqual({ a: "é" });
  });

  it.each([
    [404, "other"],
    [429, "429"],
    [503, "5xx"],
  ])("fails on %i with what a retry needs to know", async (status, kind) => {
    await expect(run({ url: `${receiver.url}/${status}` })).rejects.toMatchObject({
      ...{ name: "NodeError", code: "http-status", status, kind, retryAfterMs: 3000 },
    });
  });

  it.each([
    [200, "ok", null],
    [204, "ok", null],
    // Not followed, as asked: an answer like any other, whose status the next step may look at.
    [301, "ok", null],
    [400, "http-status", "other"],
    [401, "http-status", "other"],
    [408, "http-status", "timeout"],
    [409, "http-status", "other"],
    [410, "http-status", "other"],
    [413, "http-status", "other"],
    [425, "http-status", "other"],
    [429, "http-status", "429"],
    [500, "http-status", "5xx"],
    [502, "http-status", "5xx"],
    [503, "http-status", "5xx"],
    [504, "http-status", "5xx"],
  ])("F45: takes %i for %s", async (status, code, kind) => {
    const came = await outcomeOf(`${receiver.url}/${status}`);
    expect(came).toEqual(code === "ok" ? { code, kind } : { code, kind, retryAfterMs: 3000 });
  });

  it("F45: takes a connection that breaks, speaks no TLS or no HTTP for what it is", async () => {
    const broken = await startReceiver((_, response) => response.socket?.resetAndDestroy());
    expect(await outcomeOf(broken.url)).toMatchObject({ code: "network-failed", kind: "network" });
    expect(await outcomeOf(broken.url.replace("http:", "https:"))).toMatchObject({
      code: "certificate-refused",
    });
    await broken.close();
    const babbling = createServer((socket) => socket.on("error", () => {}).end("220 mail.example ready\r\n"));
    await new Promise<void>((resolve) => babbling.listen(0, "127.0.0.1", resolve));
    const { port } = babbling.address() as AddressInfo;
    expect(await outcomeOf(`http://127.0.0.1:${port}`)).toMatchObject({ code: "response-unreadable" });
    babbling.close();
  });

  it("fails by kind when there is no answer", async () => {
    const gone = await startReceiver();
    await gone.close();
    await expect(run({ url: gone.url })).rejects.toMatchObject({ kind: "network" });
    const silent = await startReceiver(() => {});
    const attempt = run({ url: silent.url, timeoutSeconds: 0.1 });
    await expect(attempt).rejects.toMatchObject({ code: "request-timed-out", kind: "timeout" });
    await silent.close();
  });

  it("is called off with its step", async () => {
    const silent = await startReceiver(() => {});
    const control = new AbortController();
    const { signal } = control;
    // As the engine hands it in: the step's own signal, whatever the run asks for.
    const fetch: RunContext["fetch"] = (request) => outgoing.fetch({ ...request, signal });
    const attempt = run({ url: silent.url }, { fetch });
    setTimeout(() => control.abort(), 30);
    await expect(attempt).rejects.toMatchObject({ code: "request-cancelled" });
    await silent.close();
  });

  it("cannot send a credential elsewhere, nor reach what is private", async () => {
    const config = { credential: { credential: "cred_1" } };
    const elsewhere = run({ ...config, url: receiver.url.replace("127.0.0.1", "127.0.0.2") });
    await expect(elsewhere).rejects.toMatchObject({ code: "credential-host-refused" });
    const inside = run({ url: "http://169.254.169.254/latest/meta-data/" });
    await expect(inside).rejects.toMatchObject({ code: "address-refused", kind: "other" });
  });
});
