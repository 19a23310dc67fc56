import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { documentOf, echo } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";
import { waitingNode } from "./testing/waiting-node.ts";

const waiting = waitingNode();
let open: OpenDoor;
beforeAll(async () => {
  open = await openDoor({ runners: { waiting: waiting.runner } });
});
afterAll(() => open.close());

function post(url: string, body: unknown = {}) {
  return fetch(url, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
}

const reply = (more: object = {}) =>
  ({
    type: "response",
    config: { kind: "text", body: "done", ...more },
  }) as WorkflowDocument["nodes"][string];
/** A Response after which its branch goes on. */
const replyAndGoOn = (more: object = {}) => reply({ ...more, ...Object.fromEntries([["then", "continue"]]) });
const wait = (name: string) => ({ type: "waiting", config: { name } });

async function ended(answer: Response) {
  const id = answer.headers.get("sluice-execution-id") ?? "";
  for (let turn = 0; turn < 1000; turn += 1) {
    const execution = await open.engine.read(id);
    if (execution?.finishedAt) return execution;
    await new Promise((next) => setTimeout(next, 10));
  }
  throw new Error(`${id} did not end`);
}

describe("a synchronous caller", () => {
  it("is answered after the commit of a step outside, while the rest goes on", async () => {
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: { first: wait("s1"), reply: replyAndGoOn(), after: wait("s1 after") },
        edges: ["trigger>first", "first>reply", "reply>after"],
      }),
    );
    const asked = post(url);
    await waiting.let("s1", { n: 1 });
    const answer = await asked;
    expect([answer.status, await answer.text()]).toEqual([200, "done"]);
    const between = await open.engine.read(answer.headers.get("sluice-execution-id") ?? "");
    expect(between).toMatchObject({ status: "running", answer: { status: 200, body: "done" } });
    await waiting.let("s1 after", 2);
    const execution = await ended(answer);
    expect(execution.steps.map(({ node, status, input }) => [node, status, input])).toEqual([
      ["trigger", "succeeded", null],
      ["first", "succeeded", {}],
      ["reply", "succeeded", { n: 1 }],
      ["after", "succeeded", { status: 200, contentType: "text/plain; charset=utf-8", body: "done" }],
    ]);
    const delivery = await open.deliveries.get(answer.headers.get("sluice-delivery-id") ?? "");
    expect(delivery).toMatchObject({ status: 200, answer: { status: 200, body: "done" } });
  });

  it("gets 504 at the deadline; the execution goes on to its end", async () => {
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        trigger: { sync: { timeoutSeconds: 1 } },
        nodes: { slow: wait("s2"), reply: reply() },
        edges: ["trigger>slow", "slow>reply"],
      }),
    );
    const answer = await post(url);
    expect(answer.status).toBe(504);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const executionId = answer.headers.get("sluice-execution-id");
    expect(await answer.json()).toMatchObject({ code: "deadline-exceeded", executionId });
    await waiting.let("s2", null);
    expect(await ended(answer)).toMatchObject({ status: "succeeded", answer: { status: 200 } });
    const delivery = await open.deliveries.get(answer.headers.get("sluice-delivery-id") ?? "");
    expect(delivery).toMatchObject({ verdict: "accepted", status: 504, answer: { status: 504 } });
  });

  it("is told that its execution was cancelled, or took longer than it may", async () => {
    const { url, id } = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: { slow: wait("s cancelled"), reply: reply() },
        edges: ["trigger>slow", "slow>reply"],
      }),
    );
    const asked = post(url);
    await vi.waitUntil(() => waiting.visits.at(-1)?.name === "s cancelled", 20_000);
    const [running] = await open.executions.list({ workflowId: id, limit: 1 });
    await open.engine.cancel(running?.id ?? "");
    const cancelled = await asked;
    const executionId = cancelled.headers.get("sluice-execution-id");
    expect([cancelled.status, executionId]).toEqual([409, running?.id]);
    expect(await cancelled.json()).toMatchObject({ code: "execution-cancelled", executionId });
    const slow = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: { slow: wait("s late"), reply: reply() },
        edges: ["trigger>slow", "slow>reply"],
        settings: { timeoutSeconds: 1 },
      }),
    );
    const late = await post(slow.url);
    expect(late.status).toBe(504);
    expect(await late.json()).toMatchObject({ code: "execution-timed-out" });
    await open.intake.drain();
    const delivery = await open.deliveries.get(late.headers.get("sluice-delivery-id") ?? "");
    expect(delivery).toMatchObject({ verdict: "accepted", status: 504 });
  });

  it("is told the same by whoever waits for one that runs elsewhere", async () => {
    const { url, id } = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: { slow: wait("s turn"), reply: reply() },
        edges: ["trigger>slow", "slow>reply"],
        settings: { concurrency: { key: "", limit: 1, whenFull: "queue" } },
      }),
    );
    // Its turn does not come: it is cancelled while nobody holds it.
    const asked = post(url);
    await vi.waitUntil(
      async () => (await open.executions.list({ workflowId: id, limit: 1 })).length === 1,
      20_000,
    );
    const [queued] = await open.executions.list({ workflowId: id, limit: 1 });
    await open.engine.cancel(queued?.id ?? "");
    expect((await asked).status).toBe(409);
  });

  it("gets 204 when the workflow ends well without a Response", async () => {
    const { url } = await open.workflow(
      documentOf({ mode: "sync", nodes: { end: { type: "end", config: {} } }, edges: ["trigger>end"] }),
    );
    const answer = await post(url);
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(answer.headers.get("content-security-policy")).toBe("sandbox");
  });

  it("gets 500 without any detail when it fails before a Response", async () => {
    const { url, id } = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: {
          bad: { type: "transform", config: { expression: 'JSON.parse("geheim")' } },
          reply: reply(),
        },
        edges: ["trigger>bad", "bad>reply"],
      }),
    );
    const answer = await post(url);
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: "execution-failed" });
    expect(text).not.toContain("geheim");
    expect(text).toContain(answer.headers.get("sluice-execution-id"));
    const execution = await ended(answer);
    expect(execution).toMatchObject({ status: "failed", failedByDesign: false, error: { node: "bad" } });
    expect(execution.steps.map(({ node, status }) => [node, status])).toEqual([
      ["trigger", "succeeded"],
      ["bad", "failed"],
      ["reply", "skipped"],
    ]);
    const [listed] = await open.listed(id);
    expect(listed).toMatchObject({ verdict: "accepted", status: 500 });
  });

  it("gets 500 when it fails by design, which the record tells apart", async () => {
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: { end: { type: "end", config: { status: "failed", message: "no {{ request.body.what }}" } } },
        edges: ["trigger>end"],
      }),
    );
    const answer = await post(url, { what: "stock" });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("stock");
    expect(await ended(answer)).toMatchObject({
      status: "failed",
      failedByDesign: true,
      error: { code: "ended-as-failed", message: "no stock", node: "end" },
    });
  });

  it("gets the first of two answers; the second is a warning", async () => {
    const { url } = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: { one: replyAndGoOn({ body: "one" }), two: reply({ body: "two" }) },
        edges: ["trigger>one", "one>two"],
      }),
    );
    const answer = await post(url);
    expect(await answer.text()).toBe("one");
    expect((await ended(answer)).warnings).toMatchObject([{ code: "second-response-ignored", node: "two" }]);
  });

  it("that hangs up does not stop the execution", async () => {
    const { url, id } = await open.workflow(
      documentOf({
        mode: "sync",
        nodes: { slow: wait("s3"), reply: reply() },
        edges: ["trigger>slow", "slow>reply"],
      }),
    );
    const leaving = new AbortController();
    const asked = fetch(url, { method: "POST", signal: leaving.signal }).catch(() => "gone");
    await waiting.let("s3", null).then(() => leaving.abort());
    await asked;
    await vi.waitFor(async () => {
      const [listed] = await open.listed(id);
      expect(await open.engine.read(listed?.executionId ?? "")).toMatchObject({ status: "succeeded" });
    }, 20_000);
  });

  it("is not told of a version that is not published, nor kept from one that is paused", async () => {
    const draft = await open.workflow(echo, { publish: false });
    expect((await post(draft.url)).status).toBe(404);
    const live = await open.workflow(echo);
    expect((await post(live.url)).status).toBe(200);
    await open.workflows.setPaused({ id: live.id, paused: true });
    const paused = await post(live.url);
    expect([paused.status, paused.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(await paused.json()).toMatchObject({ code: "workflow-paused" });
    await open.workflows.setPaused({ id: live.id, paused: false });
    expect((await post(live.url)).status).toBe(200);
    await open.workflows.unpublish(live.id);
    expect((await post(live.url)).status).toBe(404);
    expect((await open.listed(live.id)).map(({ reason }) => reason)).toEqual([
      "workflow-not-published",
      null,
      "workflow-paused",
      null,
    ]);
  });
});
