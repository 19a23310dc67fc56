import { createHmac } from "node:crypto";
import { type SignatureChecks, signatureChecksSchema } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, signInAs } from "../../testing/browser.ts";
import { startTestApp, type TestApp } from "../../testing/start-app.ts";

const account = { email: "ann@example.com", password: "correct horse battery 9" };
const secrets = ["old-secret-of-github", "new-secret-of-github"];
const token = "token-of-gitlab";
const body = '{"ref": "refs/heads/main"}';
const sign = (secret: string, text = body) =>
  `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;

let app: TestApp;
let person: Browser;
let workflow: { id: string; hookUrl: string };

beforeAll(async () => {
  app = await startTestApp({
    environment: { SLUICE_ADMIN_EMAIL: account.email, SLUICE_ADMIN_PASSWORD: account.password },
  });
  person = await signInAs(app.baseUrl, account);
  const value = (text: string) => ({ value: { secret: { value: text } } });
  const any = [
    { type: "bearer", token: value("other").value },
    { type: "signature", preset: "github", secrets: secrets.map(value) },
    { type: "signature", preset: "gitlab-token", name: "GitLab", secrets: [value(token)] },
  ];
  const document = {
    format: 1,
    name: "Push",
    mode: "async",
    trigger: { type: "webhook", config: { auth: { any } } },
  };
  const made = await app.call("POST", "/workflows", { document: { ...document, nodes: {}, edges: [] } });
  workflow = (await made.json()) as typeof workflow;
  expect((await app.call("POST", `/workflows/${workflow.id}/publish`, {})).status).toBe(200);
});
afterAll(() => app.stop());

async function deliver(headers: Record<string, string>, text = body) {
  const answer = await fetch(workflow.hookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: text,
  });
  return { status: answer.status, deliveryId: answer.headers.get("sluice-delivery-id") ?? "" };
}

async function debug(input: object, caller: Pick<Browser, "call"> = person): Promise<SignatureChecks> {
  const answer = await caller.call("POST", `/workflows/${workflow.id}/debug-signature`, input);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return signatureChecksSchema.parse(await answer.json());
}

describe("the signature debugger", () => {
  it("finds the secret that signed an accepted delivery", async () => {
    const { status, deliveryId } = await deliver({ "x-hub-signature-256": sign("new-secret-of-github") });
    expect(status).toBe(200);
    const { checks, version, bodyIncomplete } = await debug({ deliveryId });
    expect({ version, bodyIncomplete }).toEqual({ version: 1, bodyIncomplete: false });
    expect(checks).toMatchObject([
      { at: 1, preset: "github", outcome: "passed", secret: 1 },
      { at: 2, name: "GitLab", outcome: "failed", failed: "missing-header" },
    ]);
  });

  it("shows the stage at which a refused one failed, what was signed and what would have been right", async () => {
    const { status, deliveryId } = await deliver(
      { "x-hub-signature-256": sign("old-secret-of-github") },
      `${body} `,
    );
    expect(status).toBe(401);
    const [check] = (await debug({ deliveryId })).checks;
    expect(check).toMatchObject({
      ...{ outcome: "failed", failed: "signature-mismatch", secret: null },
      signed: { text: `${body} `, encoding: "utf8", bytes: body.length + 1 },
      given: [sign("old-secret-of-github").slice(7)],
      expected: secrets.map((secret) => sign(secret, `${body} `).slice(7)),
      hints: ["body-had-no-line-end"],
    });
    expect(check?.stages.at(-1)).toMatchObject({ stage: "match", failed: "signature-mismatch" });
  });

  it("tries a typed secret in place of the stored ones, and a scheme that the trigger does not have", async () => {
    const { deliveryId } = await deliver({ "x-hub-signature-256": sign("a third") });
    expect((await debug({ deliveryId, secret: "a third" })).checks[0]).toMatchObject({ outcome: "passed" });
    const request = {
      headers: `X-Signature: ${sign("mine").slice(7).toUpperCase()}\nHost: old.example`,
      body: Buffer.from(body).toString("base64"),
      bodyEncoding: "base64",
    };
    const { checks, version } = await debug({ request, secret: "mine", method: { preset: "generic" } });
    expect(version).toBeNull();
    expect(checks).toMatchObject([{ at: null, preset: "generic", outcome: "passed" }]);
  });

  it("signs nothing for anybody: stored secrets on a pasted request show no right signature", async () => {
    const request = { headers: "x-hub-signature-256: sha256=00", body: "pay me" };
    const [check] = (await debug({ request })).checks;
    expect(check).toMatchObject({ failed: "signature-mismatch", expected: [], hints: [] });
  });

  it("tells no right signature to an API token", async () => {
    const { deliveryId } = await deliver({ "x-hub-signature-256": sign("wrong") });
    const [check] = (await debug({ deliveryId }, app)).checks;
    expect(check).toMatchObject({ failed: "signature-mismatch", expected: [], hints: [] });
  });

  it("says when a token was not stored, and checks one that is typed", async () => {
    const { status, deliveryId } = await deliver({ "x-gitlab-token": token });
    expect(status).toBe(200);
    const gitlab = ({ checks }: SignatureChecks) => checks.find(({ preset }) => preset === "gitlab-token");
    expect(gitlab(await debug({ deliveryId }))).toMatchObject({ outcome: "unknown", failed: null });
    const pasted = (text: string) => ({ request: { headers: `x-gitlab-token: ${text}`, body: "" } });
    expect(gitlab(await debug(pasted(token)))).toMatchObject({ outcome: "passed", expected: [], given: [] });
    expect(gitlab(await debug(pasted("other")))).toMatchObject({ failed: "wrong-credentials" });
  });

  it.each([
    ["neither a delivery nor a request", {}, 400, "invalid-request"],
    ["headers that are none", { request: { headers: "a b: c", body: "" } }, 400, "invalid-request"],
    ["an unknown delivery", { deliveryId: "dlv_none" }, 404, "delivery-not-found"],
    ["an unknown version", { request: { headers: "", body: "" }, version: 7 }, 404, "version-not-found"],
    [
      "a method without a secret",
      { request: { headers: "", body: "" }, method: { preset: "github" } },
      400,
      "invalid-request",
    ],
  ])("refuses %s", async (_, input, status, code) => {
    const answer = await person.call("POST", `/workflows/${workflow.id}/debug-signature`, input);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
  });

  it("leaves no secret and no right signature in the log", () => {
    for (const secret of [...secrets, token, "a third"]) {
      expect(app.log()).not.toContain(secret);
      expect(app.log()).not.toContain(sign(secret).slice(7));
    }
  });
});
