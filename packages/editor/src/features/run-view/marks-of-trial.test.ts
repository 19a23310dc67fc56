import { buildDocument, node } from "@sluice/workflow/testing";
import { describe, expect, it } from "vitest";
import { step } from "../../testing/steps.ts";
import { marksOfTrial } from "./marks-of-trial.ts";

const document = buildDocument({
  nodes: {
    isPaid: node("condition", { when: { expression: "true" } }),
    ...{
      thanks: node("set"),
      reply: node("response"),
      refuse: node("loop"),
      each: node("set", {}, { parent: "refuse" }),
    },
  },
  edges: [
    ["trigger", "isPaid"],
    ["isPaid.true", "thanks"],
    ["thanks", "reply"],
    ["isPaid.false", "refuse"],
  ],
});
const steps = [
  step({ node: "trigger", type: "webhook" }),
  step({ node: "isPaid", port: "true" }),
  step({ node: "thanks" }),
];
const marks = (node: string | null, ran = document, ofSteps = steps) => {
  const made = marksOfTrial({ node, steps: ofSteps, frames: {} }, { document, ran, span: () => "" });
  return {
    nodes: Object.fromEntries(Object.entries(made.nodes).map(([key, { status }]) => [key, status])),
    edges: made.edges,
  };
};

describe("what the canvas shows of a trial", () => {
  it("of the whole draft, what was not reached was skipped, and every exit is taken or not", () => {
    const failed = [...steps.slice(0, 2), step({ node: "thanks", status: "failed", port: null })];
    expect(marks(null, document, failed)).toEqual({
      nodes: {
        ...{ trigger: "succeeded", isPaid: "succeeded", thanks: "failed" },
        ...{ reply: "skipped", refuse: "skipped", each: "skipped" },
      },
      edges: {
        ...{ "trigger:out>isPaid": "taken", "isPaid:true>thanks": "taken" },
        ...{ "thanks:out>reply": "not-taken", "isPaid:false>refuse": "not-taken" },
      },
    });
  });

  it("of one node, what leads to it and was not reached was skipped, and what does not lead to it has no mark", () => {
    const { nodes, edges } = marks("thanks");
    expect(nodes).toEqual({ trigger: "succeeded", isPaid: "succeeded", thanks: "succeeded" });
    expect(edges["isPaid:false>refuse"]).toBe("not-taken");
    expect(edges["thanks:out>reply"]).toBe("taken");
    const missed = marks("each", document, steps.slice(0, 2));
    expect(missed.nodes).toEqual({
      ...{ trigger: "succeeded", isPaid: "succeeded", refuse: "skipped", each: "skipped" },
    });
  });

  it("of a draft that was drawn on since, what is new has no mark", () => {
    const { thanks: _, ...older } = document.nodes;
    const ran = { ...document, nodes: older, edges: document.edges.slice(0, 1) };
    const { nodes, edges } = marks(null, ran, steps.slice(0, 2));
    expect(Object.keys(nodes)).toEqual(["trigger", "isPaid", "reply", "refuse", "each"]);
    expect(Object.keys(edges)).toEqual(["trigger:out>isPaid"]);
  });
});
