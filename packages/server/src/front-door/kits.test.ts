import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createPublisher,
  createSender,
  newSecret,
  type SendError,
  type Sent,
  type SignatureError,
  type Signing,
  verify,
} from "../../../../kits/typescript/src/index.ts";
import { type Receiver, startReceiver } from "../outgoing/testing/receiver.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

const kit = fileURLToPath(new URL("../../../../kits/python", import.meta.url));
const hasPython =
  spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]).status === 0;
const hasEd25519 = hasPython && spawnSync("python3", ["-c", "import cryptography"]).status === 0;
if (!hasPython) console.warn("kits.test.ts leaves Python out: there is no python3 of 3.9 or newer");

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.0/8" } });
  receiver = await startReceiver();
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

const secret = newSecret();
const plain = "a shared secret of some length";
const hmac = { scheme: "hmac", secret: plain } as const;
const signature = (preset: string, value: string) => ({
  ...{ type: "signature", preset },
  secrets: [{ value: { secret: { value } } }],
});
const custom = {
  header: "x-shop-signature",
  algorithm: "sha256",
  encoding: "base64",
  prefix: "v1=",
  signed: "{body}",
};

/** Every way of the kits to prove who sends, with the method of a trigger that takes it. */
const ways: readonly { name: string; method: object; signing?: Signing; headers?: Record<string, string> }[] =
  [
    {
      name: "Standard Webhooks",
      method: signature("standard-webhooks", secret),
      signing: { scheme: "standard", secret },
    },
    { name: "the generic signature", method: signature("generic", plain), signing: hmac },
    {
      name: "GitHub's form",
      method: signature("github", plain),
      signing: { ...hmac, header: "x-hub-signature-256", prefix: "sha256=" },
    },
    {
      name: "Products-Manager's form",
      method: signature("products-manager", plain),
      signing: { ...hmac, header: "x-webhook-signature", prefix: "sha256=" },
    },
    {
      name: "Alforis's form",
      method: signature("alforis", plain),
      signing: { ...hmac, header: "x-webhook-signature" },
    },
    {
      name: "base64 in a header of one's own",
      method: { ...signature("custom", plain), scheme: custom },
      signing: { ...hmac, header: "x-shop-signature", prefix: "v1=", encoding: "base64" },
    },
    {
      name: "an API key",
      method: {
        type: "apiKey",
        in: "header",
        parameter: "x-api-key",
        key: { secret: { value: plain } },
      },
      headers: { "x-api-key": plain },
    },
  ];

async function hookFor(method: object): Promise<{ id: string; url: string }> {
  const document = {
    ...{ format: 1, name: "kits", mode: "async" },
    trigger: {
      type: "webhook",
      config: {
        auth: { any: [method] },
        variables: [{ key: "order", from: "body", path: "order", type: "string", required: true }],
        dedupe: { key: '{{ request.headers["idempotency-key"] }}', answer: "replay" },
        response: { status: 201, kind: "text", body: "taken" },
      },
    },
    nodes: { end: { type: "end", config: { status: "succeeded" } } },
    edges: [{ from: "trigger", to: "end" }],
  };
  const made = (await (await app.call("POST", "/workflows", { document })).json()) as {
    id: string;
    hookUrl: string;
  };
  const published = await app.call("POST", `/workflows/${made.id}/publish`, {});
  const said = await published.text();
  expect(published.status, said).toBe(200);
  return { id: made.id, url: made.hookUrl };
}

async function stageOf(workflowId: string): Promise<string | null | undefined> {
  const answer = await app.call("GET", `/deliveries?workflowId=${workflowId}&verdict=refused`);
  const { items } = (await answer.json()) as { items: { authStage: string | null }[] };
  return items[0]?.authStage;
}

describe.each(ways)("both kits, signing by $name", ({ method, signing, headers }) => {
  const stage = signing ? "signature-mismatch" : "wrong-credentials";

  test("TypeScript: taken, once under one id, refused when a byte is another", async () => {
    const { id, url } = await hookFor(method);
    const options = { url, ...(signing ? { signing } : {}), ...(headers ? { headers } : {}) };
    const sender = createSender(options);
    const first = await sender.send({ order: "A-17" }, { id: "order-17" });
    expect(first).toMatchObject({ status: 201, attempts: 1, body: "taken", replayed: false });
    const again = await sender.send({ order: "A-17" }, { id: "order-17" });
    expect(again).toMatchObject({ status: 201, replayed: true });
    const broken = await sender.send({}).catch((error: unknown) => error);
    expect((broken as SendError).problem).toMatchObject({
      code: "contract-violation",
      violations: [{ path: "order" }],
    });
    const refused = await createSender({
      ...options,
      ...(headers ? { headers: { "x-api-key": "another key of some length" } } : {}),
      fetch: (target, init) =>
        fetch(target, { ...init, body: flipped(init?.body as Uint8Array<ArrayBuffer>) }),
    })
      .send({ order: "A-18" })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ attempts: 1, status: 401, problem: { code: "unauthorized" } });
    await expect.poll(() => stageOf(id)).toBe(stage);
  });

  test.runIf(hasPython)("Python: the same", async () => {
    const { id, url } = await hookFor(method);
    const told = (await python(sendingScript, { url, signing: signing ?? null, headers: headers ?? {} })) as {
      first: Sent;
      again: { replayed: boolean };
      broken: object;
      refused: object;
    };
    expect(told.first).toMatchObject({ status: 201, attempts: 1, body: "taken" });
    expect(told.again.replayed).toBe(true);
    expect(told.broken).toMatchObject({ code: "contract-violation", violations: [{ path: "order" }] });
    expect(told.refused).toMatchObject({ code: "unauthorized", status: 401 });
    await expect.poll(() => stageOf(id)).toBe(stage);
  });
});

describe.each([
  { format: "standard", signing: "v1" },
  { format: "standard", signing: "v1a" },
  { format: "products-manager", signing: "v1" },
  { format: "alforis", signing: "v1" },
] as const)("a webhook that Sluice sends as $format, signed by $signing", ({ format, signing }) => {
  test("holds for both kits, before and after a rotation, and not with a flipped byte", async () => {
    // given
    const path = `/${format}-${signing}`;
    const input = { url: `${receiver.url}${path}`, events: ["order.paid"], format, signing };
    const made = (await (await app.call("POST", "/webhooks", input)).json()) as {
      secret: string | null;
      publicKeys: string[];
    };
    const before = receiver.received.length;

    // when
    const published = await app.call("POST", "/events", { event: "order.paid", data: { order: "é-17" } });
    expect(published.status).toBe(202);
    await expect
      .poll(() => receiver.received.slice(before).some((one) => one.path === path), { timeout: 20_000 })
      .toBe(true);

    // then
    const got = receiver.received.slice(before).find((one) => one.path === path);
    if (!got) throw new Error("nothing came");
    const { headers, body } = got;
    const secrets = ["whsec_bmV3ZXI=", made.secret ?? made.publicKeys[0] ?? ""];
    expect(await verify({ format, secrets, headers, body })).toMatchObject({ id: headers["webhook-id"] });
    const other = flipped(new TextEncoder().encode(body));
    const error = await verify({ format, secrets, headers, body: other }).catch((thrown: unknown) => thrown);
    expect((error as SignatureError).reason).toBe("signature-mismatch");
    if (signing === "v1a" ? !hasEd25519 : !hasPython) return;
    expect(await python(verifyingScript, { format, secrets, headers, body })).toEqual({
      id: headers["webhook-id"],
      flipped: "signature-mismatch",
    });
  });
});

test("a secret of plain text holds for both kits, and during a rotation the old one and the new one", async () => {
  // given
  const secrets = ["un-secret-d’été", "c2VjcmV0"];
  const input = {
    url: `${receiver.url}/text`,
    events: ["order.sent"],
    format: "standard",
    secret: secrets[0],
  };
  const made = await app.call("POST", "/webhooks", input);
  const { id } = (await made.json()) as { id: string };
  const rotation = { secret: secrets[1], keepOldForSeconds: 3600 };
  expect((await app.call("POST", `/webhooks/${id}/rotate-secret`, rotation)).status).toBe(200);

  // when
  await app.call("POST", "/events", { event: "order.sent", data: { order: "é-17" } });
  const came = () => receiver.received.find(({ path }) => path === "/text");
  await expect.poll(came, { timeout: 20_000 }).toBeDefined();

  // then
  const got = came();
  if (!got) throw new Error("nothing came");
  const { headers, body } = got;
  const given = { format: "standard", headers, body } as const;
  const told = { id: headers["webhook-id"], flipped: "signature-mismatch" };
  for (const one of secrets) {
    expect(await verify({ ...given, secrets: [one] })).toMatchObject({ id: told.id });
    if (hasPython) expect(await python(verifyingScript, { ...given, secrets: [one] })).toEqual(told);
  }
  const error = await verify({ ...given, secrets: ["un-secret-d’hiver"] }).catch((thrown: unknown) => thrown);
  expect((error as SignatureError).reason).toBe("signature-mismatch");
});

test("both kits publish an event, once under one id, with what it starts", async () => {
  const made = await app.call("POST", "/tokens", { name: "events", scopes: ["events:write"] });
  const { token } = (await made.json()) as { token: string };
  const publisher = createPublisher({ url: app.baseUrl, token });
  const first = await publisher.publish("kit.used", { by: "TypeScript" }, { id: "kit-1", userId: 12 });
  expect(first).toEqual({ id: "kit-1", duplicate: false, violations: [], attempts: 1 });
  const again = await publisher.publish("kit.used", { by: "TypeScript" }, { id: "kit-1" });
  expect(again).toMatchObject({ duplicate: true });
  const other = await publisher.publish("kit.used", {}, { id: "kit-1" }).catch((error: unknown) => error);
  expect(other).toMatchObject({ status: 409, attempts: 1, problem: { code: "event-id-taken" } });
  const stored = await (await app.call("GET", "/events/kit-1")).json();
  expect(stored).toMatchObject({ type: "kit.used", data: { by: "TypeScript" }, userId: "12" });
  const refused = await publisher.publish("Kit used", {}).catch((error: unknown) => error);
  expect(refused).toMatchObject({ status: 400, attempts: 1, problem: { code: "invalid-request" } });
  if (!hasPython) return;
  expect(await python(publishingScript, { url: app.baseUrl, token })).toEqual([false, true]);
});

/** One bit of a letter within the body: still JSON, and another text. */
function flipped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.length - 3;
  return bytes.with(at, (bytes[at] ?? 0) ^ 1) as Uint8Array<ArrayBuffer>;
}

/** Runs a script against the kit; what it reads is JSON on its standard input, and what it prints is JSON. */
async function python(script: string, input: object): Promise<unknown> {
  const child = spawn("python3", ["-B", "-c", script], { cwd: kit, stdio: ["pipe", "pipe", "pipe"] });
  const out: Buffer[] = [];
  const problems: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => problems.push(chunk));
  child.stdin.end(JSON.stringify(input));
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(code, Buffer.concat(problems).toString()).toBe(0);
  return JSON.parse(Buffer.concat(out).toString());
}

const sendingScript = `
import dataclasses, json, sys
from sluice_webhooks import HmacSigning, SendError, Sender, StandardSigning
given = json.load(sys.stdin)
signing = None
if given["signing"]:
    options = {key: value for key, value in given["signing"].items() if key != "scheme"}
    signing = (StandardSigning if given["signing"]["scheme"] == "standard" else HmacSigning)(**options)

class Flipped:
    """Signs another body than the one that goes out."""
    def headers(self, *, id, timestamp, body):
        return signing.headers(id=id, timestamp=timestamp, body=bytes([*body[:-3], body[-3] ^ 1, *body[-2:]]))

def problem(sender, payload):
    try:
        sender.send(payload)
    except SendError as error:
        return error.problem

sender = Sender(given["url"], signing=signing, headers=given["headers"])
first = sender.send({"order": "A-17"}, id="order-17")
again = sender.send({"order": "A-17"}, id="order-17")
wrong = {"x-api-key": "another key of some length"} if given["headers"] else {}
refusing = Sender(given["url"], signing=Flipped() if signing else None, headers=wrong)
print(json.dumps({
    "first": dataclasses.asdict(first),
    "again": dataclasses.asdict(again),
    "broken": problem(sender, {}),
    "refused": problem(refusing, {"order": "A-18"}),
}))
`;

const publishingScript = `
import json, sys
from sluice_webhooks import Publisher
publisher = Publisher(**json.load(sys.stdin))
print(json.dumps([publisher.publish("kit.used", {"by": "Python"}, id="kit-2").duplicate for _ in range(2)]))
`;

const verifyingScript = `
import json, sys
from sluice_webhooks import SignatureError, verify
given = json.load(sys.stdin)
body = given.pop("body").encode()
verified = verify(body=body, **given)
try:
    verify(body=bytes([*body[:-3], body[-3] ^ 1, *body[-2:]]), **given)
except SignatureError as error:
    print(json.dumps({"id": verified.id, "flipped": error.reason}))
`;
