import type { DeliverySummary, Execution, TestCase, TestRun } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../commands/command-line.ts";
import { called, ordersDocument, posted, published, saved } from "../deliveries/testing/orders.ts";
import { startTestApp, type TestApp } from "../testing/start-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

/** Asks somebody who is never there, and answers whatever came of it. */
const asking = (more: { body?: unknown; settings?: WorkflowDocument["settings"] } = {}): WorkflowDocument =>
  ordersDocument({
    mode: "sync",
    nodes: {
      ask: {
        type: "http",
        config: { method: "POST", url: "http://127.0.0.1:9/", body: "x" },
        onError: "branch",
      },
      yes: {
        type: "response",
        config: { status: 201, kind: "json", body: more.body ?? { paid: "{{ trigger.amount }}" } },
      },
      no: { type: "response", config: { status: 502, kind: "json", body: { paid: false } } },
    } as WorkflowDocument["nodes"],
    edges: [
      { from: "trigger", to: "ask" },
      { from: "ask", to: "yes" },
      { from: "ask", port: "error", to: "no" },
    ],
    ...(more.settings ? { settings: more.settings } : {}),
  });

const run = (id: string, more: object = {}) =>
  called<TestRun>(app, "POST", `/workflows/${id}/tests/run`, more);

describe("test cases", () => {
  it("are saved from a delivery, with what happened and what was answered outside", async () => {
    const workflow = await published(app, asking());
    const id = await posted(app, workflow, { id: "T-1", amount: 3 }, { query: "?a=1" });
    const { executionId } = await called<DeliverySummary>(app, "GET", `/deliveries/${id}`);
    await expect
      .poll(async () => (await called<Execution>(app, "GET", `/executions/${executionId}`)).finishedAt)
      .not.toBeNull();
    const made = await called<TestCase>(app, "POST", `/deliveries/${id}/test`, { name: "no answer" }, 201);
    expect(made).toMatchObject({
      ...{ name: "no answer", workflowId: workflow.id, deliveryId: id },
      request: { query: "a=1", body: '{"id":"T-1","amount":3}', bodyEncoding: "utf8" },
      recorded: { ask: { output: null, error: { code: expect.any(String) } } },
      expect: { status: 502, execution: "succeeded", ran: ["ask", "no"], body: { value: { paid: false } } },
    });
    const before = await called<{ items: unknown[] }>(app, "GET", `/executions?workflowId=${workflow.id}`);
    expect(await run(workflow.id)).toMatchObject({ version: null, passed: 1, failed: 0 });
    const after = await called<{ items: unknown[] }>(app, "GET", `/executions?workflowId=${workflow.id}`);
    expect(after).toEqual(before);
  });

  it("are written by hand, changed, run one by one, and tell where they fail", async () => {
    const workflow = await published(app, asking());
    const path = `/workflows/${workflow.id}/tests`;
    const content = {
      name: "paid",
      request: { body: '{"amount": 4}' },
      recorded: { ask: { output: { status: 200, body: "" } } },
      expect: { status: 201, body: { match: "equals", value: { paid: 4 } }, notRan: ["no"] },
    };
    const { id } = await called<TestCase>(app, "POST", path, { test: content }, 201);
    const refused = {
      ...{ name: "no amount", request: { body: "{}" } },
      expect: { status: 422, execution: "none", body: { value: { code: "contract-violation" } } },
    };
    await called(app, "POST", path, { test: refused }, 201);
    expect(await run(workflow.id)).toMatchObject({ passed: 2, failed: 0 });
    const wrong = { ...content, expect: { ...content.expect, body: { value: { paid: 5 } } } };
    await called(app, "PUT", `${path}/${id}`, { content: wrong });
    const failed = await run(workflow.id, { tests: [id] });
    expect(failed.results).toMatchObject([
      { passed: false, failures: [{ expectation: "body", path: "paid", expected: 5, got: 4 }] },
    ]);
    await called(app, "PUT", `${path}/${id}`, { content: { ...content, recorded: {} } });
    const [result] = (await run(workflow.id, { tests: [id], version: 1 })).results;
    // What was to be recorded fails its step, which takes the way of its error.
    expect(result?.failures).toContainEqual(
      expect.objectContaining({ expectation: "recorded", node: "ask" }),
    );
    await called(app, "POST", `${path}/run`, { tests: ["tst_none"] }, 404);
    await called(app, "POST", `${path}/run`, { version: 9 }, 404);
    await called(app, "DELETE", `${path}/${id}`, undefined, 204);
    await called(app, "DELETE", `${path}/${id}`, undefined, 404);
    await called(app, "POST", path, { test: { ...content, expect: { state: 1 } } }, 400);
  });

  it("expect of a filtered request what its sender is answered, and that nothing runs", async () => {
    const when = { all: [{ left: "{{ trigger.amount }}", operator: "greater", right: 10 }] };
    const workflow = await published(app, ordersDocument({ trigger: { filter: { when } } }));
    const id = await posted(app, workflow, { amount: 1 });
    const made = await called<TestCase>(app, "POST", `/deliveries/${id}/test`, {}, 201);
    expect(made.expect).toMatchObject({ status: 200, execution: "none" });
    expect(await run(workflow.id)).toMatchObject({ passed: 1, failed: 0 });
    const problem = await called<object>(app, "POST", `/deliveries/${id}/replay`, {}, 422);
    expect(problem).toMatchObject({ code: "request-filtered", rules: [{ result: "not-met" }] });
  });

  it("warn when a draft is published, or stop it, as the workflow says", async () => {
    const workflow = await published(app, asking());
    const test = { name: "paid", request: { body: '{"amount": 4}' }, expect: { status: 999 - 798 } };
    await called(app, "POST", `/workflows/${workflow.id}/tests`, { test }, 201);
    const publish = (status: number) =>
      called<{ tests?: object; failed?: object }>(
        app,
        "POST",
        `/workflows/${workflow.id}/publish`,
        {},
        status,
      );
    expect((await publish(200)).tests).toMatchObject({ passed: 0, failed: [{ name: "paid" }] });
    await saved(app, workflow.id, asking({ settings: { testsOnPublish: "stop" } }));
    expect(await publish(422)).toMatchObject({ code: "tests-failed", failed: [{ name: "paid" }] });
    await saved(app, workflow.id, asking({ settings: { testsOnPublish: "off" } }));
    expect((await publish(200)).tests).toBeNull();
  });

  it("are run by the command line, with an exit code and as JSON", async () => {
    const workflow = await published(app, { ...asking(), name: "From the shell" });
    const path = `/workflows/${workflow.id}/tests`;
    const test = {
      ...{ name: "paid", request: { body: '{"amount": 4}' } },
      ...{ recorded: { ask: { output: {} } }, expect: { status: 201 } },
    };
    await called(app, "POST", path, { test }, 201);
    const sluice = async (...args: string[]) => {
      let [out, err] = ["", ""];
      const code = await runCommandLine(["test", ...args, "--data", app.dataFolder], {
        environment: {},
        print: (text) => {
          out += text;
        },
        complain: (text) => {
          err += text;
        },
        readInput: async () => "",
      });
      return { code, out, err };
    };
    expect(await sluice(workflow.id)).toEqual({
      ...{ code: 0, err: "" },
      out: expect.stringMatching(/From the shell.*\n {2}ok +paid/),
    });
    await called(app, "POST", path, { test: { ...test, name: "more", expect: { status: 200 } } }, 201);
    const failing = await sluice("From the shell");
    expect(failing.code).toBe(1);
    expect(failing.out).toMatch(/FAILED +more\n +status: expected 200, got 201/);
    const json = await sluice(workflow.id, "--json");
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ passed: 1, failed: 1, workflows: [{ id: workflow.id }] });
    expect(await sluice("nothing")).toMatchObject({ code: 2, err: expect.stringContaining("nothing") });
    expect((await sluice(workflow.id, "--version", "1")).code).toBe(1);
  });
});
