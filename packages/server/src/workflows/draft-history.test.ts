import { createClient, ProblemError } from "@sluice/api/client";
import type { News } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInAs } from "../testing/browser.ts";
import { answeringDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

const account = { email: "owner@example.com", password: "correct horse battery 9" };
const hour = 60 * 60 * 1000;
let app: TestApp;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  const environment = { SLUICE_ADMIN_EMAIL: account.email, SLUICE_ADMIN_PASSWORD: account.password };
  app = await startTestApp({ environment, fakeClock: true });
  client = createClient({ baseUrl: app.baseUrl, headers: () => ({ authorization: `Bearer ${app.token}` }) });
});
afterAll(() => app.stop());

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem.code : Promise.reject(error)),
  );

describe("the history of a draft", () => {
  it("lists who saved what when, shows a moment, and gives it back as the draft", async () => {
    const { id, draft } = await client.workflows.create({ document: answeringDocument({ name: "One" }) });
    app.advance(hour);
    await client.workflows.save({ id, revision: 1, document: { ...draft, name: "Two" } });
    const person = await signInAs(app.baseUrl, account);
    const saved = await person.call("PUT", `/workflows/${id}`, {
      revision: 2,
      document: { ...draft, name: "Three" },
    });
    expect(saved.status).toBe(200);
    const { items } = await client.moments.list({ id });
    expect(items.map(({ revision }) => revision)).toEqual([3, 2, 1]);
    expect(items[0]).toMatchObject({ savedBy: account.email });
    expect(Date.parse(items[1]?.savedAt ?? "") - Date.parse(items[2]?.savedAt ?? "")).toBe(hour);

    expect(await client.moments.get({ id, moment: 1 })).toMatchObject({ revision: 1, document: draft });
    const stale = client.moments.restore({ id, moment: 1, revision: 1 });
    expect(await codeOf(stale)).toBe("stale-revision");
    expect(await client.moments.restore({ id, moment: 1, revision: 3 })).toMatchObject({
      revision: 4,
      draft,
    });
    // What was replaced is a moment itself.
    expect((await client.moments.get({ id, moment: 3 })).document.name).toBe("Three");
    expect(await codeOf(client.moments.get({ id, moment: 9 }))).toBe("moment-not-found");
    expect(await codeOf(client.moments.get({ id: "wf_none", moment: 1 }))).toBe("workflow-not-found");
    expect(await codeOf(client.moments.list({ id: "wf_none" }))).toBe("workflow-not-found");
  });

  it("keeps the secrets of what it may give back", async () => {
    const secret = { secret: { value: "s3cret" } };
    const auth = { any: [{ type: "basic", username: "bob", password: secret }] };
    const made = await client.workflows.create({
      document: answeringDocument({ trigger: { type: "webhook", config: { auth } } }),
    });
    const { id } = made;
    app.advance(hour);
    await client.workflows.save({ id, revision: 1, document: answeringDocument() });
    app.advance(29 * 24 * hour);
    await client.moments.restore({ id, moment: 1, revision: 2 });
    expect(await client.workflows.check({ id })).toEqual({ findings: [] });
    expect((await client.workflows.get({ id })).draft).toEqual(made.draft);
  });
});

describe("the difference of two versions", () => {
  it("is told node by node, of versions and of the draft", async () => {
    const { id, draft } = await client.workflows.create({ document: answeringDocument() });
    await client.workflows.publish({ id, note: "first" });
    const nodes = { ...draft.nodes, more: { type: "set", config: { fields: { a: 1 } } } };
    await client.workflows.save({ id, revision: 1, document: { ...draft, nodes, name: "Renamed" } });
    const diff = await client.versions.diff({ id, version: 1, other: "draft" });
    expect(diff).toMatchObject({
      nodes: [{ key: "more", state: "added" }],
      workflow: [{ at: ["name"], after: "Renamed" }],
      sameMeaning: false,
    });
    expect(await client.versions.diff({ id, version: 1, other: 1 })).toMatchObject({ same: true });
    expect(await codeOf(client.versions.diff({ id, version: 1, other: 2 }))).toBe("version-not-found");
  });
});

describe("who has a workflow open", () => {
  it("is told to those who have it open: people by their tab, no tokens", async () => {
    const { id } = await client.workflows.create({ document: answeringDocument() });
    const person = await signInAs(app.baseUrl, account);
    const open = async (tab: string) => {
      const abort = new AbortController();
      const answer = await fetch(`${app.baseUrl}/api/v1/live?open=${id}:${tab},another:${tab}`, {
        headers: { cookie: person.cookie, "sec-fetch-site": "same-origin" },
        signal: abort.signal,
      });
      expect(answer.status).toBe(200);
      return { answer, leave: () => abort.abort() };
    };
    const nonsense = await fetch(`${app.baseUrl}/api/v1/live?open=${id}`, {
      headers: { cookie: person.cookie, "sec-fetch-site": "same-origin" },
    });
    expect(nonsense.status).toBe(400);
    const watching = await client.live({ workflowId: id, open: `${id}:a token` });
    const heard: string[][] = [];
    const reading = (async () => {
      for await (const news of watching as AsyncIterable<News>) {
        if (news.kind === "presence") heard.push(news.people.map(({ tab }) => tab).sort());
        if (heard.at(-1)?.length === 1 && heard.length > 1) return;
      }
    })();
    const one = await open("one");
    const two = await open("two");
    await expect.poll(() => heard, { timeout: 20_000 }).toContainEqual(["one", "two"]);
    two.leave();
    await reading;
    expect(heard.at(-1)).toEqual(["one"]);
    one.leave();
  });
});
