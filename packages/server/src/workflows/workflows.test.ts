import { createClient, ProblemError } from "@sluice/api/client";
import type { Workflow } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringDocument, guardedDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  app = await startTestApp({ fakeClock: true });
  client = createClient({ baseUrl: app.baseUrl, headers: () => ({ authorization: `Bearer ${app.token}` }) });
});
afterAll(() => app.stop());

const create = (more: Partial<WorkflowDocument> = {}) =>
  client.workflows.create({ document: answeringDocument(more) });
const problemOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem : Promise.reject(error)),
  );
const post = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: "{}" });
const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`bob:${password}`).toString("base64")}`,
});

describe("making and saving workflows", () => {
  it("gives a new one its URL for life", async () => {
    const made = await create({ name: "New" });
    expect(made).toMatchObject({ name: "New", revision: 1, published: null, paused: false, changed: true });
    expect(made.hookKey).toMatch(/^[0-9A-Za-z]{24}$/);
    expect(made.hookUrl).toBe(`${app.baseUrl}/hooks/${made.hookKey}`);
    expect(made.draft).toEqual(answeringDocument({ name: "New" }));
  });

  it("raises the revision with every save, and publishing and pausing do not", async () => {
    const { id, draft } = await create();
    expect(await client.workflows.save({ id, revision: 1, document: draft })).toMatchObject({ revision: 2 });
    await client.workflows.publish({ id });
    expect(await client.workflows.pause({ id })).toMatchObject({ revision: 2, paused: true });
    expect(await client.workflows.resume({ id })).toMatchObject({ revision: 2, paused: false });
    expect(await client.workflows.rotateKey({ id })).toMatchObject({ revision: 2 });
    expect(await client.workflows.save({ id, revision: 2, document: draft })).toMatchObject({ revision: 3 });
  });

  it("refuses a stale save with what is stored now", async () => {
    const { id, draft } = await create();
    const theirs = await client.workflows.save({ id, revision: 1, document: { ...draft, name: "Theirs" } });
    const problem = await problemOf(
      client.workflows.save({ id, revision: 1, document: { ...draft, name: "Mine" } }),
    );
    expect(problem).toMatchObject({ code: "stale-revision", status: 409, current: theirs });
    expect(await client.workflows.get({ id })).toEqual(theirs);
  });

  it("publishes only the draft that was seen, where its revision is given", async () => {
    const { id, draft } = await create();
    const theirs = await client.workflows.save({ id, revision: 1, document: { ...draft, name: "Theirs" } });
    const problem = await problemOf(client.workflows.publish({ id, revision: 1 }));
    expect(problem).toMatchObject({ code: "stale-revision", status: 409, current: theirs });
    expect(await client.workflows.get({ id })).toMatchObject({ published: null });
    expect(await client.workflows.publish({ id, revision: 2 })).toMatchObject({ version: 1 });
  });

  it("saves what is half done, with findings", async () => {
    const cyclic = answeringDocument({
      nodes: { a: { type: "set", config: {} }, b: { type: "set", config: {} } },
      edges: [
        { from: "a", to: "b" },
        { from: "b", to: "a" },
      ],
    });
    const { id } = await client.workflows.create({ document: cyclic });
    const { findings } = await client.workflows.check({ id });
    expect(findings.some(({ severity }) => severity === "error")).toBe(true);
    const problem = await problemOf(client.workflows.publish({ id }));
    expect(problem).toMatchObject({ code: "not-publishable", status: 422, findings });
    expect(await client.workflows.get({ id })).toMatchObject({ published: null });
    expect(await client.workflows.check({ id, document: answeringDocument() })).toEqual({ findings: [] });
  });

  it("finds other workflows that are not there, and one that would handle its own errors", async () => {
    const other = await create();
    const { id } = await create();
    const named = (errorWorkflow: string) => answeringDocument({ settings: { errorWorkflow } });
    const codes = async (errorWorkflow: string) =>
      (await client.workflows.check({ id, document: named(errorWorkflow) })).findings.map(({ code }) => code);
    expect(await codes(other.id)).toEqual([]);
    expect(await codes(id)).toEqual(["error-workflow-itself"]);
    expect(await codes("wf_gone")).toEqual(["unknown-workflow"]);
    await client.workflows.delete({ id: other.id });
    expect(await codes(other.id)).toEqual(["unknown-workflow"]);
  });

  it("refuses to publish a call of what is not started by a call, as it runs and not as it is drawn", async () => {
    const other = await create({ name: "Other" });
    const onCall = { type: "call", config: {} };
    const { id, draft } = await create();
    const nodes = { ...draft.nodes, other: { type: "call", config: { workflow: other.id } } };
    const document = { ...draft, nodes, edges: [{ from: "trigger", to: "other" }, ...draft.edges] };
    await client.workflows.save({ id, revision: 1, document });
    const codes = async () => (await client.workflows.check({ id })).findings.map(({ code }) => code);
    expect(await problemOf(client.workflows.publish({ id }))).toMatchObject({
      code: "not-publishable",
      findings: [{ code: "not-callable", at: ["nodes", "other", "config", "workflow"] }],
    });
    const [finding] = (await client.workflows.check({ id })).findings;
    expect(finding?.message).toContain("“Other” cannot be called");
    const called = { ...other.draft, mode: "async" as const, trigger: onCall, nodes: {}, edges: [] };
    await client.workflows.save({ id: other.id, revision: 1, document: called });
    expect(await codes()).toEqual([]);
    await client.workflows.publish({ id: other.id });
    await client.workflows.save({ id: other.id, revision: 2, document: other.draft });
    expect(await codes()).toEqual([]);
    await client.workflows.publish({ id: other.id });
    expect(await codes()).toEqual(["not-callable"]);
    await client.workflows.delete({ id: other.id });
    expect(await codes()).toEqual(["unknown-workflow"]);
  });

  it("shows who published what, and brings a version back", async () => {
    const { id, draft } = await create({ name: "One" });
    expect(await client.workflows.publish({ id, note: "first" })).toEqual({
      version: 1,
      findings: [],
      tests: null,
    });
    const pin = { output: { ok: true } };
    const nodes = Object.fromEntries(
      Object.entries(draft.nodes).map(([key, node]) => [key, { ...node, pin }]),
    );
    await client.workflows.save({ id, revision: 1, document: { ...draft, nodes, name: "Two" } });
    await client.workflows.publish({ id });
    const { items } = await client.versions.list({ id });
    expect(items).toMatchObject([
      { version: 2, note: null },
      { version: 1, note: "first", publishedBy: expect.stringMatching(/^tok_/) },
    ]);
    expect(await client.versions.get({ id, version: 1 })).toMatchObject({ document: { name: "One" } });
    expect(await client.versions.restore({ id, version: 1, revision: 2 })).toMatchObject({
      revision: 3,
      // What stands in for steps in trials stays.
      draft: { name: "One", nodes },
      changed: true,
    });
    expect(await problemOf(client.versions.restore({ id, version: 1, revision: 2 }))).toMatchObject({
      code: "stale-revision",
    });
    expect(await problemOf(client.versions.restore({ id, version: 9, revision: 3 }))).toMatchObject({
      code: "version-not-found",
    });
  });

  it("tells a change of meaning from a moved box", async () => {
    const { id, draft } = await create();
    await client.workflows.publish({ id });
    const layout = { nodes: { answer: { x: 10, y: 20 } }, notes: [] };
    expect(await client.workflows.save({ id, revision: 1, document: { ...draft, layout } })).toMatchObject({
      changed: false,
    });
    const reordered = Object.fromEntries(Object.entries(draft).reverse()) as WorkflowDocument;
    expect(await client.workflows.save({ id, revision: 2, document: reordered })).toMatchObject({
      changed: false,
    });
    expect(
      await client.workflows.save({ id, revision: 3, document: { ...draft, mode: "async" } }),
    ).toMatchObject({ changed: true });
  });

  it("puts workflows into the trash, URL and all", async () => {
    const { id, hookUrl } = await create();
    await client.workflows.publish({ id });
    expect((await post(hookUrl)).status).toBe(200);
    await client.workflows.delete({ id });
    expect((await post(hookUrl)).status).toBe(404);
    expect(await problemOf(client.workflows.get({ id }))).toMatchObject({ code: "workflow-not-found" });
    expect(await problemOf(client.workflows.delete({ id }))).toMatchObject({ code: "workflow-not-found" });
  });

  it("gives back what is in the trash, as it was", async () => {
    const { id, hookUrl, revision, draft } = await create();
    await client.workflows.publish({ id });
    await client.workflows.delete({ id });
    const trashed = (await client.workflows.trashed({})).items.find((row) => row.id === id);
    expect(trashed).toMatchObject({ id, name: draft.name, published: 1 });
    const days = (Date.parse(trashed?.goneAt ?? "") - Date.parse(trashed?.deletedAt ?? "")) / 86_400_000;
    expect(days).toBe(30);
    expect(await client.workflows.untrash({ id })).toMatchObject({ id, revision, published: 1, draft });
    expect((await post(hookUrl)).status).toBe(200);
    expect(await client.workflows.untrash({ id })).toMatchObject({ id });
    expect((await client.workflows.trashed({})).items.map((row) => row.id)).not.toContain(id);
    expect(await problemOf(client.workflows.untrash({ id: "wf_none" }))).toMatchObject({
      code: "workflow-not-found",
    });
  });
});

describe("the trigger URL", () => {
  it("keeps its old key for as long as was asked for", async () => {
    const { id, hookUrl } = await create();
    await client.workflows.publish({ id });
    const rotated = await client.workflows.rotateKey({ id, keepOldForSeconds: 60 });
    expect(rotated.hookUrl).not.toBe(hookUrl);
    expect([(await post(hookUrl)).status, (await post(rotated.hookUrl)).status]).toEqual([200, 200]);
    app.advance(60_000);
    expect([(await post(hookUrl)).status, (await post(rotated.hookUrl)).status]).toEqual([404, 200]);
    const again = await client.workflows.rotateKey({ id });
    expect([(await post(rotated.hookUrl)).status, (await post(again.hookUrl)).status]).toEqual([404, 200]);
  });

  it("may have an alias that people can read, for itself alone", async () => {
    const first = await create({ name: "Orders" });
    const second = await create();
    await client.workflows.publish({ id: first.id });
    expect([first.alias, first.aliasUrl]).toEqual([null, null]);
    const named = await client.workflows.setAlias({ id: first.id, alias: "new-orders" });
    expect(named).toMatchObject({ alias: "new-orders", hookUrl: first.hookUrl, revision: 1 });
    expect(named.aliasUrl).toBe(`${app.baseUrl}/hooks/new-orders`);
    expect([(await post(named.aliasUrl ?? "")).status, (await post(first.hookUrl)).status]).toEqual([
      200, 200,
    ]);
    expect((await client.workflows.list({})).items.find(({ id }) => id === first.id)?.alias).toBe(
      "new-orders",
    );
    const taken = client.workflows.setAlias({ id: second.id, alias: "new-orders" });
    expect(await problemOf(taken)).toMatchObject({
      ...{ code: "alias-taken", status: 409, workflow: { id: first.id, name: "Orders" } },
    });
    const warned = (await client.workflows.check({ id: first.id })).findings;
    expect(warned).toMatchObject([{ code: "alias-without-authentication", severity: "warning" }]);
    // The API takes the word of a person; a copy begins without it.
    expect(await client.workflows.duplicate({ id: first.id })).toMatchObject({ alias: null });
    for (const alias of ["no", "New-Orders", "a/b", first.hookKey, "abcdefghijklmnopqrstuvwx"]) {
      const refused = client.workflows.setAlias({ id: second.id, alias });
      expect(await problemOf(refused)).toMatchObject({ code: "invalid-request" });
    }
    expect(await client.workflows.removeAlias({ id: first.id })).toMatchObject({
      alias: null,
      aliasUrl: null,
    });
    expect((await post(named.aliasUrl ?? "")).status).toBe(404);
    expect(await client.workflows.setAlias({ id: second.id, alias: "new-orders" })).toMatchObject({
      alias: "new-orders",
    });
    expect(await problemOf(client.workflows.removeAlias({ id: "none" }))).toMatchObject({
      code: "workflow-not-found",
    });
  });

  it("tells callers which address they have", async () => {
    expect(await client.ownAddress.get()).toEqual({ address: "127.0.0.1", proxy: "none" });
    const headers = { authorization: `Bearer ${app.token}`, "x-forwarded-for": "203.0.113.9" };
    const untrusted = await fetch(`${app.baseUrl}/api/v1/own-address`, { headers });
    expect(await untrusted.json()).toEqual({ address: "127.0.0.1", proxy: "untrusted" });
    const behind = await startTestApp({ environment: { SLUICE_TRUSTED_PROXIES: "127.0.0.0/8" } });
    try {
      const trusted = await fetch(`${behind.baseUrl}/api/v1/own-address`, {
        headers: { ...headers, authorization: `Bearer ${behind.token}` },
      });
      expect(await trusted.json()).toEqual({ address: "203.0.113.9", proxy: "trusted" });
    } finally {
      await behind.stop();
    }
  });

  it("follows publishing, pausing and unpublishing at once", async () => {
    const { id, hookUrl } = await create();
    const status = async () => (await post(hookUrl)).status;
    expect(await status()).toBe(404);
    await client.workflows.publish({ id });
    expect(await status()).toBe(200);
    await client.workflows.pause({ id });
    expect(await status()).toBe(503);
    await client.workflows.resume({ id });
    expect(await status()).toBe(200);
    await client.workflows.unpublish({ id });
    expect(await status()).toBe(404);
  });

  it("shows a refusal in the list as soon as it is answered", async () => {
    const { id, hookUrl } = await create();
    for (let n = 1; n <= 5; n += 1) {
      await post(hookUrl);
      expect((await client.deliveries.list({ workflowId: id })).items).toHaveLength(n);
    }
  });

  it("has the public URL as its base where there is one", async () => {
    const behind = await startTestApp({ environment: { SLUICE_PUBLIC_URL: "https://hooks.example.com" } });
    try {
      const made = (await (
        await behind.call("POST", "/workflows", { document: answeringDocument() })
      ).json()) as Workflow;
      expect(made.hookUrl).toBe(`https://hooks.example.com/hooks/${made.hookKey}`);
    } finally {
      await behind.stop();
    }
  });
});

describe("running by hand", () => {
  it("runs the draft or a version", async () => {
    const { id, draft } = await create();
    await client.workflows.publish({ id });
    const changed = {
      ...draft.nodes.answer,
      type: "response",
      config: { status: 201, kind: "text", body: "draft" },
    };
    await client.workflows.save({ id, revision: 1, document: { ...draft, nodes: { answer: changed } } });
    expect(await client.workflows.run({ id, input: {} })).toMatchObject({
      ...{ version: null, status: "succeeded", startedBy: "person", answer: { status: 201, body: "draft" } },
    });
    expect(await client.workflows.run({ id, version: 1, input: { body: { a: 1 } } })).toMatchObject({
      ...{ version: 1, answer: { status: 200, body: '{"ok":true}' } },
    });
    expect(await problemOf(client.workflows.run({ id, version: 2, input: {} }))).toMatchObject({
      code: "version-not-found",
    });
  });
});

describe("secrets", () => {
  const password = "canary-pa:ss é-71c4";
  const authOf = (workflow: Workflow) => JSON.stringify(workflow.draft.trigger.config.auth);

  it("become references, open the door, and stay when the draft is saved again", async () => {
    const made = await client.workflows.create({ document: guardedDocument(password) });
    expect(authOf(made)).toMatch(/"password":\{"secret":"sec_\w+"\}/);
    await client.workflows.publish({ id: made.id });
    expect((await post(made.hookUrl, basic("wrong"))).status).toBe(401);
    expect((await post(made.hookUrl, basic(password))).status).toBe(200);
    const saved = await client.workflows.save({ id: made.id, revision: 1, document: made.draft });
    expect(authOf(saved)).toBe(authOf(made));
    await client.workflows.publish({ id: made.id });
    expect((await post(made.hookUrl, basic(password))).status).toBe(200);
  });

  it("open nothing in another workflow, and are found there", async () => {
    const owner = await client.workflows.create({ document: guardedDocument(password) });
    const thief = await client.workflows.create({ document: owner.draft });
    expect(authOf(thief)).toBe(authOf(owner));
    const { findings } = await client.workflows.check({ id: thief.id });
    expect(findings.map(({ code }) => code)).toContain("foreign-secret");
    expect(await problemOf(client.workflows.publish({ id: thief.id }))).toMatchObject({
      code: "not-publishable",
    });
    expect((await post(thief.hookUrl, basic(password))).status).toBe(401);
    expect((await client.workflows.check({ id: owner.id })).findings).toEqual([]);
  });

  it("are left empty in a copy, which has its own URL", async () => {
    const made = await client.workflows.create({ document: guardedDocument(password) });
    const copy = await client.workflows.duplicate({ id: made.id });
    expect(copy).toMatchObject({ name: "Guarded (copy)", revision: 1, published: null });
    expect(copy.hookKey).not.toBe(made.hookKey);
    expect(authOf(copy)).toContain('"password":{}');
    expect((await client.workflows.check({ id: copy.id })).findings.length).toBeGreaterThan(0);
    expect(await client.workflows.duplicate({ id: made.id, name: "Other" })).toMatchObject({ name: "Other" });
  });

  it("come back with undo, and go for good a day after the last reference", async () => {
    const made = await client.workflows.create({ document: guardedDocument(password) });
    const { id } = made;
    await client.workflows.save({ id, revision: 1, document: answeringDocument() });
    await client.workflows.save({ id, revision: 2, document: made.draft });
    expect((await client.workflows.check({ id })).findings).toEqual([]);
  });
});
