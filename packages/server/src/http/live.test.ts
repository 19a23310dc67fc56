import { createClient } from "@sluice/api/client";
import type { News } from "@sluice/api/schemas";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answeringDocument } from "../testing/documents.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  app = await startTestApp();
  client = createClient({ baseUrl: app.baseUrl, headers: () => ({ authorization: `Bearer ${app.token}` }) });
});
afterAll(() => app.stop());

/** Reads news until `enough` says so; gives back all of them. */
async function readUntil(news: AsyncIterable<News>, enough: (one: News) => boolean): Promise<News[]> {
  const seen: News[] = [];
  for await (const one of news) {
    seen.push(one);
    if (enough(one)) break;
  }
  return seen;
}

describe("live news", () => {
  it("tell of saving, publishing, deliveries, executions and steps as they happen", async () => {
    const { id, draft, hookUrl } = await client.workflows.create({ document: answeringDocument() });
    const reading = readUntil(
      await client.live({ workflowId: id }),
      (one) => one.kind === "execution" && one.execution.status === "succeeded",
    );
    await vi.waitFor(() => expect(app.app.liveReaders).toBe(1), 20_000);
    await client.workflows.create({ document: answeringDocument() });
    await client.workflows.save({ id, revision: 1, document: draft });
    await client.workflows.publish({ id });
    await fetch(hookUrl, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    const seen = await reading;
    expect(seen.every(({ workflowId }) => workflowId === id)).toBe(true);
    expect(seen.filter(({ kind }) => kind === "workflow")).toMatchObject([
      { revision: 2, published: null },
      { revision: 2, published: 1 },
    ]);
    expect(new Set(seen.map(({ kind }) => kind)).has("execution")).toBe(true);
  });

  it("leave nothing behind when the reader leaves", async () => {
    const abort = new AbortController();
    const answer = await fetch(`${app.baseUrl}/api/v1/live`, {
      headers: { authorization: `Bearer ${app.token}` },
      signal: abort.signal,
    });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    await vi.waitFor(() => expect(app.app.liveReaders).toBe(1), 20_000);
    abort.abort();
    await vi.waitFor(() => expect(app.app.liveReaders).toBe(0), 20_000);
  });

  it("are not told to a token that was revoked meanwhile", async () => {
    const { id, token } = await app.app.tokens.create({
      name: "short-lived",
      scopes: ["executions:read"],
      expiresAt: null,
      createdBy: null,
    });
    const answer = await fetch(`${app.baseUrl}/api/v1/live`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await vi.waitFor(() => expect(app.app.liveReaders).toBe(1), 20_000);
    await client.workflows.create({ document: answeringDocument({ name: "Before" }) });
    await app.app.tokens.revoke({ id });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await client.workflows.create({ document: answeringDocument({ name: "After" }) });
    // It ends: what was told is all of it.
    expect((await answer.text()).match(/"kind":"workflow"/g)).toHaveLength(1);
    await vi.waitFor(() => expect(app.app.liveReaders).toBe(0), 20_000);
  });

  it("are server-sent events that any reader understands", async () => {
    const abort = new AbortController();
    const answer = await fetch(`${app.baseUrl}/api/v1/live`, {
      headers: { authorization: `Bearer ${app.token}` },
      signal: abort.signal,
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    await vi.waitFor(() => expect(app.app.liveReaders).toBe(1), 20_000);
    await client.workflows.create({ document: answeringDocument() });
    while (!text.includes('"kind"')) text += (await reader?.read())?.value ?? "";
    abort.abort();
    expect(text).toMatch(/^: ?\n\n/);
    expect(text).toMatch(/event: message\ndata: \{"kind":"workflow"/);
  });

  it("end when the server stops, which does not wait for them", async () => {
    const short = await startTestApp();
    const answer = await fetch(`${short.baseUrl}/api/v1/live`, {
      headers: { authorization: `Bearer ${short.token}` },
    });
    await vi.waitFor(() => expect(short.app.liveReaders).toBe(1), 20_000);
    const from = performance.now();
    await Promise.all([short.stop(), answer.text().catch(() => "")]);
    expect(performance.now() - from).toBeLessThan(9000);
  });
});
