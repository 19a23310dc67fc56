import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workflow } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInAs } from "./browser.ts";
import { guardedDocument } from "./documents.ts";
import { startTestApp, type TestApp } from "./start-app.ts";

const canary = {
  basic: "canary-basic-9c1f77",
  admin: "canary-admin-52ab10",
  key: "canary-master-key-0a7d41-and-it-is-long-enough",
  environment: "canary-environment-e13f00",
  credential: "canary-credential-77c0de",
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
