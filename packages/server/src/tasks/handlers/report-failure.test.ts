import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStage } from "./testing/stage.ts";

let stage: ReturnType<typeof openStage>;
beforeEach(async () => {
  stage = openStage();
  await stage.publish("wf", { type: "webhook", config: {} });
  await stage.publish("alarm", {
    type: "call",
    config: {
      variables: [
        { key: "message", from: "body", path: "error.message", type: "string", required: true },
        { key: "workflow", from: "body", path: "execution.workflowName", type: "string", required: false },
        { key: "nothing", from: "body", path: "nothing", type: "string", required: true },
      ],
    },
  });
  await stage.publish("other", { type: "call", config: {} });
});
afterEach(() => stage.remove());

const useDefault = () => stage.settings.save({ errorWorkflowId: "alarm" });
const startedIds = () => stage.started.map(({ workflowId }) => workflowId);
const publishWith = (errorWorkflow: string | null) =>
  stage.publish("wf", { type: "webhook", config: {} }, { settings: { errorWorkflow } });

describe("the report of a failure", () => {
  it("starts the error workflow of the instance, once, with what happened", async () => {
    await useDefault();
    stage.ended("exe_f");
    await stage.report("exe_f");
    await stage.report("exe_f");
    expect(stage.started).toMatchObject([
      {
        ...{ workflowId: "alarm", startedBy: "failure", startKey: "failure:exe_f" },
        trigger: { message: "It answered 500.", workflow: "wf" },
        origin: { executionId: "exe_f" },
        request: {
          body: {
            execution: {
              ...{ id: "exe_f", workflowId: "wf", workflowName: "wf", version: 1, status: "failed" },
              ...{ startedAt: "2026-05-01T08:00:00.000Z", finishedAt: "2026-05-01T08:00:01.500Z" },
              url: "http://sluice.test/executions/exe_f",
            },
            error: { code: "http-failed", message: "It answered 500.", node: "ask" },
            ...{ byDesign: false, sample: false },
          },
        },
      },
    ]);
  });

  it("publishes execution.failed, once", async () => {
    stage.ended("exe_f", { failedByDesign: true });
    await stage.report("exe_f");
    await stage.report("exe_f");
    const { items } = await stage.events.list({ limit: 9 });
    expect(items).toMatchObject([{ type: "execution.failed", source: "sluice", executionId: "exe_f" }]);
    expect((await stage.events.get(items[0]?.id ?? "")).data).toMatchObject({ byDesign: true });
    expect(stage.started).toEqual([]);
  });

  it("is given to the workflow's own error workflow, or to none", async () => {
    await useDefault();
    await publishWith("other");
    stage.ended("exe_1", { version: 2 });
    await stage.report("exe_1");
    await publishWith(null);
    stage.ended("exe_2", { version: 3 });
    await stage.report("exe_2");
    expect(startedIds()).toEqual(["other"]);
    // The version that ran decides.
    stage.ended("exe_3", { version: 1 });
    await stage.report("exe_3");
    expect(startedIds()).toEqual(["other", "alarm"]);
  });

  it("is made of a timeout, and of nothing that did not fail", async () => {
    await useDefault();
    stage.ended("exe_t", { status: "timed-out", error: null });
    stage.ended("exe_s", { status: "succeeded", error: null });
    stage.ended("exe_c", { status: "cancelled", error: null });
    stage.ended("exe_d", { version: null, startedBy: "person" });
    for (const id of ["exe_t", "exe_s", "exe_c", "exe_d", "exe_unknown"]) await stage.report(id);
    expect(stage.started.map(({ startKey }) => startKey)).toEqual(["failure:exe_t"]);
    expect(stage.started[0]?.trigger).toMatchObject({ message: expect.stringContaining("longer") });
  });

  it("never follows from a report: not of the error workflow, nor of what it calls, emits or what listens", async () => {
    await useDefault();
    await stage.publish("listener", { type: "event", config: { types: ["execution.failed"] } });
    stage.ended("exe_f");
    await stage.report("exe_f");
    await stage.fanOut("evt_failed_exe_f");
    expect(startedIds()).toEqual(["alarm", "listener"]);
    stage.ended("exe_alarm", { workflowId: "alarm", startedBy: "failure", origin: { executionId: "exe_f" } });
    stage.ended("exe_called", { startedBy: "call", origin: { executionId: "exe_alarm" } });
    stage.ended("exe_listener", { startedBy: "event", origin: { eventId: "evt_failed_exe_f" } });
    await stage.events.publish({ type: "x", data: 1, id: "ex", source: "emit", executionId: "exe_alarm" });
    stage.ended("exe_x", { startedBy: "event", origin: { eventId: "ex" } });
    for (const id of ["exe_alarm", "exe_called", "exe_listener", "exe_x"]) await stage.report(id);
    expect(startedIds()).toEqual(["alarm", "listener"]);
    expect((await stage.events.list({ limit: 9, type: "execution.failed" })).items).toHaveLength(1);
  });

  it("says in the log when the error workflow cannot run", async () => {
    await useDefault();
    await stage.workflows.setPaused({ id: "alarm", paused: true });
    stage.ended("exe_f");
    await stage.report("exe_f");
    expect(stage.started).toEqual([]);
    expect(stage.logged).toMatchObject([{ details: { errorWorkflow: "alarm" } }]);
  });
});

describe("a sample error", () => {
  it("starts the error workflow of the instance, or the one that is named, each time", async () => {
    await expect(stage.errorWorkflow.sendSample(undefined)).rejects.toMatchObject({
      code: "no-error-workflow",
    });
    await useDefault();
    await stage.errorWorkflow.sendSample(undefined);
    await stage.errorWorkflow.sendSample("other");
    await stage.errorWorkflow.sendSample("other");
    expect(startedIds()).toEqual(["alarm", "other", "other"]);
    expect(stage.started[0]?.request.body).toMatchObject({
      sample: true,
      execution: { workflowName: "alarm" },
    });
    await stage.workflows.unpublish("other");
    await expect(stage.errorWorkflow.sendSample("other")).rejects.toMatchObject({
      code: "workflow-not-published",
    });
    await expect(stage.errorWorkflow.sendSample("x")).rejects.toMatchObject({ code: "workflow-not-found" });
  });
});
