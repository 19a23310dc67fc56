import { createHmac } from "node:crypto";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OtherServer, startOtherServer } from "../testing/other-server.ts";
import { runNode } from "../testing/run-node.ts";
import { runHttp } from "./run.ts";

let api: OtherServer;
beforeAll(async () => {
  api = await startOtherServer();
});
afterAll(() => api.close());

const signingSecret = { secret: "sec_1" };
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const now = "2026-01-02T03:04:05.000Z";

/** What arrives. */
async function send(config: JsonObject, plain = secret) {
  api.answers(() => ({}));
  await runNode(runHttp, {
    config: { url: api.url, method: "POST", bodyKind: "json", body: { text: "é" }, ...config },
    ...{ scope: { now }, secrets: { sec_1: plain } },
    context: { fetch: api.fetch },
  });
  const [request] = api.received;
  if (!request) throw new Error("nothing arrived");
  return request;
}

test("a signature of Standard Webhooks is what the specification says, over the bytes of the body", async () => {
  const { headers, body } = await send({ sign: "standard", signingSecret });
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = headers;
  expect(body).toBe('{"text":"é"}');
  expect(id).toMatch(/^msg_[0-9a-f]{32}$/);
  expect(at).toBe(String(Date.parse(now) / 1000));
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  expect(signature).toBe(`v1,${createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64")}`);
  expect((await send({ sign: "standard", signingSecret })).headers).toMatchObject({ "webhook-id": id });
});

test.each([
  ["sha256=hex", "sha256=", "hex"],
  ["hex", "", "hex"],
  ["base64", "", "base64"],
] as const)(
  "a signature in a header, as %s, takes the place of one of that name",
  async (signatureFormat, prefix, encoding) => {
    const given = { sign: "hmac", signingSecret, signatureHeader: "X-Hub-Signature-256", signatureFormat };
    const forged = [{ name: "x-hub-signature-256", value: "forged" }];
    const { headers, body } = await send({ ...given, headers: forged }, "key");
    expect(body).toBe('{"text":"é"}');
    const wanted = prefix + createHmac("sha256", "key").update(body).digest(encoding);
    // Two headers of one name would arrive as one, joined by a comma.
    expect(headers["x-hub-signature-256"]).toBe(wanted);
  },
);

test.each<[string, JsonObject, object]>([
  ["no secret", {}, { name: "NodeError", code: "signing-secret-missing" }],
  ["one that is not chosen yet", { signingSecret: {} }, { name: "ZodError" }],
])("with %s nothing is sent", async (_, config, error) => {
  await expect(send({ sign: "standard", ...config })).rejects.toMatchObject(error);
  expect(api.received).toEqual([]);
});
