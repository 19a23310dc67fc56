import { buildDocument, node } from "@sluice/workflow/testing";
import { expect, test } from "vitest";
import { step } from "../../testing/steps.ts";
import { knownOutputs } from "./known-outputs.ts";
import { stepIn } from "./step-in.ts";

const document = buildDocument({
  nodes: { ...{ a: node("set"), b: node("set") }, c: { ...node("set"), pin: { output: "pinned" } } },
});

test("a pin goes before the last trial, and that before the execution", () => {
  const ran = ["a", "b", "c"].map((key) => step({ node: key, output: `${key} ran` }));
  const tried = ["b", "c"].map((key) => step({ node: key, output: `${key} tried` }));
  expect(knownOutputs({ document, execution: { steps: ran }, trial: { steps: tried } })).toEqual({
    ...{ a: "a ran", b: "b tried", c: "pinned" },
  });
  expect(knownOutputs({ document, execution: undefined, trial: null })).toEqual({ c: "pinned" });
});

test("nothing is known of the trigger's step, of what did not succeed, and of what is too large to show", () => {
  const steps = [
    step({ node: "trigger", output: { id: 1 } }),
    step({ node: "a", status: "failed" }),
    step({ node: "b", output: { $cut: { value: "b/1", bytes: 9_000_000, preview: "[" } } }),
  ];
  expect(knownOutputs({ document, execution: { steps }, trial: null })).toEqual({ c: "pinned" });
});

test("the step of a trial is the one that ran, in whichever iteration", () => {
  const ran = step({ node: "a", frame: "each[1]", output: 2 });
  const steps = [step({ node: "each", type: "loop" }), step({ node: "b", status: "skipped" })];
  const trial = { steps, frames: { "each[0]": [step({ node: "a", status: "skipped" })], "each[1]": [ran] } };
  expect(stepIn(trial, "a")).toBe(ran);
  expect(stepIn(trial, "b")).toBeUndefined();
});
