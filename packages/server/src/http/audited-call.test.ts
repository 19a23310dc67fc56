import { actSchema } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Browser, signInAs } from "../testing/browser.ts";
import { guardedDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { apiRoutes } from "./routes.ts";

const account = { email: "owner@example.com", password: "canary-admin-battery-9" };
const canary = "canary-5e7f0a91";
const acts = apiRoutes.filter(({ method }) => method !== "GET");
const pageSchema = z.object({ items: z.array(actSchema), nextCursor: z.string().nullable() });
let app: TestApp;
let browser: Browser;
beforeAll(async () => {
  app = await startTestApp({
    environment: { SLUICE_ADMIN_EMAIL: account.email, SLUICE_ADMIN_PASSWORD: account.password },
  });
  browser = await signInAs(app.baseUrl, account);
});
afterAll(() => app.stop());

async function listed(query = "") {
  return pageSchema.parse(await (await app.call("GET", `/audit?limit=200${query}`)).json());
}

/** The rows of what was done after a moment, the newest first. */
async function rowsOf(act: string) {
  return (await listed(`&act=${act}`)).items;
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${app.baseUrl}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

describe("the audit log", () => {
  it.each(acts.map((route) => [route.procedure, route] as const))("has %s", async (procedure, route) => {
    const id = "wf_01M8C1BQ9R5FKYY85257SRH0YY";
    const path = route.path
      .replace("{id}", id)
      .replaceAll(/\{(\w+)\}/g, (_, name) => (name === "type" ? canary : "1"));
    const shapes = [canary, { value: canary, [canary]: canary }, [canary]];
    const bodies = shapes.map((value) => Object.fromEntries(route.fields.map((name) => [name, value])));
    const before = (await rowsOf(procedure)).length;
    const sent = [...bodies, {}, { [canary]: canary }];
    for (const body of sent) {
      // A DELETE of the session would sign the browser out: its row is looked at where somebody signs out.
      if (procedure === "session.delete") await app.call(route.method, path, body);
      else await browser.call(route.method, path, body, { "x-request-id": `r-${procedure}` });
    }
    const rows = await rowsOf(procedure);
    expect(rows.length - before).toBe(sent.length);
    expect(JSON.stringify(rows)).not.toContain("canary");
    const [row] = rows;
    if (route.path.includes("{id}")) expect(row?.object).toMatchObject({ kind: "workflow", id });
    expect(row?.outcome).not.toBe("unfinished");
    if (procedure !== "session.delete") expect(row?.requestId).toBe(`r-${procedure}`);
  });

  it("says who published what, from where", async () => {
    const made = await browser.call("POST", "/workflows", { document: guardedDocument("canary-basic-1") });
    const { id, name } = (await made.json()) as { id: string; name: string };
    await browser.call("POST", `/workflows/${id}/publish`, { note: "canary note" });
    await browser.call("DELETE", `/workflows/${id}`);
    const { items } = await listed(`&object=${id}`);
    const object = { kind: "workflow", id, name };
    const actor = { kind: "person", id: browser.session.user.id, name: account.email, address: "127.0.0.1" };
    expect(items).toMatchObject([
      { act: "workflows.delete", object, actor, outcome: "ok" },
      { act: "workflows.publish", object, actor, outcome: "ok", detail: { version: 1 } },
      { act: "workflows.create", object, actor, outcome: "ok" },
    ]);
    expect(JSON.stringify(items)).not.toContain("canary");
    expect((await listed(`&actor=${account.email}&act=workflows.pub*`)).items).toHaveLength(
      (await rowsOf("workflows.publish")).length,
    );
  });

  it("knows a token by its name, also when it may not do it", async () => {
    const { token, id } = await app.app.tokens.create({
      ...{ name: "nightly", scopes: ["workflows:read"], expiresAt: null, createdBy: null },
    });
    const answer = await post("/workflows", {}, { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(403);
    expect((await listed(`&actor=nightly`)).items).toMatchObject([
      { act: "workflows.create", actor: { kind: "token", id, name: "nightly" }, outcome: "scope-missing" },
    ]);
    await app.call("DELETE", `/tokens/${id}`);
    expect((await listed(`&object=${id}`)).items).toMatchObject([
      { act: "tokens.delete", object: { kind: "token", id, name: "nightly" }, outcome: "ok" },
    ]);
  });

  it("names settings that changed, not their values", async () => {
    const saved = await browser.call("PUT", "/settings", {
      retention: { days: 77, perWorkflow: null },
    });
    expect(saved.status).toBe(200);
    expect((await rowsOf("settings.save"))[0]).toMatchObject({
      outcome: "ok",
      detail: { changed: ["retention"] },
    });
  });

  it("has who signs in, fails to, and signs out; no text that is no account's", async () => {
    const { id } = browser.session.user;
    const from = new Date().toISOString();
    await post("/session", { email: account.email, password: "canary-wrong-1" });
    await post("/session", { email: "canary-password-in-the-wrong-field", password: "x" });
    const other = await signInAs(app.baseUrl, account);
    await other.call("DELETE", "/session");
    const { items } = await listed(`&act=session.*&from=${from}`);
    const person = { kind: "person", id, name: account.email };
    expect(items).toMatchObject([
      { act: "session.delete", actor: person, outcome: "ok" },
      { act: "session.create", actor: person, outcome: "ok" },
      { actor: { kind: "nobody", name: null }, object: null, outcome: "wrong-credentials" },
      {
        actor: { kind: "nobody" },
        object: { kind: "user", id, name: account.email },
        outcome: "wrong-credentials",
      },
    ]);
    expect(JSON.stringify(items)).not.toContain("canary");
  });

  it("keeps so many failures of strangers in a minute, and every success", async () => {
    const from = new Date().toISOString();
    for (let n = 0; n < 150; n += 1) await post("/setup", { token: "x", ...account });
    await post("/workflows", {});
    await signInAs(app.baseUrl, account);
    const { items } = await listed(`&from=${from}`);
    expect(items.filter(({ act }) => act === "setup.create").length).toBeLessThanOrEqual(120);
    expect(items.filter(({ act }) => act === "workflows.create")).toEqual([]);
    expect(items[0]).toMatchObject({ act: "session.create", outcome: "ok" });
  });

  it("has the first account of the configuration", async () => {
    expect(await rowsOf("setup.create")).toContainEqual(
      expect.objectContaining({
        actor: expect.objectContaining({ kind: "command" }),
        object: { kind: "user", id: browser.session.user.id, name: account.email },
      }),
    );
  });

  it("is paged and exported, formulas made harmless", async () => {
    const first = pageSchema.parse(await (await app.call("GET", "/audit?limit=2")).json());
    const second = pageSchema.parse(
      await (await app.call("GET", `/audit?limit=2&cursor=${first.nextCursor}`)).json(),
    );
    expect([...first.items, ...second.items]).toEqual((await listed()).items.slice(0, 4));
    await app.app.tokens.create({ name: "=cmd()", scopes: ["*"], expiresAt: null, createdBy: null });
    const named = await browser.call("POST", "/tokens", { name: '=1+"2"', scopes: ["*"] });
    expect(named.status).toBe(201);
    const csv = await app.call("GET", "/audit/export?act=tokens.create&outcome=ok");
    expect(csv.headers.get("content-disposition")).toBe('attachment; filename="audit.csv"');
    const [head, row] = (await csv.text()).split("\r\n");
    expect(head).toMatch(/^id,at,actor_kind/);
    expect(row).toContain(`"'=1+""2"""`);
    const lines = (await (await app.call("GET", "/audit/export?format=jsonl")).text()).trim().split("\n");
    expect(lines.length).toBeGreaterThan(acts.length);
    for (const line of lines) actSchema.parse(JSON.parse(line));
  });

  it("is answered with an id, the caller's own where it is one", async () => {
    const idOf = async (given?: string) =>
      (await app.call("GET", "/settings", undefined, given ? { "x-request-id": given } : {})).headers.get(
        "x-request-id",
      );
    expect(await idOf()).toMatch(/^req_[0-9A-Z]{26}$/);
    expect(await idOf("trace:4.2_a")).toBe("trace:4.2_a");
    expect(await idOf("no id")).toMatch(/^req_/);
    expect(app.log()).toContain('"requestId":"trace:4.2_a","call":"settings.get","outcome":"ok"');
  });
});
