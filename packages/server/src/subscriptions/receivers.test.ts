import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";
import { standardProblem } from "./testing/standard-receiver.ts";

/*
 * Receivers that know nothing of Sluice take what it sends, and no message of which a byte is another: one written from
 * the Standard Webhooks specification, and the snippets that the two source products tell their customers to copy.
 */
const snippet = (name: string) =>
  readFileSync(new URL(`./testing/snippets/${name}.txt`, import.meta.url), "utf8");
const secrets = { "products-manager": "votre_secret_pour_signature", alforis: "un secret d’été" };
const hasPython = spawnSync("python3", ["--version"]).status === 0;

interface Message {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}
const now = Date.parse("2026-03-01T12:00:00Z");
const messages = new Map<string, Message>();
let standardSecret = "";
let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" }, fakeClock: true, now });
  for (const format of ["standard", "products-manager", "alforis"] as const) {
    const secret = format === "standard" ? {} : { secret: secrets[format] };
    const given = { url: `${receiver.url}/${format}`, events: ["product.*"], format, ...secret };
    const made = (await (await app.call("POST", "/webhooks", given)).json()) as { secret: string };
    if (format === "standard") standardSecret = made.secret;
  }
  const data = { name: "Café « crème » 漢字 🙂", price: 12.5, tags: ["a", null, true] };
  await app.call("POST", "/events", { event: "product.updated", data, user_id: "12" });
  for (const format of ["standard", "products-manager", "alforis"]) {
    await vi.waitFor(() => expect(receiver.at(`/${format}`)).toHaveLength(1), 20_000);
    const [came] = receiver.at(`/${format}`);
    if (came) messages.set(format, { headers: came.headers, body: Buffer.from(came.body, "utf8") });
  }
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

function messageOf(format: string): Message {
  const message = messages.get(format);
  if (!message) throw new Error(`no message came in the format ${format}`);
  return message;
}
/** The body with each of its bytes flipped in turn. */
const flipped = (body: Buffer): Buffer[] =>
  Array.from(body, (byte, at) => {
    const other = Buffer.from(body);
    other[at] = byte ^ 1;
    return other;
  });
const signatureOf = ({ headers }: Message) => String(headers["x-webhook-signature"]);

describe("a receiver written from the Standard Webhooks specification", () => {
  const judge = (message: Message, at = now / 1000) =>
    standardProblem(message, { secret: standardSecret, now: at });

  it("takes the message, and none of which a byte is another", () => {
    const message = messageOf("standard");
    expect(judge(message)).toBeUndefined();
    const taken = flipped(message.body).filter((body) => judge({ ...message, body }) === undefined);
    expect(taken).toEqual([]);
  });

  it("refuses another id, another time, an old message and another secret", () => {
    const message = messageOf("standard");
    const withHeader = (name: string, value: string) => ({
      ...message,
      headers: { ...message.headers, [name]: value },
    });
    expect(judge(withHeader("webhook-id", "msg_other"))).toBe("no signature is right");
    expect(judge(withHeader("webhook-timestamp", String(now / 1000 + 1)))).toBe("no signature is right");
    expect(judge(message, now / 1000 + 301)).toBe("too old, or from the future");
    const other = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    expect(standardProblem(message, { secret: other, now: now / 1000 })).toBe("no signature is right");
  });
});

describe("the Node.js snippets of Products Manager", () => {
  const require = createRequire(import.meta.url);
  /** The snippet as it stands there, and what its route answers a request. */
  function answering(name: string) {
    let route: ((request: object, response: object) => unknown) | undefined;
    const routes = {
      use: () => {},
      listen: () => {},
      get: () => {},
      post: (_: string, handler: typeof route) => {
        route = handler;
      },
    };
    const express = Object.assign(() => routes, { json: () => {} });
    const secret = secrets["products-manager"];
    runInNewContext(snippet(name), {
      require: (module: string) => (module === "express" ? express : require(module)),
      ...{ app: routes, Buffer, YOUR_SECRET: secret, process: { env: { WEBHOOK_SECRET: secret } } },
      ...{ console: { log: () => {}, error: () => {} }, setImmediate: () => {}, setTimeout: () => {} },
    });
    return async ({ headers }: Message, body: Buffer): Promise<number> => {
      let status = 0;
      const response = {
        status(code: number) {
          status = code;
          return response;
        },
        ...{ send: () => response, json: () => response },
      };
      let parsed: unknown;
      try {
        parsed = JSON.parse(body.toString("utf8"));
      } catch {
        // What express.json() does.
        return 400;
      }
      await route?.({ headers, body: parsed }, response);
      return status;
    };
  }

  it.each(["products-manager-node", "products-manager-express"])("%s", async (name) => {
    const message = messageOf("products-manager");
    const answer = answering(name);
    expect(await answer(message, message.body)).toBe(200);
    const statuses = await Promise.all(flipped(message.body).map((body) => answer(message, body)));
    expect(statuses.filter((status) => status < 400)).toEqual([]);
  });
});

describe.skipIf(!hasPython)("the Python snippets", () => {
  /** Answers of a function of the snippet for a list of bodies. */
  function verdicts(name: string, call: string, bodies: readonly Buffer[], message: Message): boolean[] {
    const driver = [
      // The routes of the guides are decorated; their frameworks are not what is tested.
      "class App:\n    def route(self, *a, **k):\n        return lambda f: f\napp = App()",
      snippet(name),
      "import sys, json, base64",
      "given = json.load(sys.stdin)",
      `print(json.dumps([bool(${call}) for payload in map(base64.b64decode, given['bodies'])]))`,
    ].join("\n");
    const secret = name.startsWith("alforis") ? secrets.alforis : secrets["products-manager"];
    const input = JSON.stringify({
      bodies: bodies.map((body) => body.toString("base64")),
      ...{ secret, signature: signatureOf(message) },
    });
    const { stdout, stderr } = spawnSync("python3", ["-c", driver], { input, encoding: "utf8" });
    expect(stderr).toBe("");
    return JSON.parse(stdout) as boolean[];
  }

  it.each([
    ["alforis-python", "alforis", "verify_signature(given['secret'], payload, given['signature'])"],
    [
      "products-manager-flask",
      "products-manager",
      // What request.get_data(as_text=True) gives.
      "verify_webhook(payload.decode('utf-8', 'replace'), given['signature'], given['secret'])",
    ],
  ])("%s", (name, format, call) => {
    const message = messageOf(format);
    const [asItCame, ...others] = verdicts(name, call, [message.body, ...flipped(message.body)], message);
    expect(asItCame).toBe(true);
    expect(others.filter(Boolean)).toEqual([]);
    expect(others).toHaveLength(message.body.length);
  });
});
