import type { JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "./testing/documents.ts";
import { type OpenDoor, openDoor } from "./testing/open-door.ts";
import { waitingNode } from "./testing/waiting-node.ts";

let open: OpenDoor;
const waiting = waitingNode();
beforeAll(async () => {
  open = await openDoor({ runners: { waiting: waiting.runner } });
});
afterAll(() => open.close());

function post(url: string, body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal) {
  return fetch(url, {
    ...{ method: "POST", signal: signal ?? null },
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
}
const idOf = (answer: Response) => answer.headers.get("sluice-delivery-id") ?? "";
const executionsOf = (workflowId: string) => open.executions.list({ workflowId, limit: 100 });
const recorded = async (answer: Response) => {
  await open.door.settle();
  return open.deliveries.get(idOf(answer));
};
const amount = { key: "amount", from: "body", path: "amount", type: "any" } as const;
const keeps = (trigger: JsonObject) =>
  documentOf({
    trigger,
    nodes: { keep: { type: "set", config: { fields: { a: "{{ trigger.amount }}" } } } },
    edges: ["trigger>keep"],
  });
const replies = (trigger: JsonObject) =>
  documentOf({
    ...{ mode: "sync", trigger },
    nodes: {
      reply: {
        type: "response",
        config: { status: 201, kind: "json", body: { n: "{{ request.body.n }}", at: "{{ execution.id }}" } },
      },
    },
    edges: ["trigger>reply"],
  });

describe("the filter", () => {
  const paid = { left: "{{ request.body.type }}", operator: "equals", right: "paid" };
  const large = { left: "{{ trigger.amount }}", operator: "greater", right: 10 };
  const filtered = (when: JsonObject, more: JsonObject = {}) =>
    open.workflow(keeps({ variables: [amount], filter: { when, ...more } }));

  it.each([
    { name: "meets all", when: { all: [paid, large] }, body: { type: "paid", amount: 11 }, results: null },
    {
      name: "fails the first",
      when: { all: [paid, large] },
      body: { type: "x", amount: 11 },
      results: ["not-met", "not-evaluated"],
    },
    {
      name: "fails the second",
      when: { all: [paid, large] },
      body: { type: "paid", amount: 1 },
      results: ["met", "not-met"],
    },
    { name: "meets any", when: { any: [paid, large] }, body: { amount: 11 }, results: null },
    { name: "meets none of none", when: { none: [paid, large] }, body: {}, results: null },
    { name: "meets one of none", when: { none: [paid] }, body: { type: "paid" }, results: ["met"] },
    { name: "has no such field", when: { all: [large] }, body: null, results: ["not-met"] },
    {
      name: "meets an expression",
      when: { expression: "request.body.a > 1" },
      body: { a: 2 },
      results: null,
    },
    {
      name: "fails an expression",
      when: { expression: "request.body.a > 1" },
      body: { a: 1 },
      results: ["not-met"],
    },
  ])("judges a request that $name", async ({ when, body, results }) => {
    const { url, id } = await filtered(when);
    const answer = await post(url, body);
    expect([answer.status, await answer.text()]).toEqual([200, "ok"]);
    const delivery = await recorded(answer);
    expect(delivery?.verdict).toBe(results === null ? "accepted" : "filtered");
    expect(delivery?.rules?.map(({ result }) => result) ?? null).toEqual(results);
    expect(await executionsOf(id)).toHaveLength(results === null ? 1 : 0);
    expect(answer.headers.has("sluice-execution-id")).toBe(results === null);
    const counted = results === null ? [] : [{ reason: "filtered", count: 1, lastAt: expect.any(Number) }];
    expect(await open.deliveries.counters(id)).toEqual(counted);
  });

  it("says what was compared, keeps the variables, and answers what was configured", async () => {
    const { url } = await filtered(
      { all: [large] },
      {
        answer: { status: "{{ 200 + 2 }}", kind: "json", body: { small: "{{ trigger.amount }}" } },
      },
    );
    const answer = await post(url, { amount: 3 });
    expect([answer.status, await answer.json()]).toEqual([202, { small: 3 }]);
    expect(await recorded(answer)).toMatchObject({
      ...{ verdict: "filtered", reason: null, status: 202, executionId: null, variables: { amount: 3 } },
      rules: [{ path: ["all", 0], operator: "greater", result: "not-met", left: 3, right: 10 }],
      answer: { body: '{"small":3}' },
      request: { body: '{"amount":3}' },
    });
  });

  it("refuses with 500 when nobody can say, and keeps why from the sender", async () => {
    const { url, id } = await filtered({
      any: [{ ...large, left: "{{ JSON.parse(trigger.amount).a }}" }, paid],
    });
    const answer = await post(url, { amount: "{sk_live_1", type: "paid" });
    expect(answer.status).toBe(500);
    const problem = await answer.text();
    expect(problem).toContain('"code":"filter-failed"');
    expect(problem).not.toMatch(/JSON.parse|sk_live/);
    expect(await recorded(answer)).toMatchObject({
      ...{ verdict: "refused", reason: "filter-failed", status: 500 },
      rules: [{ result: "error", error: expect.stringContaining("JSON") }, { result: "not-evaluated" }],
    });
    expect(await executionsOf(id)).toEqual([]);
  });

  it("ends a rule that takes too long", async () => {
    const slow = "request.body.map(a => request.body.map(b => request.body.map(c => a + b + c)))";
    const { url } = await filtered({ expression: slow });
    const began = performance.now();
    expect((await post(url, Array(2000).fill(1))).status).toBe(500);
    expect(performance.now() - began).toBeLessThan(30_000);
  });

  it("comes after the contract, and before the question whether it is paused", async () => {
    const variables = [{ ...amount, type: "number", required: true }];
    const { url, id } = await open.workflow(keeps({ variables, filter: { when: { all: [large] } } }));
    expect((await post(url, {})).status).toBe(422);
    await open.workflows.setPaused({ id, paused: true });
    expect((await post(url, { amount: 1 })).status).toBe(200);
    expect((await post(url, { amount: 20 })).status).toBe(503);
  });
});

describe("duplicates", () => {
  const dedupe = { key: '{{ request.headers["webhook-id"] }}' };
  const withId = (id: string) => ({ "webhook-id": id });

  it("are answered as the first was, and start nothing", async () => {
    const { url, id } = await open.workflow(
      keeps({
        variables: [amount],
        dedupe,
        response: { status: 202, kind: "json", body: { a: "{{ trigger.amount }}" } },
      }),
    );
    const first = await post(url, { amount: 1 }, withId("evt_1"));
    const again = await post(url, { amount: 2 }, withId("evt_1"));
    expect([again.status, await again.text()]).toEqual([first.status, await first.text()]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(first.headers.has("idempotency-replayed")).toBe(false);
    expect(again.headers.get("content-type")).toBe(first.headers.get("content-type"));
    expect(idOf(again)).not.toBe(idOf(first));
    expect(await recorded(again)).toMatchObject({
      ...{ verdict: "duplicate", duplicateOf: idOf(first), executionId: null, status: 202, reason: null },
    });
    expect(await executionsOf(id)).toHaveLength(1);
    // Nothing of the key stands in the database, also not in the file of the claims.
    const claims = open.database.read.$client.prepare("select * from dedupe_claims").all();
    expect(JSON.stringify(claims)).not.toContain("evt_1");
  });

  it("are not those without a key, with another key, or of another workflow", async () => {
    const both = [keeps({ dedupe }), keeps({ dedupe })];
    const [one, other] = await Promise.all(both.map((document) => open.workflow(document)));
    for (const headers of [{}, {}, withId(""), withId(""), withId("a"), withId("b")]) {
      expect((await post(one?.url ?? "", {}, headers)).headers.has("idempotency-replayed")).toBe(false);
    }
    expect((await post(other?.url ?? "", {}, withId("a"))).headers.has("idempotency-replayed")).toBe(false);
    expect(await executionsOf(one?.id ?? "")).toHaveLength(6);
  });

  it("may be answered with 200 only", async () => {
    const { url } = await open.workflow(replies({ dedupe: { ...dedupe, answer: "ok" } }));
    expect((await post(url, { n: 1 }, withId("a"))).status).toBe(201);
    const again = await post(url, { n: 1 }, withId("a"));
    expect([again.status, await again.text()]).toEqual([200, "ok"]);
  });

  it("are any value once the window is over", async () => {
    const { url, id } = await open.workflow(keeps({ dedupe: { ...dedupe, windowSeconds: 1 } }));
    await post(url, {}, withId("a"));
    expect((await post(url, {}, withId("a"))).headers.has("idempotency-replayed")).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect((await post(url, {}, withId("a"))).headers.has("idempotency-replayed")).toBe(false);
    expect(await executionsOf(id)).toHaveLength(2);
  });

  it("get the Response of a synchronous first one, also when it failed", async () => {
    const { url } = await open.workflow(replies({ dedupe }));
    const first = await post(url, { n: 1 }, withId("a"));
    const again = await post(url, { n: 2 }, withId("a"));
    expect([again.status, await again.json()]).toEqual([201, await first.json()]);
    const failing = await open.workflow(
      documentOf({
        ...{ mode: "sync", trigger: { dedupe } },
        nodes: { stop: { type: "end", config: { status: "failed", message: "no" } } },
        edges: ["trigger>stop"],
      }),
    );
    const failed = await post(failing.url, {}, withId("a"));
    const repeated = await post(failing.url, {}, withId("a"));
    expect([failed.status, repeated.status]).toEqual([500, 500]);
    expect(await repeated.json()).toMatchObject({
      ...{ code: "execution-failed", executionId: failed.headers.get("sluice-execution-id") },
    });
    expect(await executionsOf(failing.id)).toHaveLength(1);
  });

  it("wait for a synchronous first one, up to the deadline", async () => {
    const { url, id } = await open.workflow(
      documentOf({
        ...{ mode: "sync", trigger: { dedupe, sync: { timeoutSeconds: 1 } } },
        nodes: {
          wait: { type: "waiting", config: { name: "first" } },
          reply: { type: "response", config: { status: 201, kind: "text", body: "done" } },
        },
        edges: ["trigger>wait", "wait>reply"],
      }),
    );
    const first = post(url, {}, withId("a"));
    await expect.poll(() => waiting.visits.length).toBe(1);
    const late = await post(url, {}, withId("a"));
    expect([late.status, late.headers.get("retry-after")]).toEqual([409, "5"]);
    expect(await late.json()).toMatchObject({ code: "duplicate-in-progress", deliveryId: idOf(late) });
    expect((await first).status).toBe(504);
    // The first sender was told 504: the one that comes again gets what the workflow came to.
    const third = post(url, {}, withId("a"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await waiting.let("first", null);
    expect([(await third).status, await (await third).text()]).toEqual([201, "done"]);
    expect(await executionsOf(id)).toHaveLength(1);
  });

  it("wait two hundred at once; the next is told so, and who hangs up makes room", async () => {
    const { url, id } = await open.workflow(
      documentOf({
        ...{ mode: "sync", trigger: { dedupe, sync: { timeoutSeconds: 60 } } },
        nodes: {
          wait: { type: "waiting", config: { name: "crowded" } },
          reply: { type: "response", config: { status: 201, kind: "text", body: "done" } },
        },
        edges: ["trigger>wait", "wait>reply"],
      }),
    );
    const first = post(url, {}, withId("a"));
    await expect.poll(() => waiting.visits.some(({ name }) => name === "crowded")).toBe(true);
    const leaving = new AbortController();
    const crowd = Array.from({ length: 201 }, () => post(url, {}, withId("a"), leaving.signal));
    const told = await Promise.race(crowd);
    expect([told.status, await told.json()]).toEqual([
      ...[409, expect.objectContaining({ code: "duplicate-in-progress", deliveryId: idOf(told) })],
    ]);
    leaving.abort();
    const left = await Promise.allSettled(crowd);
    expect(left.filter(({ status }) => status === "rejected")).toHaveLength(200);
    const duplicates = async () => {
      await open.door.settle();
      return (await open.deliveries.counters(id)).find(({ reason }) => reason === "duplicate")?.count;
    };
    await expect.poll(duplicates, { timeout: 10_000 }).toBe(201);
    const late = post(url, {}, withId("a"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await waiting.let("crowded", null);
    expect([(await first).status, (await late).status]).toEqual([201, 201]);
    expect(await executionsOf(id)).toHaveLength(1);
  }, 30_000);

  it("start one of fifty that come at once", async () => {
    const { url, id } = await open.workflow(replies({ dedupe }));
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => post(url, { n }, withId("a"))));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201));
    expect(new Set(bodies).size).toBe(1);
    expect(await executionsOf(id)).toHaveLength(1);
    expect(answers.filter(({ headers }) => headers.has("idempotency-replayed"))).toHaveLength(49);
    const listed = await open.listed(id);
    const first = listed.find(({ verdict }) => verdict === "accepted")?.id;
    const duplicates = listed.filter(({ verdict }) => verdict === "duplicate");
    expect(duplicates.map(({ duplicateOf }) => duplicateOf)).toEqual(Array(49).fill(first));
  });

  it("are refused with 500 when the key cannot be made", async () => {
    const { url, id } = await open.workflow(keeps({ dedupe: { key: "{{ JSON.parse(request.body.id) }}" } }));
    const answer = await post(url, { id: "{" });
    expect([answer.status, (await answer.json()) as object]).toEqual([
      500,
      expect.objectContaining({ code: "dedupe-failed" }),
    ]);
    expect(await recorded(answer)).toMatchObject({ rules: [{ result: "error" }] });
    expect(await executionsOf(id)).toEqual([]);
  });
});

describe("a pause that holds", () => {
  it("stores, answers as if accepted, and counts keys", async () => {
    const response = { status: 202, kind: "text", body: "got {{ trigger.amount }}" };
    const dedupe = { key: "{{ request.body.id }}" };
    const { url, id } = await open.workflow(
      keeps({ variables: [amount], whenPaused: "hold", response, dedupe }),
    );
    await open.workflows.setPaused({ id, paused: true });
    const answer = await post(url, { amount: 4, id: 1 });
    expect([answer.status, await answer.text()]).toEqual([202, "got 4"]);
    const again = await post(url, { amount: 4, id: 1 });
    expect([again.status, await again.text()]).toEqual([202, "got 4"]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await recorded(answer)).toMatchObject({
      verdict: "held",
      executionId: null,
      variables: { amount: 4 },
    });
    expect(await open.deliveries.countHeld([id])).toEqual(new Map([[id, 1]]));
    expect(await executionsOf(id)).toEqual([]);
  });

  it("cannot hold who waits for an answer", async () => {
    const { url, id } = await open.workflow(replies({ whenPaused: "hold" }));
    await open.workflows.setPaused({ id, paused: true });
    const answer = await post(url, {});
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "60"]);
  });
});

describe("what is kept", () => {
  it("loses the body with the end of the execution, in the same commit", async () => {
    const { url } = await open.workflow(keeps({ variables: [amount], keep: "variables" }));
    const answer = await post(url, { amount: 4, card: "4242" });
    const id = answer.headers.get("sluice-execution-id") ?? "";
    await expect.poll(async () => (await open.engine.read(id))?.status).toBe("succeeded");
    expect(await open.deliveries.get(idOf(answer))).toMatchObject({
      variables: { amount: 4 },
      request: { body: "", bodyBytes: 26, bodyRemovedAt: expect.any(String) },
    });
    // What runs again without the body is run again.
    const again = await open.engine.retry({ executionId: id, from: "start", version: "same" });
    expect(again).toMatch(/^exe_/);
  });

  it("keeps it while the execution goes on, and says why it cannot be run again when it is needed", async () => {
    const { url } = await open.workflow(
      documentOf({
        trigger: { keep: "variables" },
        nodes: {
          wait: { type: "waiting", config: { name: "kept" } },
          keep: { type: "set", config: { fields: { n: "{{ request.body.n }}" } } },
        },
        edges: ["trigger>wait", "wait>keep"],
      }),
    );
    const answer = await post(url, { n: 5 });
    expect(await open.deliveries.get(idOf(answer))).toMatchObject({ request: { body: '{"n":5}' } });
    await waiting.let("kept", null);
    const id = answer.headers.get("sluice-execution-id") ?? "";
    await expect.poll(async () => (await open.engine.read(id))?.status).toBe("succeeded");
    expect((await open.engine.read(id))?.steps.at(-1)?.output).toEqual({ n: 5 });
    expect(await open.deliveries.get(idOf(answer))).toMatchObject({ request: { body: "" } });
    expect(await open.engine.retry({ executionId: id, from: "start", version: "same" })).toBe(
      "body-not-kept",
    );
  });

  it("never keeps the body of what starts nothing", async () => {
    const filter = { when: { expression: "false" } };
    const { url } = await open.workflow(keeps({ keep: "variables", filter }));
    expect(await recorded(await post(url, { card: 1 }))).toMatchObject({
      ...{ verdict: "filtered", request: { body: "", bodyRemovedAt: expect.any(String) } },
    });
  });
});
