import type { DeliverySummary, Execution, Trial, Version, Workflow } from "@sluice/api/schemas";
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

/** Doubles the amount, asks the shop, and adds what it said. Beside it a step that must never be touched. */
function stockDocument(more: { pin?: Nodes[string]["pin"]; url?: string } = {}): WorkflowDocument {
  return ordersDocument({
    required: false,
    nodes: {
      twice: compute("trigger.amount * 2"),
      ask: {
        ...{ type: "http", config: { method: "GET", url: more.url ?? shop.url }, onError: "branch" },
        ...(more.pin ? { pin: more.pin } : {}),
      },
      sum: compute("steps.twice + steps.ask.body.stock"),
      after: { type: "http", config: { method: "GET", url: `${shop.url}never` } },
    } as Nodes,
    edges: [
      { from: "trigger", to: "twice" },
      { from: "twice", to: "ask" },
      { from: "ask", to: "sum" },
      { from: "sum", to: "after" },
    ],
  });
}
const pin = { output: { status: 200, headers: {}, body: { stock: 100 } } };
const example = { from: "request", body: { id: "T-1", amount: 3 } };

const tryOut = (id: string, given: object, status = 200) =>
  called<Trial>(app, "POST", `/workflows/${id}/try`, { source: example, ...given }, status);
const outputOf = ({ steps }: Pick<Trial, "steps">, node: string) =>
  steps.find((step) => step.node === node)?.output;

async function made(document: WorkflowDocument): Promise<Workflow> {
  return called<Workflow>(app, "POST", "/workflows", { document }, 201);
}

async function executionOf(id: string): Promise<Execution> {
  let execution: Execution | undefined;
  await expect
    .poll(
      async () => {
        const { executionId } = await called<DeliverySummary>(app, "GET", `/deliveries/${id}`);
        if (executionId === null) return null;
        execution = await called<Execution>(app, "GET", `/executions/${executionId}`);
        return execution.finishedAt;
      },
      { timeout: 20_000 },
    )
    .not.toBeNull();
  return execution as Execution;
}

describe("a trial of a node of the draft", () => {
  it("runs what leads to it, on the data given, and says where each output came from", async () => {
    const { id } = await made(stockDocument({ pin }));
    const before = shop.asked;
    const trial = await tryOut(id, { node: "sum" });
    expect(trial).toMatchObject({ status: "succeeded", reached: true, needs: [] });
    expect(outputOf(trial, "sum")).toBe(106);
    expect(trial.used).toEqual({
      trigger: { from: "request", id: null },
      twice: { from: "ran", id: null },
      ask: { from: "pin", id: null },
      sum: { from: "ran", id: null },
    });
    expect(trial.steps.map(({ node }) => node)).not.toContain("after");
    expect(shop.asked).toBe(before);
    const { items } = await called<{ items: unknown[] }>(app, "GET", `/executions?workflowId=${id}`);
    expect(items).toEqual([]);
  });

  it("reaches outside only where it is asked to by name", async () => {
    const { id } = await made(stockDocument());
    const before = shop.asked;
    const blocked = await tryOut(id, { node: "sum" });
    expect(blocked).toMatchObject({
      ...{ status: "blocked", reached: false, needs: [{ node: "ask", why: "outside" }] },
      error: { node: "ask", code: "needs-data" },
    });
    expect(shop.asked).toBe(before);
    const real = await tryOut(id, { node: "sum", outside: ["ask"] });
    expect(real).toMatchObject({ status: "succeeded", used: { ask: { from: "outside" } } });
    expect(outputOf(real, "sum")).toBe(11);
    expect(shop.asked).toBe(before + 1);
    const alone = await tryOut(id, { node: "ask", mode: "node" });
    expect(alone).toMatchObject({ status: "blocked", needs: [{ node: "ask" }] });
    expect(shop.asked).toBe(before + 1);
  });

  it("takes the data of a past delivery, or all that an execution gave", async () => {
    const workflow = await published(app, stockDocument());
    const delivery = await posted(app, workflow, { id: "T-2", amount: 7 });
    const execution = await executionOf(delivery);
    const stock = (outputOf(execution, "ask") as { body: { stock: number } }).body.stock;
    const before = shop.asked;
    const fromDelivery = await tryOut(workflow.id, {
      ...{ node: "twice", source: { from: "delivery", id: delivery } },
    });
    expect(outputOf(fromDelivery, "twice")).toBe(14);
    expect(fromDelivery.used.trigger).toEqual({ from: "delivery", id: delivery });
    const source = { from: "execution", id: execution.id };
    await saved(app, workflow.id, {
      ...stockDocument(),
      nodes: { ...stockDocument().nodes, twice: compute("trigger.amount * 1000") },
    } as WorkflowDocument);
    // `node` keeps what the steps before gave then, `until` runs today's.
    const one = await tryOut(workflow.id, { node: "sum", mode: "node", source });
    expect(outputOf(one, "sum")).toBe(14 + stock);
    expect(one.used).toMatchObject({ twice: { from: "execution", id: execution.id }, sum: { from: "ran" } });
    const until = await tryOut(workflow.id, { node: "sum", source });
    expect(outputOf(until, "sum")).toBe(7000 + stock);
    expect(until.used).toMatchObject({ twice: { from: "ran" }, ask: { from: "execution" } });
    expect(shop.asked).toBe(before);
    const other = await made(stockDocument());
    await tryOut(other.id, { node: "sum", source }, 404);
    await tryOut(other.id, { node: "sum", source: { from: "delivery", id: delivery } }, 404);
    await tryOut(other.id, { node: "none" }, 404);
    await tryOut(other.id, { node: "sum", source: { from: "elsewhere" } }, 400);
  });

  it("takes the way of an error that an execution had, or that a real call has", async () => {
    const document = stockDocument({ url: `${shop.url}broken` });
    const workflow = await published(app, {
      ...document,
      nodes: { ...document.nodes, instead: compute("steps.ask.error.code") },
      edges: [...document.edges, { from: "ask", port: "error", to: "instead" }],
    } as WorkflowDocument);
    const execution = await executionOf(await posted(app, workflow, { id: "T-4", amount: 7 }));
    const code = outputOf(execution, "instead");
    expect(code).toBe("http-status");
    const before = shop.asked;
    const source = { from: "execution", id: execution.id };
    const past = await tryOut(workflow.id, { node: "instead", source });
    expect(past).toMatchObject({ status: "succeeded", reached: true, needs: [] });
    expect(outputOf(past, "instead")).toBe(code);
    expect(shop.asked).toBe(before);
    const real = await tryOut(workflow.id, { node: "instead", outside: ["ask"] });
    expect(outputOf(real, "instead")).toBe(code);
    expect(shop.asked).toBe(before + 1);
    // Without data there is no error either: its way would show what never happened.
    expect(await tryOut(workflow.id, { node: "instead" })).toMatchObject({
      ...{ status: "blocked", reached: false, needs: [{ node: "ask", why: "outside" }] },
    });
  });

  it("in a loop runs the first iteration, a branch not taken says so, and what waits needs a pin", async () => {
    const document = ordersDocument({
      required: false,
      nodes: {
        each: { type: "loop", config: { over: "items", items: "{{ request.body.lines }}" } },
        first: compute("item.n + 1", { parent: "each" }),
        then: compute("steps.first * 10", { parent: "each" }),
        late: compute("1 / 0", { parent: "each" }),
        large: { type: "condition", config: { when: { expression: "trigger.amount > 10" } } },
        yes: compute("'large'"),
        approve: { type: "wait", config: { for: "approval", title: "?" }, onError: "continue" },
        done: compute("steps.approve.approved"),
      } as Nodes,
      edges: [
        { from: "trigger", to: "each" },
        { from: "first", to: "then" },
        { from: "then", to: "late" },
        { from: "trigger", to: "large" },
        { from: "large", port: "true", to: "yes" },
        { from: "trigger", to: "approve" },
        { from: "approve", to: "done" },
      ],
    });
    const { id } = await made(document);
    const source = { from: "request", body: { lines: [{ n: 1 }, { n: 2 }, { n: 3 }], amount: 1 } };
    const looped = await tryOut(id, { node: "then", source });
    expect(Object.keys(looped.frames)).toEqual(["each[0]"]);
    expect(looped.frames["each[0]"]?.map(({ node, output }) => [node, output])).toEqual([
      ["first", 2],
      ["then", 20],
    ]);
    expect(looped).toMatchObject({ reached: true, used: { then: { from: "ran" } } });
    expect(await tryOut(id, { node: "yes", source })).toMatchObject({ status: "succeeded", reached: false });
    expect(await tryOut(id, { node: "done", source })).toMatchObject({
      ...{ status: "blocked", needs: [{ node: "approve", why: "waits" }] },
    });
  });
});

describe("a pin", () => {
  it("is kept with the draft, changes nothing about what is published, and never gets into a version", async () => {
    const workflow = await published(app, stockDocument());
    await saved(app, workflow.id, stockDocument({ pin }));
    const pinned = await called<Workflow>(app, "GET", `/workflows/${workflow.id}`);
    expect(pinned.draft.nodes.ask?.pin).toEqual(pin);
    expect(pinned.changed).toBe(false);
    await called(app, "POST", `/workflows/${workflow.id}/publish`, {});
    const version = await called<Version>(app, "GET", `/workflows/${workflow.id}/versions/2`);
    expect(JSON.stringify(version.document)).not.toContain('"pin"');
    const before = shop.asked;
    const execution = await executionOf(await posted(app, workflow, { id: "T-3", amount: 1 }));
    expect(execution.version).toBe(2);
    expect(outputOf(execution, "ask")).toMatchObject({ body: { stock: 5 } });
    expect(outputOf(execution, "sum")).toBe(7);
    expect(shop.asked).toBe(before + 2);
  });

  it("is not looked at when the draft really runs", async () => {
    const { id } = await made(stockDocument({ pin }));
    const before = shop.asked;
    const ran = await called<Execution>(
      app,
      "POST",
      `/workflows/${id}/run`,
      { input: { body: { amount: 1 } } },
      201,
    );
    await expect
      .poll(async () => outputOf(await called<Execution>(app, "GET", `/executions/${ran.id}`), "sum"), {
        timeout: 20_000,
      })
      .toBe(7);
    expect(shop.asked).toBeGreaterThan(before);
  });
});
