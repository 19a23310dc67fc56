import { execFile, spawnSync } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { promisify } from "node:util";
import { sign as signGithub } from "@octokit/webhooks-methods";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as Svix } from "svix";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "../testing/documents.ts";
import { type OpenDoor, openDoor } from "../testing/open-door.ts";

let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor({ door: { publicUrl: "https://hooks.example.com" } });
});
afterAll(() => open.close());

const run = promisify(execFile);
const has = (command: string, args: readonly string[]) => spawnSync(command, args).status === 0;
const hasCurl = has("curl", ["--version"]);
const hasPython = has("python3", ["-c", "import hmac, urllib.request"]);
const hasRequests = has("python3", ["-c", "import requests"]);
if (!hasCurl) console.warn("real-senders.test.ts: curl is not there, its sender is skipped");
if (!hasPython) console.warn("real-senders.test.ts: python3 is not there, its senders are skipped");
else if (!hasRequests) console.warn("real-senders.test.ts: Python has no requests, that sender is skipped");

const body = JSON.stringify({ id: "evt_1", name: "Zoë 🎈", amount: 12 }, null, 2);
const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

async function trigger(preset: string, more: JsonObject = {}) {
  const method = { type: "signature", preset, secrets: [{ value: { secret: { value: secret } } }], ...more };
  return open.workflow(documentOf({ trigger: { auth: { any: [method] }, accept: ["json", "form"] } }));
}

async function post(url: string, headers: Record<string, string>, text: string): Promise<number> {
  const type = { "content-type": "application/json" };
  return (await fetch(url, { method: "POST", headers: { ...type, ...headers }, body: text })).status;
}

/** How the deliveries of a workflow went, oldest first. */
async function stagesOf(id: string) {
  return (await open.listed(id)).reverse().map(({ authStage, status }) => authStage ?? status);
}

const seconds = () => Math.floor(Date.now() / 1000);
const hmacHex = (text: string | Buffer) => createHmac("sha256", secret).update(text).digest("hex");

/** The senders' own libraries make the headers for a body. */
const libraries: Record<string, (text: string) => Promise<Record<string, string>>> = {
  github: async (text) => ({ "x-hub-signature-256": await signGithub(secret, text) }),
  stripe: async (payload) => ({
    "stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret }),
  }),
  "standard-webhooks": async (text) => {
    const at = new Date();
    return {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign("msg_1", at, text),
    };
  },
  svix: async (text) => {
    const at = new Date();
    return {
      "svix-id": "msg_1",
      "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
      "svix-signature": new Svix(secret).sign("msg_1", at, text),
    };
  },
};

describe("real senders", () => {
  it.each(Object.entries(libraries))("%s signs with its own library", async (name, headersFor) => {
    const { id, url } = await trigger(name === "svix" ? "standard-webhooks" : name);
    const headers = await headersFor(body);
    expect(await post(url, headers, body)).toBe(200);
    expect(await post(url, headers, body.replace("12", "13"))).toBe(401);
    expect(await post(url, {}, body)).toBe(401);
    expect(await stagesOf(id)).toEqual([200, "signature-mismatch", "missing-header"]);
  });

  it("what each documents of the others", async () => {
    const documented: Record<string, Record<string, string>> = {
      shopify: {
        "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
      },
      slack: {
        "x-slack-request-timestamp": String(seconds()),
        "x-slack-signature": `v0=${hmacHex(`v0:${seconds()}:${body}`)}`,
      },
      paddle: { "paddle-signature": `ts=${seconds()};h1=${hmacHex(`${seconds()}:${body}`)}` },
      "products-manager": { "x-webhook-signature": `sha256=${hmacHex(body)}` },
      alforis: { "x-webhook-signature": hmacHex(body), "x-webhook-timestamp": new Date().toISOString() },
      generic: { "x-signature": hmacHex(body) },
    };
    for (const [preset, headers] of Object.entries(documented)) {
      const { id, url } = await trigger(preset);
      expect([preset, await post(url, headers, body)]).toEqual([preset, 200]);
      expect([preset, await post(url, headers, `${body} `)]).toEqual([preset, 401]);
      expect(await stagesOf(id)).toEqual([200, "signature-mismatch"]);
    }
  });

  it("GitLab sends its token as it is: it opens like a key, and is never stored", async () => {
    const { id, url } = await trigger("gitlab-token");
    expect(await post(url, { "X-Gitlab-Token": secret }, body)).toBe(200);
    expect(await post(url, { "X-Gitlab-Token": `${secret}x` }, body)).toBe(401);
    expect(await post(url, {}, body)).toBe(401);
    expect(await stagesOf(id)).toEqual([200, "wrong-credentials", "missing-credentials"]);
    for (const { id: delivery } of await open.listed(id)) {
      expect(JSON.stringify(await open.deliveries.get(delivery))).not.toContain(secret);
    }
  });

  it("Twilio signs the public URL of the server, forms and JSON", async () => {
    const { id, url, path } = await trigger("twilio");
    const sign = (text: string) => createHmac("sha1", secret).update(text).digest("base64");
    const form = { To: "+33", From: "+44", Body: "a b&c=é" };
    const sorted = `Body${form.Body}From${form.From}To${form.To}`;
    const at = `https://hooks.example.com${path}?x=1`;
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const text = new URLSearchParams(form).toString();
    const headers = { ...type, "x-twilio-signature": sign(at + sorted) };
    expect(await post(`${url}?x=1`, headers, text)).toBe(200);
    expect(await post(`${url}?x=2`, headers, text)).toBe(401);
    expect(await post(`${url}?x=1`, headers, text.replace("33", "34"))).toBe(401);
    const withPort = { ...type, "x-twilio-signature": sign(at.replace(".com", ".com:443") + sorted) };
    expect(await post(`${url}?x=1`, withPort, text)).toBe(200);

    const hash = createHash("sha256").update(body).digest("hex");
    const json = { "x-twilio-signature": sign(`${at}&bodySHA256=${hash}`) };
    expect(await post(`${url}?x=1&bodySHA256=${hash}`, json, body)).toBe(200);
    expect(await post(`${url}?x=1&bodySHA256=${hash}`, json, `${body} `)).toBe(401);
    // Without its hash in the URL, nobody has signed this body.
    expect(await post(`${url}?x=1`, { "x-twilio-signature": sign(at) }, body)).toBe(401);
    expect(await stagesOf(id)).toEqual([
      ...[200, "signature-mismatch", "signature-mismatch", 200],
      ...[200, "body-hash-mismatch", "body-hash-mismatch"],
    ]);
  });

  it("chunks of any size are the same bytes", async () => {
    const { id, url } = await trigger("generic");
    const chunked = (text: string) =>
      new Promise<number>((resolve, reject) => {
        const headers = { "content-type": "application/json", "x-signature": hmacHex(body) };
        const sent = httpRequest(url, { method: "POST", headers }, (answer) => {
          answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
        });
        sent.on("error", reject);
        for (const byte of Buffer.from(text)) sent.write(Buffer.from([byte]));
        sent.end();
      });
    expect(await chunked(body)).toBe(200);
    expect(await chunked(body.replace("evt", "evs"))).toBe(401);
    expect(await stagesOf(id)).toEqual([200, "signature-mismatch"]);
  });

  it.skipIf(!hasCurl)("curl", async () => {
    const { id, url } = await trigger("generic");
    const curl = async (text: string) => {
      const headers = ["-H", "content-type: application/json", "-H", `X-Signature: ${hmacHex(body)}`];
      const args = ["-s", "-o", "-", "-w", "%{http_code}", ...headers, "--data-binary", text, url];
      return (await run("curl", args)).stdout.slice(-3);
    };
    expect([await curl(body), await curl(`${body}\n`)]).toEqual(["200", "401"]);
    expect(await stagesOf(id)).toEqual([200, "signature-mismatch"]);
  });

  it.skipIf(!hasPython)("Python, with what it has and with requests", async () => {
    const { id, url } = await trigger("products-manager");
    const script = `
import hashlib, hmac, json, sys, urllib.request, urllib.error
url, secret, with_requests = sys.argv[1], sys.argv[2].encode(), sys.argv[3] == "yes"
body = json.dumps({"name": "Zoë", "amount": 12.0}).encode()
signature = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
headers = {"Content-Type": "application/json", "X-Webhook-Signature": signature}
def plain(data):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=data, headers=headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
print(plain(body), plain(body + b" "))
if with_requests:
    import requests
    print(requests.post(url, data=body, headers=headers).status_code)
    print(requests.post(url, data=body[:-1], headers=headers).status_code)
`;
    const { stdout } = await run("python3", ["-c", script, url, secret, hasRequests ? "yes" : "no"]);
    const once = [200, "signature-mismatch"];
    expect(stdout.split(/\s+/).filter(Boolean)).toEqual([
      "200",
      "401",
      ...(hasRequests ? ["200", "401"] : []),
    ]);
    expect(await stagesOf(id)).toEqual([...once, ...(hasRequests ? once : [])]);
  });
});
