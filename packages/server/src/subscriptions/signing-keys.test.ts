import { webcrypto } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { publicKeyOf, secretOf, signingOf } from "./signing-keys.ts";
import { type Received, type Receiver, startReceiver } from "./testing/receiver.ts";

/** The pair of the tests of Svix's server, from where Standard Webhooks has its prefixes. */
const privateKey =
  "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
const publicKey = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";

const now = Date.parse("2026-03-01T12:00:00Z");
let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" }, fakeClock: true, now });
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await app.call(method, path, body);
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came
  return { status: answer.status, json: (await answer.json()) as any };
};
const subscribe = (path: string, more: object) =>
  call("POST", "/webhooks", { url: `${receiver.url}${path}`, events: ["key.used"], ...more });
const sent = async (path: string, count: number): Promise<Received> => {
  await call("POST", "/events", { event: "key.used", data: { n: count, name: "é" } });
  await vi.waitFor(() => expect(receiver.at(path)).toHaveLength(count), { timeout: 20_000, interval: 20 });
  const last = receiver.at(path).at(-1);
  if (!last) throw new Error("nothing came");
  return last;
};
const signaturesOf = ({ headers }: Received) => String(headers["webhook-signature"]).split(" ");

/** A receiver that knows the text of the specification and a public key, and no line of Sluice. */
async function isSigned(
  { headers, body }: { headers: Received["headers"]; body: string | Buffer },
  key: string,
): Promise<boolean> {
  expect(key).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
  const raw = Buffer.from(key.slice("whpk_".length), "base64");
  const imported = await webcrypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  const begins = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`;
  const text = Buffer.concat([Buffer.from(begins), Buffer.from(body)]);
  for (const one of String(headers["webhook-signature"]).split(" ")) {
    const [version, value = ""] = one.split(",");
    const signature = Buffer.from(value, "base64");
    if (version === "v1a" && (await webcrypto.subtle.verify("Ed25519", imported, signature, text)))
      return true;
  }
  return false;
}

describe("the keys of v1a", () => {
  it("are read as Svix writes them, and as the seed alone", () => {
    expect(publicKeyOf(privateKey)).toBe(publicKey);
    const seed = Buffer.from(privateKey.slice(5), "base64").subarray(0, 32).toString("base64");
    expect(publicKeyOf(`whsk_${seed}`)).toBe(publicKey);
    expect(publicKeyOf("whsec_c2VjcmV0")).toBeUndefined();
  });

  it("are new each time, and are never shown", () => {
    const [one, other] = [secretOf("standard", { signing: "v1a" }), secretOf("standard", { signing: "v1a" })];
    expect([one.shown, signingOf(one.secret)]).toEqual([null, "v1a"]);
    expect(publicKeyOf(one.secret)).not.toBe(publicKeyOf(other.secret));
  });
});

it("a message is verified with the public key alone, and with no byte changed", async () => {
  const { status, json } = await subscribe("/made", { signing: "v1a" });
  expect(status).toBe(201);
  expect(json).toMatchObject({ signing: "v1a", secret: null, publicKeys: [expect.any(String)] });
  const [key] = json.publicKeys;
  const message = await sent("/made", 1);
  expect(signaturesOf(message)).toEqual([expect.stringMatching(/^v1a,/)]);
  expect(await isSigned(message, key)).toBe(true);
  const bytes = Buffer.from(message.body);
  expect(await isSigned({ ...message, body: bytes }, key)).toBe(true);
  for (const at of bytes.keys()) {
    const other = Buffer.from(bytes);
    other[at] = (bytes[at] ?? 0) ^ 1;
    expect(await isSigned({ ...message, body: other }, key)).toBe(false);
  }
  const later = { ...message.headers, "webhook-timestamp": String(now / 1000 + 1) };
  expect(await isSigned({ ...message, headers: later }, key)).toBe(false);
  expect(await isSigned(message, publicKey)).toBe(false);
  await app.call("DELETE", `/webhooks/${json.id}`);
});

it("a secret gives way to a key pair and that to another, both signing meanwhile", async () => {
  const { json: made } = await subscribe("/rotated", {
    secret: "whsec_c2VjcmV0IG9mIHRlc3RzIGFuZCB0ZXN0cw==",
  });
  expect(made).toMatchObject({ signing: "v1", publicKeys: [] });
  const rotate = (given: object) => call("POST", `/webhooks/${made.id}/rotate-secret`, given);
  const first = (await rotate({ signing: "v1a", secret: privateKey, keepOldForSeconds: 3600 })).json;
  expect(first).toMatchObject({ signing: "v1a", secret: null, publicKeys: [publicKey] });
  const both = await sent("/rotated", 1);
  expect(signaturesOf(both).map((one) => one.split(",")[0])).toEqual(["v1a", "v1"]);
  expect(await isSigned(both, publicKey)).toBe(true);

  // What it is said nothing of stays as it was: another pair.
  const second = (await rotate({ keepOldForSeconds: 3600 })).json;
  expect(second.publicKeys).toEqual([expect.any(String), publicKey]);
  const three = await sent("/rotated", 2);
  for (const key of second.publicKeys) expect(await isSigned(three, key)).toBe(true);
  app.advance(3_601_000);
  const alone = await sent("/rotated", 3);
  expect(signaturesOf(alone)).toHaveLength(1);
  expect(await isSigned(alone, second.publicKeys[0])).toBe(true);
  expect((await call("GET", `/webhooks/${made.id}`)).json.publicKeys).toEqual([second.publicKeys[0]]);

  const back = (await rotate({ signing: "v1", keepOldForSeconds: 0 })).json;
  expect(back).toMatchObject({ signing: "v1", secret: expect.stringMatching(/^whsec_/), publicKeys: [] });
});

it("what does not go together is refused, and nothing changes", async () => {
  const wrongHalf = `whsk_${Buffer.concat([Buffer.alloc(32, 1), Buffer.alloc(32, 2)]).toString("base64")}`;
  const refused: [object, string][] = [
    [{ format: "alforis", signing: "v1a" }, "signing"],
    [{ format: "plain", secret: privateKey }, "signing"],
    [{ signing: "v1a", secret: "whsec_c2VjcmV0" }, "secret"],
    [{ signing: "v1", secret: privateKey }, "secret"],
    [{ secret: "whsk_c2hvcnQ=" }, "secret"],
    [{ secret: wrongHalf }, "secret"],
  ];
  for (const [given, field] of refused) {
    const { status, json } = await subscribe("/refused", given);
    expect([status, json.code, json.issues[0].at], JSON.stringify(given)).toEqual([
      ...[400, "invalid-request", [field]],
    ]);
  }
  const { json: made } = await subscribe("/refused", { secret: privateKey });
  const other = await call("PATCH", `/webhooks/${made.id}`, { format: "products-manager" });
  expect([other.status, other.json.issues[0].at]).toEqual([400, ["secret"]]);
  const withSecret = { format: "products-manager", secret: "a secret" };
  expect((await call("PATCH", `/webhooks/${made.id}`, withSecret)).json).toMatchObject({
    ...{ format: "products-manager", signing: "v1", publicKeys: [] },
  });
});
