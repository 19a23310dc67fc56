import type { Delivery, DeliverySummary, Execution, Replay, Searched } from "@sluice/api/schemas";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { called, ordersDocument, posted, published, saved } from "./testing/orders.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

type Page = { items: DeliverySummary[]; nextCursor: string | null; searched: Searched | null };
const list = (query: string) => called<Page>(app, "GET", `/deliveries?${query}`);
const idsOf = ({ items }: Page) => items.map(({ id }) => id);
const ended = (id: string | null) =>
  expect
    .poll(async () => (await called<Execution>(app, "GET", `/executions/${id}`)).finishedAt)
    .not.toBeNull();

describe("the list of deliveries", () => {
  it("is filtered by verdict, reason, status and time, and counted by reason", async () => {
    const workflow = await published(app, ordersDocument());
    const accepted = await posted(app, workflow, { id: "A-1", amount: 1 });
    const between = new Date(Date.now() + 2).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const violating = await posted(app, workflow, { id: "A-2" });
    const broken = await posted(app, workflow, "{");
    const of = `workflowId=${workflow.id}`;
    expect(idsOf(await list(of))).toEqual([broken, violating, accepted]);
    expect(idsOf(await list(`${of}&verdict=refused`))).toEqual([broken, violating]);
    expect(idsOf(await list(`${of}&reason=contract-violation`))).toEqual([violating]);
    expect(idsOf(await list(`${of}&status=4xx`))).toEqual([broken, violating]);
    expect(idsOf(await list(`${of}&status=422`))).toEqual([violating]);
    expect(idsOf(await list(`${of}&from=${between}`))).toEqual([broken, violating]);
    expect(idsOf(await list(`${of}&to=${between}`))).toEqual([accepted]);
    const counters = await called<{ items: object[] }>(app, "GET", `/deliveries/counters?${of}`);
    expect(counters.items).toMatchObject([
      { reason: "contract-violation", count: 1 },
      { reason: "malformed-json", count: 1 },
    ]);
  });

  it("is searched by search keys, ids and text, and says how", async () => {
    const workflow = await published(app, ordersDocument());
    const first = await posted(app, workflow, { id: "INV-7", amount: 1 });
    const second = await posted(app, workflow, { id: "INV-8", amount: 2, note: "for inv-7, again" });
    const of = `workflowId=${workflow.id}`;
    const byKey = await list(`${of}&q=inv-7`);
    expect([idsOf(byKey), byKey.searched?.by]).toEqual([[first], "keys"]);
    expect(idsOf(await list(`${of}&q=order:INV-8`))).toEqual([second]);
    expect(idsOf(await list(`${of}&q=other:INV-8&searchIn=keys`))).toEqual([]);
    const byText = await list(`${of}&q=inv-7&searchIn=text`);
    expect([idsOf(byText), byText.searched]).toEqual([
      [second, first],
      { by: "text", complete: true, read: 2 },
    ]);
    const [{ executionId } = { executionId: null }] = byKey.items;
    for (const id of [first, executionId]) {
      const byId = await list(`q=${id}`);
      expect([idsOf(byId), byId.searched?.by]).toEqual([[first], "ids"]);
    }
    const page = await list(`${of}&q=inv-7&searchIn=text&limit=1`);
    expect([idsOf(page), page.searched?.complete]).toEqual([[second], false]);
    const rest = await list(`${of}&q=inv-7&searchIn=text&limit=1&cursor=${page.nextCursor}`);
    expect(idsOf(rest)).toEqual([first]);
  });

  it("finds a long value by all of it and by what is kept of it, whatever stands where it is cut", async () => {
    const workflow = await published(app, ordersDocument());
    const of = `workflowId=${workflow.id}&searchIn=keys`;
    for (const id of [
      `A-${"x".repeat(400)}`,
      `${"y".repeat(199)}\u{1f388}${"y".repeat(99)}`,
      `a:${"z".repeat(300)}`,
    ]) {
      const delivery = await posted(app, workflow, { id, amount: 1 });
      for (const q of [id, `order:${id}`, id.slice(0, 199), id.toUpperCase()]) {
        const found = idsOf(await list(`${of}&q=${encodeURIComponent(q)}`));
        const whole = q.length >= 200;
        expect([q, found]).toEqual([q, whole ? [delivery] : []]);
      }
    }
  });

  it("finds executions by the search keys of what started them, and by how they went", async () => {
    const failing = { twice: { type: "transform", config: { expression: "trigger.amount.toFixed(500)" } } };
    const workflow = await published(app, ordersDocument({ nodes: failing }));
    const delivery = await posted(app, workflow, { id: "E-1", amount: 1 });
    await posted(app, workflow, { id: "E-2", amount: 1 });
    const { executionId } = await called<DeliverySummary>(app, "GET", `/deliveries/${delivery}`);
    await ended(executionId);
    const { status, error } = await called<Execution>(app, "GET", `/executions/${executionId}`);
    expect([status, error?.node]).toEqual(["failed", "twice"]);
    for (const [query, found] of [
      ["q=e-1", [executionId]],
      ["q=e-1 status:failed", [executionId]],
      [`q=e-1 node:twice error:${error?.code}`, [executionId]],
      [`q=${delivery}`, [executionId]],
      [`q=${executionId}`, [executionId]],
      ["q=e-1&startedBy=delivery&from=2020-01-01T00:00:00Z", [executionId]],
      ["q=e-1 status:succeeded", []],
      ["q=e-1&node=other", []],
      ["q=other:e-1", []],
      ["q=e-1&to=2020-01-01T00:00:00Z", []],
    ] as const) {
      const page = await called<{ items: Execution[] }>(
        app,
        "GET",
        `/executions?workflowId=${workflow.id}&${query}`,
      );
      expect([query, page.items.map(({ id }) => id)]).toEqual([query, found]);
    }
  });

  it("finds what was filtered or held by its search keys, too", async () => {
    const when = { all: [{ left: "{{ trigger.amount }}", operator: "greater", right: 10 }] };
    const trigger = { filter: { when }, whenPaused: "hold" };
    const workflow = await published(app, ordersDocument({ trigger }));
    const filtered = await posted(app, workflow, { id: "F-1", amount: 1 });
    await called(app, "POST", `/workflows/${workflow.id}/pause`, {});
    const held = await posted(app, workflow, { id: "F-1", amount: 11 });
    const { items } = await list(`workflowId=${workflow.id}&q=f-1&searchIn=keys`);
    expect(items.map(({ id, verdict }) => [id, verdict])).toEqual([
      [held, "held"],
      [filtered, "filtered"],
    ]);
  });
});

describe("a replay", () => {
  it("runs the bytes as received on the published version, the draft or another", async () => {
    const workflow = await published(app, ordersDocument());
    const body = '{"amount": 2.50, "id": "R-1", "big": 12345678901234567890}';
    const id = await posted(app, workflow, body, { headers: { "x-note": "a" } });
    await saved(
      app,
      workflow.id,
      ordersDocument({
        nodes: { twice: { type: "transform", config: { expression: "trigger.amount * 3" } } },
      }),
    );
    const replayed = await called<DeliverySummary>(app, "POST", `/deliveries/${id}/replay`, {}, 201);
    expect(replayed).toMatchObject({ verdict: "accepted", replayOf: id, version: 1, status: 200 });
    const { request } = await called<Delivery>(app, "GET", `/deliveries/${replayed.id}`);
    expect(request.body).toBe(body);
    expect(request.headers).toContainEqual({ name: "x-note", value: "a" });
    const outputs = async ({ executionId }: DeliverySummary) => {
      await ended(executionId);
      const { steps, version } = await called<Execution>(app, "GET", `/executions/${executionId}`);
      return [version, steps.find(({ node }) => node === "twice")?.output];
    };
    expect(await outputs(replayed)).toEqual([1, 5]);
    const draft = { version: "draft" };
    const drafted = await called<DeliverySummary>(app, "POST", `/deliveries/${id}/replay`, draft, 201);
    expect(await outputs(drafted)).toEqual([null, 7.5]);
    await called(app, "POST", `/workflows/${workflow.id}/publish`, {});
    const same = await called<DeliverySummary>(
      app,
      "POST",
      `/deliveries/${id}/replay`,
      { version: "same" },
      201,
    );
    expect(await outputs(same)).toEqual([1, 5]);
    expect(idsOf(await list(`replayOf=${id}`))).toEqual([same.id, drafted.id, replayed.id]);
    await called(app, "POST", `/deliveries/${id}/replay`, { version: 9 }, 404);
    await called(app, "POST", "/deliveries/dlv_1/replay", {}, 404);
  });

  it("takes a refused one once the contract is mended, and says why while it is not", async () => {
    const workflow = await published(app, ordersDocument());
    const id = await posted(app, workflow, { id: "R-2" });
    const problem = await called<object>(app, "POST", `/deliveries/${id}/replay`, {}, 422);
    expect(problem).toMatchObject({ code: "contract-violation", violations: [{ path: "amount" }] });
    await saved(app, workflow.id, ordersDocument({ required: false }));
    await called(app, "POST", `/workflows/${workflow.id}/publish`, {});
    const replayed = await called<DeliverySummary>(app, "POST", `/deliveries/${id}/replay`, {}, 201);
    expect(replayed).toMatchObject({ verdict: "accepted", replayOf: id, version: 2 });
  });

  it("asks for no credentials again, and answers why without the body", async () => {
    const password = { secret: { value: "open sesame" } };
    const auth = { any: [{ type: "basic", username: "bob", password }] };
    const variables = [
      { key: "who", from: "headers", path: "authorization", type: "string", required: true },
    ];
    const workflow = await published(
      app,
      ordersDocument({ trigger: { auth, variables }, nodes: {}, edges: [], settings: { searchKeys: [] } }),
    );
    const headers = { authorization: `Basic ${Buffer.from("bob:open sesame").toString("base64")}` };
    const id = await posted(app, workflow, {}, { headers });
    const replayed = await called<DeliverySummary>(app, "POST", `/deliveries/${id}/replay`, {}, 201);
    // What was redacted keeps the value that was read when it came.
    const [before, after] = await Promise.all(
      [id, replayed.id].map((one) => called<Delivery>(app, "GET", `/deliveries/${one}`)),
    );
    expect(before?.request.headers).toContainEqual({ name: "authorization", value: "[redacted]" });
    expect(after?.variables).toEqual(before?.variables);
    const refused = await posted(app, workflow, { amount: 1 });
    const problem = await called<object>(app, "POST", `/deliveries/${refused}/replay`, {}, 409);
    expect(problem).toMatchObject({ code: "body-not-kept" });
  });
});

describe("a replay of what was redacted", () => {
  const variable = (key: string, from: string, path: string, type: string) => ({
    ...{ key, from, path, type },
    required: true,
  });
  const documentWith = (...more: object[]) => {
    const read = [
      variable("code", "query", "secret", "number"),
      variable("seat", "headers", "authorization", "integer"),
    ];
    const variables = [...read, ...more] as JsonObject[];
    return ordersDocument({ trigger: { variables }, nodes: {}, edges: [], settings: { searchKeys: [] } });
  };

  it("keeps the typed values that were read, and knows no others", async () => {
    const workflow = await published(app, documentWith());
    const sent = { query: "?secret=42.5&password=1", headers: { authorization: "7" } };
    const id = await posted(app, workflow, {}, sent);
    const replayed = await called<DeliverySummary>(app, "POST", `/deliveries/${id}/replay`, {}, 201);
    const { request, variables } = await called<Delivery>(app, "GET", `/deliveries/${replayed.id}`);
    expect(request.headers).toContainEqual({ name: "authorization", value: "[redacted]" });
    expect(variables).toEqual({ code: 42.5, seat: 7 });
    await saved(app, workflow.id, documentWith(variable("word", "query", "password", "number")));
    await called(app, "POST", `/workflows/${workflow.id}/publish`, {});
    const problem = await called<object>(app, "POST", `/deliveries/${id}/replay`, {}, 422);
    expect(problem).toMatchObject({ code: "contract-violation", violations: [{ path: "password" }] });
  });
});

describe("a replay of many", () => {
  const replayOf = (answer: { replay: Replay | null }) => answer.replay?.id ?? "";
  const settled = async (id: string) => {
    await expect
      .poll(async () => (await called<Replay>(app, "GET", `/replays/${id}`)).state, { timeout: 10_000 })
      .not.toBe("running");
    return called<Replay>(app, "GET", `/replays/${id}`);
  };
  interface Answer {
    count: number;
    notKept: number;
    upTo: string;
    replay: Replay | null;
  }

  it("is counted first, confirmed, and runs each once in the order they came", async () => {
    const workflow = await published(app, ordersDocument());
    const ids: string[] = [];
    for (let amount = 1; amount <= 5; amount += 1) ids.push(await posted(app, workflow, { amount }));
    await posted(app, workflow, { id: "no amount" });
    const filter = { workflowId: workflow.id, verdict: "accepted" };
    const counted = await called<Answer>(app, "POST", "/deliveries/replay", { filter, dryRun: true }, 202);
    expect(counted).toMatchObject({ count: 5, notKept: 0, replay: null });
    const { count, upTo } = counted;
    await called(app, "POST", "/deliveries/replay", { filter }, 400);
    await called(app, "POST", "/deliveries/replay", { filter, count: 4, upTo }, 409);
    const begun = await called<Answer>(
      app,
      "POST",
      "/deliveries/replay",
      { filter, count, upTo, perSecond: 100 },
      202,
    );
    const replay = await settled(replayOf(begun));
    expect(replay).toMatchObject({ state: "done", total: 5, accepted: 5, refused: 0, skipped: 0 });
    const found = (await list(`workflowId=${workflow.id}&verdict=accepted`)).items;
    expect(found.flatMap(({ replayOf: of }) => of ?? [])).toEqual([...ids].reverse());
  });

  it("takes those that are named, skips what was not kept, and says why", async () => {
    const workflow = await published(app, ordersDocument());
    const good = await posted(app, workflow, { amount: 1 });
    const violating = await posted(app, workflow, {});
    const large = await posted(app, workflow, { note: "x".repeat(70_000) });
    const asked = { ids: [large, good, violating], perSecond: 100 };
    const counted = await called<Answer>(app, "POST", "/deliveries/replay", { ...asked, dryRun: true }, 202);
    expect(counted).toMatchObject({ count: 3, notKept: 1 });
    const { count, upTo } = counted;
    const begun = await called<Answer>(app, "POST", "/deliveries/replay", { ...asked, count, upTo }, 202);
    const replay = await settled(replayOf(begun));
    expect(replay).toMatchObject({ state: "done", accepted: 1, refused: 1, skipped: 1 });
    expect(replay.lastProblem).toContain("body-not-kept");
  });

  it("leaves alone what is still held, as one replay does: it runs once", async () => {
    const workflow = await published(app, ordersDocument({ trigger: { whenPaused: "hold" } }));
    await called(app, "POST", `/workflows/${workflow.id}/pause`, {});
    const held = await posted(app, workflow, { amount: 1 });
    await called(app, "POST", `/workflows/${workflow.id}/resume`, {});
    const problem = await called<object>(app, "POST", `/deliveries/${held}/replay`, {}, 409);
    expect(problem).toMatchObject({ code: "delivery-still-held" });
    const asked = { ids: [held], perSecond: 100 };
    const counted = await called<Answer>(app, "POST", "/deliveries/replay", { ...asked, dryRun: true }, 202);
    const { count, upTo } = counted;
    const begun = await called<Answer>(app, "POST", "/deliveries/replay", { ...asked, count, upTo }, 202);
    expect(await settled(replayOf(begun))).toMatchObject({ accepted: 0, refused: 0, skipped: 1 });
    // Once it is let go, whoever wants it after all replays it.
    await called(app, "POST", `/workflows/${workflow.id}/held/discard`, { reason: "a test" });
    await called(app, "POST", `/deliveries/${held}/replay`, {}, 201);
  });

  it("can be stopped, keeps its pace, and goes on after a restart where it was", async () => {
    const workflow = await published(app, ordersDocument());
    for (let amount = 1; amount <= 6; amount += 1) await posted(app, workflow, { amount });
    const filter = { workflowId: workflow.id };
    const begin = async (perSecond: number) => {
      const asked = { filter: { ...filter, to: new Date().toISOString() }, perSecond };
      const { count, upTo } = await called<Answer>(
        app,
        "POST",
        "/deliveries/replay",
        { ...asked, dryRun: true },
        202,
      );
      return replayOf(
        await called<Answer>(app, "POST", "/deliveries/replay", { ...asked, count, upTo }, 202),
      );
    };
    const stopped = await begin(2);
    await expect.poll(async () => (await called<Replay>(app, "GET", `/replays/${stopped}`)).accepted).toBe(1);
    await called(app, "POST", `/replays/${stopped}/stop`, {});
    await new Promise((resolve) => setTimeout(resolve, 700));
    const after = await called<Replay>(app, "GET", `/replays/${stopped}`);
    expect(after).toMatchObject({ state: "stopped", total: 6 });
    expect(after.accepted).toBeLessThan(3);

    const interrupted = await begin(5);
    await expect
      .poll(async () => (await called<Replay>(app, "GET", `/replays/${interrupted}`)).accepted)
      .toBeGreaterThan(0);
    const { dataFolder } = app;
    await app.stop({ keepData: true, graceMs: 100 });
    app = await startTestApp({ dataFolder });
    const replay = await settled(interrupted);
    expect(replay).toMatchObject({ state: "done", accepted: replay.total });
    const copies = (await list(`workflowId=${workflow.id}&limit=200`)).items.filter(
      ({ replayOf: of }) => of !== null,
    );
    expect(copies).toHaveLength(after.accepted + replay.total);
  });
});

describe("capture", () => {
  const next = (id: string, after: string, more = "") =>
    called<{ delivery: Delivery | null }>(app, "GET", `/workflows/${id}/capture?after=${after}${more}`);

  it("takes the next request, for each who listens, and says what became of it", async () => {
    const workflow = await published(app, ordersDocument());
    await posted(app, workflow, { id: "before" });
    const begun = () => called<{ after: string }>(app, "POST", `/workflows/${workflow.id}/capture`, {});
    const [one, two] = await Promise.all([begun(), begun()]);
    expect((await next(workflow.id, one.after)).delivery).toBeNull();
    const waiting = [one, two].map(({ after }) => next(workflow.id, after, "&waitSeconds=20"));
    await posted(app, workflow, "", { method: "GET" });
    const id = await posted(app, workflow, { id: "C-1", amount: 2 }, { query: "?token=s3cret&a=1" });
    for (const { delivery } of await Promise.all(waiting)) {
      expect(delivery).toMatchObject({ id, verdict: "accepted", version: 1 });
      expect(delivery?.request.url).toContain("token=[redacted]&a=1");
      expect(delivery?.request.body).toBe('{"id":"C-1","amount":2}');
    }
    await called(app, "POST", "/workflows/wf_none/capture", {}, 404);
  });

  it("hears an unpublished URL, and of unknown senders only when that is chosen", async () => {
    const password = { secret: { value: "open sesame" } };
    const auth = { any: [{ type: "basic", username: "bob", password }] };
    const document = ordersDocument({ trigger: { auth }, required: false });
    const workflow = await called<Parameters<typeof posted>[1]>(app, "POST", "/workflows", { document }, 201);
    const begin = (authenticated: boolean) =>
      called<{ after: string }>(app, "POST", `/workflows/${workflow.id}/capture`, { authenticated });
    const known = await begin(true);
    await posted(app, workflow, { id: "unread" });
    expect((await next(workflow.id, known.after)).delivery).toBeNull();
    const any = await begin(false);
    const id = await posted(app, workflow, { id: "read" });
    const { delivery } = await next(workflow.id, any.after, "&authenticated=false&waitSeconds=5");
    expect(delivery).toMatchObject({ id, verdict: "refused", reason: "unauthorized" });
    expect(delivery?.request.body).toBe('{"id":"read"}');
    const headers = { authorization: `Basic ${Buffer.from("bob:open sesame").toString("base64")}` };
    const tooLarge = await posted(app, workflow, "x".repeat(1_100_000), { headers });
    const right = await posted(app, workflow, { id: "right" }, { headers });
    expect((await list(`workflowId=${workflow.id}&reason=body-too-large`)).items).toMatchObject([
      { id: tooLarge, verdict: "refused" },
    ]);
    expect((await next(workflow.id, known.after, "&waitSeconds=5")).delivery).toMatchObject({
      ...{ id: right, reason: "workflow-not-published" },
      request: { body: '{"id":"right"}' },
    });
  });
});
