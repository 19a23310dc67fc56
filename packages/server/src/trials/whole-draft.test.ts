import type { Execution, ExecutionSummary, Trial, Workflow } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { called, ordersDocument, posted, published, saved } from "../deliveries/testing/orders.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { compute, type Shop, startShop } from "./testing/shop.ts";

let app: TestApp;
let shop: Shop;
beforeAll(async () => {
  app = await startTestApp({ environment: { SLUICE_ALLOW_NETWORKS: "127.0.0.1" } });
  shop = await startShop();
});
afterAll(async () => {
  await app.stop();
  await shop.close();
});

type Nodes = WorkflowDocument["nodes"];
const line = (...keys: string[]) =>
  keys.map((to, at) => ({ from: at === 0 ? "trigger" : (keys[at - 1] ?? ""), to }));
const output = { status: 200, headers: {}, body: { stock: 100 }, url: "" };

/** Everything that acts on the world, one after the other, and an answer to the caller. */
function actingDocument(ask: object = {}): WorkflowDocument {
  const nodes = {
    ask: { type: "http", config: { method: "GET", url: shop.url }, onError: "branch", ...ask },
    mail: {
      type: "email",
      config: {
        credential: { credential: "cred_none" },
        ...{ from: "shop@example.com", to: ["ada@example.com"], subject: "Paid", text: "Thanks" },
      },
    },
    approve: { type: "wait", config: { for: "approval", title: "?" } },
    nap: { type: "delay", config: { mode: "for", amount: 2, unit: "days" } },
    tell: { type: "emit", config: { type: "order.seen", data: { sum: "{{ steps.ask.body.stock }}" } } },
    begin: { type: "call", config: { workflow: "wf_other", input: {}, wait: false } },
    sum: compute("trigger.amount + steps.ask.body.stock"),
    answer: { type: "response", config: { status: 200, body: { sum: "{{ steps.sum }}" } } },
  };
  return ordersDocument({
    ...{ required: false, mode: "sync" },
    nodes: nodes as Nodes,
    edges: [...line(...Object.keys(nodes)), { from: "ask", port: "error", to: "sum" }],
  });
}

const example = { from: "request", body: { id: "T-1", amount: 3 } };
const tryAll = (id: string, given: object = {}, status = 200) =>
  called<Trial>(app, "POST", `/workflows/${id}/try`, { source: example, ...given }, status);
const outputOf = ({ steps }: Pick<Trial, "steps">, node: string) =>
  steps.find((step) => step.node === node)?.output;
const made = (document: WorkflowDocument) => called<Workflow>(app, "POST", "/workflows", { document }, 201);

/** The execution of a workflow of its draft, once it stands in the list. */
async function ranOnce(id: string): Promise<ExecutionSummary> {
  let found: ExecutionSummary | undefined;
  await expect
    .poll(
      async () => {
        const { items } = await called<{ items: ExecutionSummary[] }>(
          app,
          "GET",
          `/executions?workflowId=${id}`,
        );
        found = items[0];
        return found?.finishedAt ?? null;
      },
      { timeout: 20_000 },
    )
    .not.toBeNull();
  return found as ExecutionSummary;
}

describe("a trial of the whole draft", () => {
  it("calls nobody: pins and examples stand in, what it would send is left out, and it answers", async () => {
    const { id } = await made(actingDocument({ pin: { output } }));
    const before = shop.asked;
    const trial = await tryAll(id);
    expect(trial).toMatchObject({
      ...{ node: null, status: "succeeded", reached: true, needs: [], error: null },
      answer: { status: 200, body: '{"sum":103}' },
    });
    expect(Object.fromEntries(Object.entries(trial.used).map(([key, { from }]) => [key, from]))).toEqual({
      ...{ trigger: "request", ask: "pin", mail: "example", approve: "example" },
      ...{ nap: "ran", tell: "unsent", begin: "unsent", sum: "ran", answer: "ran" },
    });
    expect(outputOf(trial, "mail")).toMatchObject({ accepted: ["ada@example.com"] });
    expect(outputOf(trial, "approve")).toMatchObject({ approved: true });
    expect(outputOf(trial, "tell")).toEqual({ type: "order.seen", data: { sum: 100 } });
    expect(shop.asked).toBe(before);
    const { items } = await called<{ items: unknown[] }>(app, "GET", `/executions?workflowId=${id}`);
    expect(items).toEqual([]);
    const events = await called<{ items: unknown[] }>(app, "GET", "/events?type=order.seen");
    expect(events.items).toEqual([]);
  });

  it("ends where nothing is known, whatever way an error has, until it is called by name", async () => {
    const { id } = await made(actingDocument());
    const before = shop.asked;
    const trial = await tryAll(id);
    expect(trial).toMatchObject({
      ...{ status: "blocked", reached: false, answer: null, needs: [{ node: "ask", why: "outside" }] },
      error: { node: "ask", code: "needs-data", message: expect.stringContaining("pin its output") },
    });
    expect(trial.steps.filter(({ status }) => status === "succeeded").map(({ node }) => node)).toEqual([
      "trigger",
    ]);
    expect(shop.asked).toBe(before);
    expect(trial.used).toEqual({ trigger: { from: "request", id: null } });
    const real = await tryAll(id, { outside: ["ask"] });
    expect(real).toMatchObject({ status: "succeeded", used: { ask: { from: "outside" } } });
    expect(shop.asked).toBe(before + 1);
  });

  it("takes what a step gave in the chosen execution, else in the last one where it succeeded", async () => {
    const nodes = { ask: actingDocument().nodes.ask, sum: compute("steps.ask.body.asked") } as Nodes;
    const document = ordersDocument({ required: false, nodes, edges: line("ask", "sum") });
    const workflow = await published(app, document);
    const { id } = workflow;
    const ids: string[] = [];
    for (const order of ["1", "2"]) {
      await posted(app, workflow, { id: order, amount: 1 });
      await expect
        .poll(
          async () => {
            const last = await ranOnce(id);
            if (!ids.includes(last.id)) ids.push(last.id);
            return ids.length;
          },
          { timeout: 20_000 },
        )
        .toBe(Number(order));
    }
    const [first = "", second = ""] = ids;
    const gave = async (execution: string) =>
      outputOf(await called<Execution>(app, "GET", `/executions/${execution}`), "sum");
    const before = shop.asked;
    const latest = await tryAll(id);
    expect(latest).toMatchObject({ status: "succeeded", used: { ask: { from: "execution", id: second } } });
    expect(outputOf(latest, "sum")).toBe(await gave(second));
    const chosen = await tryAll(id, { outputsOf: first });
    expect(chosen.used.ask).toEqual({ from: "execution", id: first });
    expect(outputOf(chosen, "sum")).toBe(await gave(first));
    expect((await tryAll(id, { source: { from: "execution", id: first } })).used.ask?.id).toBe(first);
    expect(shop.asked).toBe(before);

    // A pin goes first; and what a node of another type gave under this key is none of its own.
    await saved(app, id, {
      ...document,
      nodes: { ...nodes, ask: { ...nodes.ask, pin: { output } } } as Nodes,
    });
    expect((await tryAll(id)).used.ask).toEqual({ from: "pin", id: null });
    const chat = {
      type: "chat",
      config: { service: "slack", webhook: "https://hooks.example/", text: "Hi" },
    };
    await saved(app, id, { ...document, nodes: { ask: chat } as Nodes, edges: line("ask") });
    expect((await tryAll(id)).used.ask).toEqual({ from: "example", id: null });

    const other = await made(document);
    await tryAll(other.id, { outputsOf: first }, 404);
    await tryAll(other.id, { outputsOf: "exe_none" }, 404);
    await tryAll("wf_none", {}, 404);
  });

  it("fails where an event would be refused, without publishing any", async () => {
    await called(app, "PUT", "/webhooks/events/order.checked", {
      ...{ description: "Checked", schema: { type: "object", required: ["sum"] }, example: { sum: 1 } },
      onMismatch: "refuse",
    });
    const tell = { type: "emit", config: { type: "order.checked", data: {} } };
    const { id } = await made(
      ordersDocument({ nodes: { tell } as Nodes, edges: line("tell"), required: false }),
    );
    expect(await tryAll(id)).toMatchObject({ status: "failed", error: { node: "tell" } });
    expect((await called<{ items: unknown[] }>(app, "GET", "/events?type=order.checked")).items).toEqual([]);
  });

  it("stands in within loops, for each iteration", async () => {
    const { id } = await made(
      ordersDocument({
        required: false,
        nodes: {
          each: { type: "loop", config: { over: "items", items: "{{ request.body.lines }}" } },
          ask: { ...actingDocument().nodes.ask, parent: "each", pin: { output } },
          sum: compute("item + steps.ask.body.stock", { parent: "each" }),
        } as Nodes,
        edges: [
          { from: "trigger", to: "each" },
          { from: "ask", to: "sum" },
        ],
      }),
    );
    const trial = await tryAll(id, { source: { from: "request", body: { lines: [1, 2] } } });
    expect(trial).toMatchObject({ status: "succeeded", used: { ask: { from: "pin" } } });
    const sums = Object.values(trial.frames).map((steps) => steps.find(({ node }) => node === "sum")?.output);
    expect(sums).toEqual([101, 102]);
  });
});
