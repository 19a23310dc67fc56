import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workflow } from "@sluice/api/schemas";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInAs } from "./browser.ts";
import { answeringDocument, guardedDocument } from "./documents.ts";
import { startTestApp, type TestApp } from "./start-app.ts";

const canary = {
  basic: "canary-basic-9c1f77",
  admin: "canary-admin-52ab10",
  key: "canary-master-key-0a7d41-and-it-is-long-enough",
  environment: "canary-environment-e13f00",
  credential: "canary-credential-77c0de",
  headerKey: "canary-header-key-10aa01",
  queryKey: "canary-query-key-10aa02",
  bearer: "canary-bearer-10aa03",
  token: "canary-token-secret-10aa04-of-some-length",
  signature: "canary-signature-10aa05",
  verify: "canary-verify-10aa06",
};
const account = { email: "owner@example.com", password: canary.admin };
let app: TestApp;
const answers: string[] = [];
const secrets: string[] = Object.values(canary);
beforeAll(async () => {
  app = await startTestApp({
    environment: {
      SLUICE_ADMIN_EMAIL: account.email,
      SLUICE_ADMIN_PASSWORD: account.password,
      SLUICE_SECRET_KEY: canary.key,
      SLUICE_LOG_LEVEL: "trace",
      SLUICE_ALLOW_NETWORKS: "127.0.0.1",
      UNLISTED: canary.environment,
    },
  });
  await work();
});
afterAll(() => app.stop());

/** Uses every secret in every way there is, and remembers all that was answered. */
async function work() {
  const keep = async (answer: Response) => {
    const text = await answer.text();
    answers.push(text, JSON.stringify([...answer.headers].filter(([name]) => name !== "set-cookie")));
    return text;
  };
  const browser = await signInAs(app.baseUrl, account);
  secrets.push(browser.cookie.split("=")[1] ?? "");
  await keep(await browser.call("GET", "/session"));
  const made = JSON.parse(
    await keep(await app.call("POST", "/workflows", { document: guardedDocument(canary.basic) })),
  ) as Workflow;
  const path = `/workflows/${made.id}`;
  await keep(await app.call("POST", `${path}/publish`, {}));
  await keep(await app.call("PUT", path, { revision: 0, document: guardedDocument(canary.basic) }));
  await keep(
    await app.call("PUT", path, { revision: 1, document: { ...guardedDocument(canary.basic), mode: "x" } }),
  );
  await keep(await app.call("POST", `${path}/check`, { document: guardedDocument(canary.basic) }));
  await keep(await app.call("POST", `${path}/run`, { input: { body: { note: "hello" } } }));
  const authorization = `Basic ${Buffer.from(`bob:${canary.basic}`).toString("base64")}`;
  secrets.push(authorization.slice(6));
  for (const headers of [{ authorization }, { authorization, "content-type": "application/json" }]) {
    await keep(await fetch(made.hookUrl, { method: "POST", headers, body: "{}" }));
  }
  for (const list of ["", "/versions", "/duplicate"]) {
    await keep(
      await app.call(
        list === "/duplicate" ? "POST" : "GET",
        `${path}${list}`,
        list === "/duplicate" ? {} : undefined,
      ),
    );
  }
  await callAsEverySender(keep);
  for (const list of ["/deliveries", "/executions"]) {
    const { items } = JSON.parse(await keep(await app.call("GET", list))) as { items: { id: string }[] };
    for (const { id } of items) await keep(await app.call("GET", `${list}/${id}`));
  }
  await useCredential(keep);
  const token = await browser.call("POST", "/tokens", { name: "ci", scopes: ["*"] });
  secrets.push(((await token.json()) as { token: string }).token, app.token);
  await keep(await app.call("GET", "/tokens"));
  await keep(await browser.call("POST", "/session", { email: account.email, password: `${canary.admin}x` }));
  await keep(await browser.call("DELETE", "/session"));
}

/** Calls a trigger with every kind of method, rightly and with one letter too many. */
async function callAsEverySender(keep: (answer: Response) => Promise<string>) {
  const held = (value: string) => ({ secret: { value } });
  const any = [
    { type: "apiKey", parameter: "X-Shop-Key", key: held(canary.headerKey) },
    { type: "apiKey", in: "query", parameter: "shopkey", key: held(canary.queryKey) },
    { type: "bearer", token: held(canary.bearer) },
    { type: "jwt", algorithms: ["HS256"], header: "x-token", secret: held(canary.token) },
    { type: "signature", preset: "generic", secrets: [{ value: held(canary.signature) }] },
  ];
  const handshakes = [{ type: "meta", verifyToken: held(canary.verify) }];
  const document = answeringDocument({
    name: "Senders",
    trigger: { type: "webhook", config: { auth: { any }, handshakes, docs: { public: true } } },
  });
  const made = JSON.parse(await keep(await app.call("POST", "/workflows", { document }))) as Workflow;
  await keep(await app.call("POST", `/workflows/${made.id}/publish`, {}));
  const body = "{}";
  const jwt = await new SignJWT({ sub: "ann" })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime("10m")
    .sign(new TextEncoder().encode(canary.token));
  secrets.push(jwt);
  const hmac = createHmac("sha256", canary.signature).update(body).digest("hex");
  const calls: [number, string, Record<string, string>][] = ["", "x"].flatMap((more) => {
    const status = more === "" ? 200 : 401;
    return [
      [status, "", { "x-shop-key": canary.headerKey + more }],
      [status, `?shopkey=${canary.queryKey}${more}`, {}],
      [status, "", { authorization: `Bearer ${canary.bearer}${more}` }],
      [status, "", { "x-token": jwt + more }],
      [status, "", { "x-signature": hmac + more }],
    ] as [number, string, Record<string, string>][];
  });
  for (const [status, query, headers] of calls) {
    const type = { "content-type": "application/json" };
    const given = { method: "POST", headers: { ...type, ...headers }, body };
    const answer = await fetch(made.hookUrl + query, given);
    expect(answer.status).toBe(status);
    await keep(answer);
  }
  for (const more of ["", "x"]) {
    const query = `?hub.mode=subscribe&hub.challenge=1&hub.verify_token=${canary.verify}${more}`;
    await keep(await fetch(made.hookUrl + query));
  }
  await keep(await app.call("GET", `/workflows/${made.id}/senders`));
  await lookEverywhere(keep, made);
}

/** Everything that shows, copies or judges a delivery again. */
async function lookEverywhere(keep: (answer: Response) => Promise<string>, made: Workflow) {
  const path = `/workflows/${made.id}`;
  const query = `workflowId=${made.id}&limit=100`;
  const listed = JSON.parse(await keep(await app.call("GET", `/deliveries?${query}`)));
  const { items } = listed as { items: { id: string }[] };
  expect(items.length).toBeGreaterThan(9);
  for (const { id } of items) {
    await keep(await app.call("POST", `/deliveries/${id}/replay`, {}));
    await keep(await app.call("POST", `/deliveries/${id}/test`, { name: id }));
    await keep(await app.call("POST", `${path}/debug-signature`, { deliveryId: id }));
  }
  const after = `dlv_${"0".repeat(26)}`;
  await keep(await app.call("GET", `${path}/capture?after=${after}&authenticated=false`));
  await keep(await app.call("POST", `${path}/tests/run`, {}));
  for (const page of ["/tests", "/docs", "/drift", "/versions/1"])
    await keep(await app.call("GET", path + page));
  for (const page of ["/docs", "/docs/openapi.json"]) await keep(await fetch(made.hookUrl + page));
  await keep(await app.call("POST", "/deliveries/replay", { filter: { workflowId: made.id }, dryRun: true }));
  await keep(await app.call("GET", `/deliveries?${query}&q=ann&searchIn=text`));
  await keep(await app.call("GET", `/deliveries/counters?workflowId=${made.id}`));
}

/** Makes a credential of every type, sends each to where it is and to where it may not go, and is refused with it. */
async function useCredential(keep: (answer: Response) => Promise<string>) {
  const secret = canary.credential;
  const auths = [
    { type: "basic", username: "bob", password: secret },
    { type: "header", name: "x-key", value: secret },
    { type: "query", name: "key", value: secret },
    { type: "bearer", token: secret },
  ];
  secrets.push(Buffer.from(`bob:${secret}`).toString("base64"));
  for (const auth of auths) {
    const body = { name: auth.type, hosts: ["127.0.0.1"], auth };
    const { id } = JSON.parse(await keep(await app.call("POST", "/credentials", body))) as { id: string };
    await keep(await app.call("POST", "/credentials", body));
    await keep(await app.call("POST", "/credentials", { ...body, auth: { ...auth, more: secret } }));
    for (const url of [`${app.baseUrl}/health/live`, "http://169.254.169.254/", "http://other.example/"]) {
      await keep(await app.call("POST", `/credentials/${id}/test`, { url }));
    }
    await keep(await app.call("PUT", `/credentials/${id}`, { ...body, name: `${auth.type} 2` }));
    await keep(await app.call("GET", `/credentials/${id}`));
    if (auth.type === "query") await keep(await app.call("DELETE", `/credentials/${id}`));
  }
  await keep(await app.call("GET", "/credentials"));
}

describe("no secret is seen", () => {
  it("in an answer of the API or of a trigger URL", () => {
    expect(answers.length).toBeGreaterThan(30);
    for (const secret of secrets) expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
  });

  it("in the log", () => {
    for (const secret of secrets) expect(app.log()).not.toContain(secret);
  });

  it("in the database and its companions", () => {
    const files = readdirSync(app.dataFolder).filter((name) => name.startsWith("sluice.db"));
    expect(files).toContain("sluice.db-wal");
    for (const file of files) {
      const bytes = readFileSync(join(app.dataFolder, file));
      for (const secret of secrets) expect(bytes.includes(secret), `${secret} in ${file}`).toBe(false);
    }
  });
});
