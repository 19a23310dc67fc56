import type { Step } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { describe, expect, it } from "vitest";
import { step } from "../../testing/steps.ts";
import { marksOf } from "./marks-of-steps.ts";

const node = { type: "set", config: {} };
const document: WorkflowDocument = {
  format: 1,
  name: "Paid",
  mode: "async",
  trigger: { type: "webhook", config: {} },
  nodes: { isPaid: { type: "condition", config: {} }, thanks: node, refuse: node, after: node },
  edges: [
    { from: "trigger", to: "isPaid" },
    { from: "isPaid", port: "true", to: "thanks" },
    { from: "isPaid", port: "false", to: "refuse" },
    { from: "thanks", to: "after" },
  ],
};
const ended = "2026-01-01T00:00:01.000Z";
const marks = (
  steps: Step[],
  finishedAt: string | null,
  { drawn, ran }: { drawn: WorkflowDocument; ran: WorkflowDocument | null } = {
    drawn: document,
    ran: document,
  },
) =>
  marksOf({
    execution: { finishedAt },
    steps,
    document: drawn,
    ran,
    span: (time) => `${time} ms`,
    iterations: ({ iterations }) => (iterations === null ? "" : `${iterations.started} iterations`),
  });
const trigger = step({ node: "trigger" });

describe("marks of an execution", () => {
  it("shows the way that was taken, with the time of each step", () => {
    const shown = marks(
      [
        trigger,
        step({ node: "isPaid", port: "true" }),
        step({ node: "thanks" }),
        step({ node: "after" }),
        step({ node: "refuse", status: "skipped", port: null, startedAt: null, finishedAt: null }),
      ],
      ended,
    );
    expect(shown.nodes).toEqual({
      trigger: { status: "succeeded" },
      isPaid: { status: "succeeded", note: "12 ms" },
      thanks: { status: "succeeded", note: "12 ms" },
      after: { status: "succeeded", note: "12 ms" },
      refuse: { status: "skipped" },
    });
    expect(shown.edges).toEqual({
      "trigger:out>isPaid": "taken",
      "isPaid:true>thanks": "taken",
      "isPaid:false>refuse": "not-taken",
      "thanks:out>after": "taken",
    });
  });

  it("marks nothing that is not decided while it runs", () => {
    const shown = marks(
      [trigger, step({ node: "isPaid", status: "running", port: null, finishedAt: null })],
      null,
    );
    expect(shown.nodes).toEqual({ trigger: { status: "succeeded" }, isPaid: { status: "running" } });
    expect(shown.edges).toEqual({ "trigger:out>isPaid": "taken" });
  });

  it("fades what was not reached after a failure", () => {
    const shown = marks([trigger, step({ node: "isPaid", status: "failed", port: null })], ended);
    expect(shown.nodes.isPaid?.status).toBe("failed");
    expect(shown.nodes.after).toEqual({ status: "skipped" });
    expect(shown.edges["isPaid:true>thanks"]).toBe("not-taken");
  });

  it("takes all ports of a switch that took several, and a port that a disabled node left by", () => {
    const shown = marks(
      [
        step({ node: "isPaid", port: ["true", "false"] }),
        step({ node: "thanks", status: "skipped" }),
        step({ node: "refuse" }),
        step({ node: "after" }),
      ],
      ended,
    );
    expect(shown.edges).toMatchObject({
      "isPaid:true>thanks": "taken",
      "isPaid:false>refuse": "taken",
      "thanks:out>after": "taken",
    });
  });

  it("takes no edge to what was not reached: after the end of a run up to a node, or of a node put in since", () => {
    const left = [trigger, step({ node: "isPaid", port: "true" })];
    expect(marks(left, ended).edges).toMatchObject({
      "trigger:out>isPaid": "taken",
      "isPaid:true>thanks": "not-taken",
    });
    expect(marks(left, null).edges["isPaid:true>thanks"]).toBeUndefined();
  });

  it.each([
    ["a version", document, { status: "skipped" }],
    ["a draft, of which only the steps are known", null, undefined],
  ])("says nothing of what was drawn since: over %s", (_, ran, unreached) => {
    const drawn: WorkflowDocument = {
      ...document,
      nodes: { ...document.nodes, young: node },
      edges: [...document.edges, { from: "after", to: "young" }, { from: "trigger", to: "after" }],
    };
    const refuse = step({ node: "refuse", status: "skipped", port: null });
    const steps = [
      trigger,
      step({ node: "isPaid", port: "true" }),
      step({ node: "thanks", status: "failed" }),
    ];
    const shown = marks([...steps, refuse], ended, { drawn, ran });
    expect(shown.nodes.young).toBeUndefined();
    expect(shown.nodes.after).toEqual(unreached);
    expect(shown.nodes.refuse).toEqual({ status: "skipped" });
    expect(shown.edges["after:out>young"]).toBeUndefined();
    expect(shown.edges["trigger:out>after"]).toBeUndefined();
    expect(shown.edges["isPaid:true>thanks"]).toBe("taken");
    expect(shown.edges["isPaid:false>refuse"]).toBe("not-taken");
  });

  it("counts the visits of a node and shows the worst of them", () => {
    const shown = marks(
      [
        step({ node: "thanks", frame: "0" }),
        step({ node: "thanks", frame: "1", status: "failed", port: null }),
      ],
      ended,
    );
    expect(shown.nodes.thanks).toEqual({ status: "failed", note: "×2" });
  });

  it("leaves out steps of nodes that the document no longer has", () => {
    expect(marks([step({ node: "gone" })], null).nodes).toEqual({});
  });

  it("counts the iterations of a container in the place of its time, and marks nothing of one that is not read", () => {
    const iterations = { total: 3, started: 3, succeeded: 2, failed: 1 };
    const shown = marksOf({
      execution: { finishedAt: ended },
      steps: [trigger, step({ node: "isPaid", iterations })],
      unread: new Set(["thanks"]),
      document,
      ran: document,
      span: String,
      iterations: (one) =>
        one.iterations === null ? "" : `${one.iterations.failed} of ${one.iterations.total}`,
    });
    expect(shown.nodes.isPaid).toEqual({ status: "succeeded", note: "1 of 3" });
    expect(shown.nodes.thanks).toBeUndefined();
    expect(shown.nodes.refuse).toEqual({ status: "skipped" });
    expect(shown.edges["thanks:out>after"]).toBeUndefined();
  });
});
